import type { Levels } from "./auxiliary_programme.ts";

/** What stays closed below its levels until something opens it. */
export interface Latch {
  readonly closed: boolean;
  /** How long each level has been passed. */
  readonly seconds: readonly number[];
  readonly offSeconds: number;
}

/** A latch that nothing has closed yet. */
export const OPEN_LATCH: Latch = { closed: false, seconds: [0, 0, 0], offSeconds: 0 };

/** Whether any level closes it. */
export function hasLevel({ levels }: Levels): boolean {
  return levels.some(({ on }) => on);
}

/**
 * The latch some seconds later. `direction` is 1 where the levels close from below, -1 where they
 * do from above.
 */
export function stepLatch(
  latch: Latch,
  programme: Levels,
  value: number,
  direction: 1 | -1,
  floating: boolean,
  seconds: number,
): Latch {
  if (!hasLevel(programme)) return OPEN_LATCH;
  const { levels, off, offAfter, offInFloating } = programme;
  const passed = levels.map(({ on, at }, i) =>
    on && (at - value) * direction > 0 ? latch.seconds[i]! + seconds : 0
  );
  const offSeconds = (value - off) * direction > 0 ? latch.offSeconds + seconds : 0;
  const opens = (offSeconds > 0 && offSeconds >= offAfter) || (offInFloating && floating);
  const closes = levels.some(({ after }, i) => passed[i]! > 0 && passed[i]! >= after);
  return { closed: closes || (latch.closed && !opens), seconds: passed, offSeconds };
}
