import { concat } from "./bytes.ts";
import { attemptFrame, type Frame, frameLength, type InvalidReason, START_BYTE } from "./frame.ts";

/** What came out of the bytes, in their order. */
export type FrameEvent =
  | { readonly kind: "frame"; readonly frame: Frame }
  | { readonly kind: "discarded"; readonly bytes: Uint8Array; readonly reason: InvalidReason };

const NOTHING = new Uint8Array(0);

/**
 * Cuts a stream of bytes into frames. Whatever is no frame is given up one start byte at a time,
 * so that a frame behind noise is found, and reported. It keeps at most one unfinished frame.
 */
export class FrameDecoder {
  /** An unfinished frame's beginning, with room for as much as it takes to tell more of it. */
  #pending = NOTHING;
  #pendingLength = 0;

  /** Takes the next bytes of the stream, which must not change afterwards: frames are views into them. */
  push(chunk: Uint8Array): FrameEvent[] {
    const missing = this.#pending.length - this.#pendingLength;
    if (chunk.length < missing) {
      this.#pending.set(chunk, this.#pendingLength);
      this.#pendingLength += chunk.length;
      return [];
    }
    const events: FrameEvent[] = [];
    let bytes = chunk;
    let start = 0;
    if (missing > 0) {
      const pending = this.#pending;
      pending.set(chunk.subarray(0, missing), this.#pendingLength);
      this.reset();
      const attempt = attemptFrame(pending, 0);
      if (attempt.kind === "frame") {
        events.push(attempt);
        start = missing;
      } else {
        bytes = concat([pending, chunk.subarray(missing)]);
      }
    }
    for (;;) {
      const attempt = attemptFrame(bytes, start);
      if (attempt.kind === "incomplete") {
        this.#keep(bytes.subarray(start), attempt.length);
        return events;
      }
      if (attempt.kind === "frame") {
        events.push(attempt);
        start += frameLength(attempt.frame.data.length);
        continue;
      }
      const next = indexOfStart(bytes, start + 1);
      events.push({
        kind: "discarded",
        bytes: bytes.subarray(start, next),
        reason: attempt.reason,
      });
      start = next;
    }
  }

  /** How many bytes of an unfinished frame are waiting for the rest. */
  get pendingLength(): number {
    return this.#pendingLength;
  }

  /** Forgets an unfinished frame, because a new exchange begins. */
  reset(): void {
    this.#pending = NOTHING;
    this.#pendingLength = 0;
  }

  /** Copies the beginning, lest a few bytes keep a large chunk alive. */
  #keep(beginning: Uint8Array, length: number): void {
    if (beginning.length === 0) return this.reset();
    this.#pending = new Uint8Array(length);
    this.#pending.set(beginning);
    this.#pendingLength = beginning.length;
  }
}

function indexOfStart(bytes: Uint8Array, from: number): number {
  const index = bytes.indexOf(START_BYTE, from);
  return index < 0 ? bytes.length : index;
}
