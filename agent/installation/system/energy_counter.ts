import { type Moment, secondsBetween } from "./moment.ts";

/** What is known of a device's counter of the current day; energies in kWh. */
export interface CounterState {
  /** What it showed last. */
  readonly last: number;
  /** The highest that it showed since it began anew: below that nothing is new. */
  readonly mark: number;
  /** What to add to `mark` for the day's energy: what it lost in a restart, less what is yesterday's. */
  readonly base: number;
  /** The gateway's day and local time when it was last read. */
  readonly day: number;
  readonly local: number;
  /** `Clock.now()` when it was last read, or undefined where that was in an earlier run. */
  readonly at: number | undefined;
}

/** Readings so close together leave no room for an unseen end of the day. */
const CONTINUOUS_S = 15 * 60;

/** Past that, two clocks do not drift apart: somebody set the gateway's. More than summer time. */
const CLOCK_SET_S = 2 * 60 * 60;

/** A counter that falls by so little is not quite steady, or runs backwards; it lost nothing. */
const WOBBLE_KWH = 0.1;

/**
 * Follows a counter that its device sets to 0 at its midnight, and at a restart. `gained` is the
 * energy in kWh that is new with this reading: never less than 0, and never counted twice.
 */
export function observeCounter(
  before: CounterState | undefined,
  value: number,
  moment: Moment,
): { readonly state: CounterState; readonly gained: number } {
  const seen = { last: value, ...moment };
  if (before === undefined) return { state: { ...seen, mark: value, base: 0 }, gained: value };
  const mark = markAfter(before, value, moment);
  const gained = Math.max(0, value - mark);
  // Counted from the new mark on, so that a counter without restarts is copied to the last bit.
  const base = moment.day === before.day ? before.base + (before.mark - mark) : 0 - mark;
  return { state: { ...seen, mark: Math.max(mark, value), base }, gained };
}

/** The energy of a day in kWh: what the counter gained since the gateway's date changed. */
export function counterToday({ base, mark, day }: CounterState, today: number): number {
  return day === today ? base + mark : 0;
}

/** The mark from which the value counts as new: 0 where the counter began anew, by itself or unseen. */
function markAfter(before: CounterState, value: number, moment: Moment): number {
  if (isOtherDay(before, moment)) return 0;
  if (value >= before.mark) return before.mark;
  if (value < before.last / 2) return 0;
  if (before.last - value <= WOBBLE_KWH) return before.mark;
  // Nothing counts to half of a day's energy within minutes: it fell back on an older value.
  return isContinuous(before, moment) ? value : 0;
}

/** Whether a midnight has passed unseen, so that all that the counter shows is new. */
function isOtherDay(before: CounterState, moment: Moment): boolean {
  return moment.day > before.day && !isContinuous(before, moment) && !wasClockSet(before, moment);
}

function isContinuous(before: CounterState, moment: Moment): boolean {
  const elapsed = secondsBetween(before, moment);
  return elapsed >= 0 && elapsed <= CONTINUOUS_S;
}

function wasClockSet(before: CounterState, moment: Moment): boolean {
  return Math.abs(moment.local - before.local - secondsBetween(before, moment)) > CLOCK_SET_S;
}
