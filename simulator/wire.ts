import type { Clock } from "../protocol/clock.ts";

/** Start, eight data bits, parity, stop. */
const BITS_PER_BYTE = 11;

/** The part of a late waking that is taken back; more than this was no timer's doing. */
const MAX_LATENESS_MS = 5;

/** How long bytes take on a line; nothing where it has no rate. */
export function wireTimeMs(bytes: number, baudRate: number | undefined): number {
  return baudRate === undefined ? 0 : bytes * BITS_PER_BYTE / baudRate * 1000;
}

/**
 * Holds a pace over many waits. Timers wake too late, and a client that only waits for us would
 * pass that on with every exchange: so each wait begins where the one before should have ended.
 */
export class Pace {
  readonly #clock: Clock;
  #deadline = -Infinity;
  #latenessMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits until `ms` after `since`, or after the end of the wait before if that is later. */
  async pass(since: number, ms: number, signal: AbortSignal): Promise<void> {
    if (ms === 0) return;
    this.#deadline = Math.max(this.#deadline, since - this.#latenessMs) + ms;
    const left = this.#deadline - this.#clock.now();
    if (left > 0) await this.#clock.sleep(left, signal);
    const lateness = this.#clock.now() - this.#deadline;
    this.#latenessMs = Math.min(MAX_LATENESS_MS, Math.max(0, lateness));
  }
}
