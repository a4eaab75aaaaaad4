import type { Clock } from "../../protocol/clock.ts";

/** How often a fast clock moves on, and how far at most if that is not too seldom for its pace. */
const TICK_MS = 2;
const MAX_STEP_MS = 20;

/**
 * Time that runs so many times as fast as the machine's, and stands still while the machine does:
 * it moves on by short steps, so nobody misses a deadline whose answer only waited to be read.
 */
export function fastClock(factor: number): Clock {
  const wallStart = Date.UTC(2026, 5, 21, 9);
  const sleepers = new Map<() => void, number>();
  let [now, tickedAt] = [0, 0];
  let ticking: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    const passed = performance.now() - tickedAt;
    tickedAt += passed;
    now += Math.max(TICK_MS * factor, Math.min(passed * factor, MAX_STEP_MS));
    const due = [...sleepers].filter(([, wakeAt]) => wakeAt <= now);
    for (const [wake] of due.sort(([, one], [, other]) => one - other)) wake();
  };
  return {
    now: () => now,
    wallTime: () => wallStart + now,
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(wake);
          if (sleepers.size === 0) clearInterval(ticking);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        // Who sleeps alone keeps the time going, who sleeps last stops it.
        if (sleepers.size === 0) ticking = setInterval(tick, TICK_MS);
        sleepers.set(wake, now + ms);
        signal?.addEventListener("abort", wake);
      });
    },
  };
}
