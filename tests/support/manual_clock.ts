import type { Clock } from "../../protocol/clock.ts";

interface Sleeper {
  readonly wakeAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test winds it. */
export class ManualClock implements Clock {
  #now = 0;
  #wallOffset: number;
  readonly #sleepers = new Set<Sleeper>();

  /** `wallTime` is the wall clock's time at the start, in milliseconds since 1970. */
  constructor(wallTime = Date.UTC(2026, 5, 21, 10)) {
    this.#wallOffset = wallTime;
  }

  now(): number {
    return this.#now;
  }

  wallTime(): number {
    return this.#wallOffset + this.#now;
  }

  /** How many sleeps have not ended: a test that leaves some has a leak. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        wakeAt: this.#now + Math.max(0, ms),
        wake: () => {
          this.#sleepers.delete(sleeper);
          signal?.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", sleeper.wake);
    });
  }

  /** Moves time forward, waking each sleeper at its own instant and letting it run. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = this.#nextSleeper(end);
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.wakeAt);
      next.wake();
      await settle();
    }
    this.#now = end;
    await settle();
  }

  /** Sets the wall clock as an owner or NTP would; the monotonic time does not notice. */
  jump(ms: number): void {
    this.#wallOffset += ms;
  }

  #nextSleeper(end: number): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.wakeAt <= end && (next === undefined || sleeper.wakeAt < next.wakeAt)) {
        next = sleeper;
      }
    }
    return next;
  }
}

/** Lets everything that is ready run, promises and the event loop's turn alike. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
