/** When something was read. */
export interface Moment {
  /** Milliseconds of `Clock.now()`. */
  readonly at: number;
  /** Seconds since 1970-01-01 of the gateway's local time. */
  readonly local: number;
  /** The gateway's day: whole days since 1970-01-01. */
  readonly day: number;
}

/** When something was read before; `at` is undefined where that was in an earlier run. */
export interface EarlierMoment {
  readonly at: number | undefined;
  readonly local: number;
}

/** By the clock that never jumps where it knows, else, after a restart, by the gateway's. */
export function secondsBetween(before: EarlierMoment, { at, local }: Moment): number {
  return before.at === undefined ? local - before.local : (at - before.at) / 1000;
}
