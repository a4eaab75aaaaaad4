/** What the first line of a recording says of it. */
export interface CaptureHead {
  /** Of the agent that recorded. */
  readonly agentVersion: string;
  /** The kind of link: `serial`, `tcp`, `tcp-listen` or `udp`. */
  readonly link: string;
  /** When it began, as ISO 8601 in UTC. */
  readonly date: string;
  /** True where GUID, serial numbers and texts were replaced; see `redactCapture()`. */
  readonly redacted: boolean;
}

/** Bytes that crossed the line in one piece. */
export interface CaptureRecord {
  /** Milliseconds since the beginning, by a clock that never jumps. */
  readonly at: number;
  /** Who they went to. */
  readonly to: "gateway" | "agent";
  readonly bytes: Uint8Array;
}

/** A recording of a line: everything that crossed it, as it was. */
export interface Capture {
  readonly head: CaptureHead;
  /** May be gone through again and again, and need not be in memory. */
  readonly records: Iterable<CaptureRecord>;
}

/** A text is no recording; the message says what was found in `line`, and what to do. */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
  /** Counts from 1. */
  readonly line: number;

  constructor(line: number, problem: string) {
    super(problem);
    this.line = line;
  }
}

const FORMAT = "studer-agent capture";
const VERSION = 1;

/** What a recording begins with: one line of JSON, without its end. */
export function encodeCaptureHead({ agentVersion, link, date, redacted }: CaptureHead): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, agentVersion, link, date, redacted });
}

/** One piece as a line of JSON, without its end. */
export function encodeCaptureRecord({ at, to, bytes }: CaptureRecord): string {
  return JSON.stringify({ at: Math.round(at), to, bytes: bytes.toHex() });
}

const PIECE_LENGTH = 64 * 1024;

/** A whole recording as a text, in pieces of whole lines. */
export function* encodeCapture({ head, records }: Capture): Generator<string> {
  let piece = `${encodeCaptureHead(head)}\n`;
  for (const record of records) {
    if (piece.length >= PIECE_LENGTH) {
      yield piece;
      piece = "";
    }
    piece += `${encodeCaptureRecord(record)}\n`;
  }
  yield piece;
}

/**
 * Reads a recording from the pieces of its text, which `open` gives from the beginning each time:
 * the first line now, the others each time that the records are gone through. A last line that
 * breaks off is left out: whoever recorded was cut short. This, and going through the records,
 * throws a `CaptureError` at anything else that is not what the encoders write.
 */
export function decodeCapture(open: () => Iterable<string>): Capture {
  const [first = ""] = linesIn(open());
  return {
    head: headIn(first.trimEnd()),
    records: { [Symbol.iterator]: () => recordsIn(open()) },
  };
}

function* recordsIn(pieces: Iterable<string>): Generator<CaptureRecord> {
  let number = 0;
  let before = 0;
  for (const line of linesIn(pieces)) {
    number++;
    if (!line.endsWith("\n")) return;
    if (number === 1 || line.trim() === "") continue;
    const record = decodeCaptureRecord(line.trimEnd(), number);
    if (record.at < before) {
      throw new CaptureError(number, `at is ${record.at}, before the ${before} above it; ${WHOLE}`);
    }
    before = record.at;
    yield record;
  }
}

/** No link hands over so much at once. */
const MAX_LINE_LENGTH = 1_000_000;

/** With their ends; the last one has none where it breaks off. */
function* linesIn(pieces: Iterable<string>): Generator<string> {
  let rest = "";
  let number = 1;
  for (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield `${line}\n`;
    number += lines.length;
    if (rest.length > MAX_LINE_LENGTH) {
      throw new CaptureError(number, `${NO_RECORDING}: found ${shown(rest)}; ${WHOLE}`);
    }
  }
  if (rest !== "") yield rest;
}

const NO_RECORDING = "this is no recording of a line";
const WHOLE = "give a file as capture wrote it";

function headIn(line: string): CaptureHead {
  const head = objectIn(line);
  if (head?.format !== FORMAT || typeof head.version !== "number") {
    throw new CaptureError(1, `${NO_RECORDING}: found ${shown(line)}; ${WHOLE}`);
  }
  const { version, agentVersion, link, date, redacted } = head;
  if (version !== VERSION) {
    throw new CaptureError(
      1,
      `the recording is of version ${shown(String(version))}, known is ${VERSION}; ` +
        "use the agent that recorded it, or a newer one",
    );
  }
  if (typeof agentVersion !== "string" || typeof link !== "string" || typeof date !== "string") {
    throw new CaptureError(1, `agentVersion, link or date is missing in the first line; ${WHOLE}`);
  }
  return { agentVersion, link, date, redacted: redacted === true };
}

/** Reads what `encodeCaptureRecord()` wrote; throws a `CaptureError` that names line `number`. */
export function decodeCaptureRecord(line: string, number = 1): CaptureRecord {
  const { at, to, bytes } = objectIn(line) ?? {};
  if (typeof at !== "number" || !Number.isFinite(at) || at < 0) {
    throw new CaptureError(number, `no time "at" in ${shown(line)}; ${WHOLE}`);
  }
  if (to !== "gateway" && to !== "agent") {
    throw new CaptureError(number, `"to" is neither gateway nor agent in ${shown(line)}; ${WHOLE}`);
  }
  const piece = typeof bytes === "string" ? bytesOf(bytes) : undefined;
  if (piece === undefined) {
    throw new CaptureError(number, `no hexadecimal "bytes" in ${shown(line)}; ${WHOLE}`);
  }
  return { at, to, bytes: piece };
}

function objectIn(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null
      ? value as Record<string, unknown>
      : undefined;
  } catch {
    return undefined;
  }
}

function bytesOf(hex: string): Uint8Array | undefined {
  try {
    return Uint8Array.fromHex(hex);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const MAX_SHOWN_LENGTH = 40;

function shown(text: string): string {
  // What a file holds that the power was cut from is zeros.
  const plain = text.slice(0, MAX_SHOWN_LENGTH).replace(/\p{Cc}/gu, "\uFFFD");
  return JSON.stringify(text.length > MAX_SHOWN_LENGTH ? `${plain}…` : plain);
}
