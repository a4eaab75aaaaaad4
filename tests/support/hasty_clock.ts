import type { Clock } from "../../protocol/clock.ts";
import { until } from "./until.ts";

/** What is shorter passes by itself. */
const LONG_MS = 10_000;

/** Another clock's time, but the long waits last until a test ends them. */
export class HastyClock implements Clock {
  readonly #clock: Clock;
  readonly #waits = new Map<() => void, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  wallTime(): number {
    return this.#clock.wallTime();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms < LONG_MS) return this.#clock.sleep(ms, signal);
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        this.#waits.delete(end);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      this.#waits.set(end, ms);
      signal?.addEventListener("abort", end);
    });
  }

  /** Ends the waits of this length, as soon as there is one. */
  async skip(ms: number): Promise<void> {
    const waiting = () => [...this.#waits].filter(([, length]) => length === ms);
    await until(() => waiting().length > 0, `somebody waits for ${ms} ms`);
    for (const [end] of waiting()) end();
  }
}
