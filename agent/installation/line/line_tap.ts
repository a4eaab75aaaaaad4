import type { CaptureRecord } from "../../../protocol/capture.ts";
import type { Clock } from "../../../protocol/clock.ts";

/** Lets others see everything that crosses a line, without the line noticing. */
export class LineTap {
  readonly #clock: Clock;
  readonly #listeners = new Set<(to: CaptureRecord["to"], bytes: Uint8Array) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes what crosses the line; the bytes must not change afterwards. */
  pass(direction: "sent" | "received", bytes: Uint8Array): void {
    for (const listener of this.#listeners) {
      listener(direction === "sent" ? "gateway" : "agent", bytes);
    }
  }

  /** Calls `listener` for each piece, its time counted from now on. The function returned ends that. */
  listen(listener: (record: CaptureRecord) => void): () => void {
    const start = this.#clock.now();
    const hear = (to: CaptureRecord["to"], bytes: Uint8Array) =>
      listener({ at: this.#clock.now() - start, to, bytes });
    this.#listeners.add(hear);
    return () => void this.#listeners.delete(hear);
  }
}
