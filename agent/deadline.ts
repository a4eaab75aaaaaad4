import type { Clock } from "../protocol/clock.ts";

/** A limit of time for a wait. Disposed of once the wait is over: then it is never missed. */
export interface Deadline extends Disposable {
  /** Aborted when the outer signal is, or when the time is over. */
  readonly signal: AbortSignal;
  /** Whether the time was over before the wait was. */
  readonly missed: boolean;
}

/** Lets a wait that `signal` may abort take so many milliseconds at most. */
export function startDeadline(clock: Clock, ms: number, signal: AbortSignal): Deadline {
  const settled = new AbortController();
  const over = new AbortController();
  void clock.sleep(ms, AbortSignal.any([signal, settled.signal])).then(() => {
    // A sleep that is aborted ends like one that was slept to its end.
    if (!signal.aborted && !settled.signal.aborted) over.abort();
  });
  return {
    signal: AbortSignal.any([signal, over.signal]),
    get missed() {
      return over.signal.aborted;
    },
    [Symbol.dispose]: () => settled.abort(),
  };
}
