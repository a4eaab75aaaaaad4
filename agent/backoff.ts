/** Waits that double after every failure: 1 s, 2 s, 4 s … up to a limit. */
export class Backoff {
  readonly #firstMs: number;
  readonly #limitMs: number;
  #failures = 0;

  constructor(firstMs = 1000, limitMs = 60_000) {
    this.#firstMs = firstMs;
    this.#limitMs = limitMs;
  }

  /** How many failures since the last success. */
  get failures(): number {
    return this.#failures;
  }

  /** Counts a failure and tells how long to wait before the next attempt. */
  failed(): number {
    return Math.min(this.#firstMs * 2 ** Math.min(this.#failures++, 30), this.#limitMs);
  }

  succeeded(): void {
    this.#failures = 0;
  }
}
