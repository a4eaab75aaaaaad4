import { attemptFrame, type Frame, type InvalidReason, START_BYTE } from "./frame.ts";

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
  #pending = NOTHING;

  /** Takes the next bytes of the stream, which must not change afterwards: frames are views into them. */
  push(chunk: Uint8Array): FrameEvent[] {
    const bytes = this.#pending.length === 0 ? chunk : concat(this.#pending, chunk);
    const events: FrameEvent[] = [];
    let start = 0;
    for (;;) {
      const attempt = attemptFrame(bytes, start);
      if (attempt.kind === "incomplete") break;
      if (attempt.kind === "frame") {
        events.push({ kind: "frame", frame: attempt.frame });
        start += attempt.length;
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
    // A copy, lest a few bytes keep a large chunk alive.
    this.#pending = start === bytes.length ? NOTHING : bytes.slice(start);
    return events;
  }

  /** How many bytes of an unfinished frame are waiting for the rest. */
  get pendingLength(): number {
    return this.#pending.length;
  }

  /** Forgets an unfinished frame, because a new exchange begins. */
  reset(): void {
    this.#pending = NOTHING;
  }
}

function indexOfStart(bytes: Uint8Array, from: number): number {
  const index = bytes.indexOf(START_BYTE, from);
  return index < 0 ? bytes.length : index;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
