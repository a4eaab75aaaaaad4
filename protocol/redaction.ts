import { concat } from "./bytes.ts";
import type { Capture, CaptureRecord } from "./capture.ts";
import { checksum } from "./checksum.ts";
import { attemptFrame, frameLength, HEADER_LENGTH, START_BYTE } from "./frame.ts";
import { redactFrame } from "./frame_redaction.ts";

/**
 * A recording without GUID, serial numbers and texts. Frames stay whole, with right checksums, and
 * every piece keeps its length and time. Of what is no frame only the start bytes and the line ends
 * behind frames are left: nobody can know what the rest once was.
 */
export function redactCapture({ head, records }: Capture): Capture {
  return {
    head: { ...head, redacted: true },
    records: { [Symbol.iterator]: () => redacted(records) },
  };
}

/**
 * A frame may begin in one piece and end in a much later one, with any number of pieces for the
 * other end between: each direction is read on its own, as far ahead as it takes.
 */
function* redacted(records: Iterable<CaptureRecord>): Generator<CaptureRecord> {
  using gateway = new RedactedStream(records, "gateway");
  using agent = new RedactedStream(records, "agent");
  const streams = { gateway, agent };
  for (const record of records) {
    yield { ...record, bytes: streams[record.to].take(record.bytes.length) };
  }
}

/** Neither a start byte nor a line end, and no checksum of a run of itself. */
const BLANK = 0x55;
const CARRIAGE_RETURN = 0x0D;
const LINE_FEED = 0x0A;

/** What went one way, redacted as it is taken; it holds hardly more than one frame. */
class RedactedStream implements Disposable {
  readonly #pieces: Iterator<Uint8Array, void>;
  /** What was read, and not taken yet. */
  #bytes: Uint8Array = new Uint8Array();
  /** How many of them are as they will be. */
  #done = 0;
  #sinceFrame = Infinity;
  #ended = false;

  constructor(records: Iterable<CaptureRecord>, to: CaptureRecord["to"]) {
    this.#pieces = piecesTo(records, to);
  }

  /** The next so many bytes; fewer where there are no more. */
  take(length: number): Uint8Array {
    while (this.#done < length && this.#advance());
    const taken = this.#bytes.slice(0, length);
    this.#bytes = this.#bytes.subarray(taken.length);
    this.#done -= taken.length;
    return taken;
  }

  [Symbol.dispose](): void {
    this.#pieces.return?.();
  }

  /** One step on; false at the end. */
  #advance(): boolean {
    const at = this.#done;
    const available = this.#bytes.length - at;
    const attempt = attemptFrame(this.#bytes, at);
    if (attempt.kind === "incomplete" && !this.#ended) {
      this.#read();
    } else if (available === 0) {
      return false;
    } else if (attempt.kind === "frame") {
      const { data } = attempt.frame;
      redactFrame(attempt.frame);
      this.#done += frameLength(data.length);
      sign(this.#bytes, this.#done, data);
      this.#sinceFrame = 0;
    } else if (hasHeader(attempt, available)) {
      this.#done += HEADER_LENGTH;
      this.#sinceFrame += HEADER_LENGTH;
    } else {
      const byte = this.#bytes[at]!;
      const isLineEnd = byte === CARRIAGE_RETURN || byte === LINE_FEED;
      if (byte !== START_BYTE && !(isLineEnd && this.#sinceFrame < 2)) this.#bytes[at] = BLANK;
      this.#done++;
      this.#sinceFrame++;
    }
    return true;
  }

  #read(): void {
    const { done, value } = this.#pieces.next();
    if (done) this.#ended = true;
    else this.#bytes = concat([this.#bytes, value]);
  }
}

function* piecesTo(
  records: Iterable<CaptureRecord>,
  to: CaptureRecord["to"],
): Generator<Uint8Array, void> {
  for (const record of records) {
    if (record.to === to) yield record.bytes;
  }
}

/** The header of a frame that was damaged, or cut short, says nothing but who spoke to whom. */
function hasHeader(attempt: ReturnType<typeof attemptFrame>, available: number): boolean {
  if (attempt.kind === "incomplete") return available >= HEADER_LENGTH;
  return attempt.kind === "invalid" && attempt.reason === "data_checksum";
}

function sign(stream: Uint8Array, end: number, data: Uint8Array): void {
  const sum = checksum(data);
  stream[end - 2] = sum & 0xFF;
  stream[end - 1] = sum >> 8;
}
