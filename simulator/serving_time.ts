import type { Clock } from "../protocol/clock.ts";

/** Resolves when the signal is aborted, or after so many seconds where they are given. */
export function servingTime(
  seconds: number | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  if (seconds !== undefined) return clock.sleep(seconds * 1000, signal);
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true })
  );
}
