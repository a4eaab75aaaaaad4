import type { Clock } from "../../../protocol/clock.ts";

/**
 * A line that is open is asked, or thought of, at least once a minute; who is silent for longer
 * than this hangs, and does not come back by itself.
 */
const MAX_PAUSE_MS = 150_000;

/**
 * Whether those who ask a gateway still do. What the gateway does has no part in it: an open line
 * is asked even where nothing answers, and without a line there is nobody to ask.
 */
export class Pulse {
  readonly #clock: Clock;
  #lastBeat: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** From now on there is something to do. */
  start(): void {
    this.#lastBeat = this.#clock.now();
  }

  /** Something was done, whatever came of it. */
  beat(): void {
    if (this.#lastBeat !== undefined) this.#lastBeat = this.#clock.now();
  }

  /** There is nothing to do until the next `start()`. */
  rest(): void {
    this.#lastBeat = undefined;
  }

  get isAlive(): boolean {
    return this.#lastBeat === undefined || this.#clock.now() - this.#lastBeat <= MAX_PAUSE_MS;
  }
}
