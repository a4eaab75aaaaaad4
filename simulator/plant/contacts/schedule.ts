import type { Schedule } from "./auxiliary_programme.ts";

const SECONDS_PER_DAY = 86400;
/** 1970 began on a Thursday; days of the week count from Monday. */
const FIRST_WEEKDAY = 3;

/** Whether a schedule says anything. */
export function isUsed({ on, days }: Schedule): boolean {
  return days === undefined ? on === true : days !== 0;
}

/**
 * Whether it is the schedule's time; one that ends before it begins goes over midnight. `clock` is in
 * seconds since 1970 of the gateway's clock.
 */
export function isWithin(schedule: Schedule, clock: number): boolean {
  if (!isUsed(schedule)) return false;
  const { days, start, end } = schedule;
  const day = Math.floor(clock / SECONDS_PER_DAY);
  const time = clock - day * SECONDS_PER_DAY;
  const early = start > end && time < end;
  // What goes over midnight belongs to the day on which it began.
  const weekday = (day + FIRST_WEEKDAY - (early ? 1 : 0)) % 7;
  if (days !== undefined && (days >> weekday & 1) === 0) return false;
  return start <= end ? time >= start && time < end : time >= start || early;
}
