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
  readonly records: readonly CaptureRecord[];
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

/** A whole recording as a text. */
export function encodeCapture({ head, records }: Capture): string {
  return [encodeCaptureHead(head), ...records.map(encodeCaptureRecord), ""].join("\n");
}

/**
 * Reads a recording. A last line that breaks off is left out: whoever recorded was cut short.
 * Throws a `CaptureError` at anything else that is not what the encoders write.
 */
export function decodeCapture(text: string): Capture {
  const lines = text.split("\n");
  const unfinished = lines.pop() ?? "";
  const head = headIn(lines[0] ?? unfinished);
  const records: CaptureRecord[] = [];
  let before = 0;
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === "") continue;
    const record = decodeCaptureRecord(line, index + 1);
    if (record.at < before) {
      throw new CaptureError(
        index + 1,
        `at is ${record.at}, before the ${before} above it; ${WHOLE}`,
      );
    }
    before = record.at;
    records.push(record);
  }
  return { head, records };
}

const WHOLE = "give a file as capture wrote it";

function headIn(line: string): CaptureHead {
  const head = objectIn(line);
  if (head?.format !== FORMAT) {
    throw new CaptureError(1, `this is no recording of a line: found ${shown(line)}; ${WHOLE}`);
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
  return JSON.stringify(
    text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text,
  );
}
