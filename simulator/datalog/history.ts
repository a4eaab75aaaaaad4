import { SECONDS_PER_DAY, SECONDS_PER_MINUTE } from "../calendar.ts";
import { dayFileName, type DayRecord } from "./datalog_file.ts";
import type { Plant } from "../plant/plant.ts";
import { leap } from "../plant/step.ts";

/** A day before anybody looked: its file is made when it is asked for, and forgotten again. */
export interface PastDay {
  /** Days since 1970-01-01. */
  readonly number: number;
  readonly fileName: string;
  readonly make: () => DayRecord | undefined;
}

/**
 * Lets a plant live through days that nobody watches, in steps of a minute, and keeps only how it
 * stood at each midnight. `record` writes down the day that begins with such a plant.
 */
export function pastDays(
  plant: Plant,
  count: number,
  record: (plant: Plant) => DayRecord | undefined,
): { readonly days: readonly PastDay[]; readonly plant: Plant } {
  const days: PastDay[] = [];
  let now = plant;
  for (let i = 0; i < count; i++) {
    const midnight = now;
    const number = Math.floor(midnight.time / SECONDS_PER_DAY);
    days.push({ number, fileName: dayFileName(number), make: () => record(midnight) });
    for (let minute = 0; minute < SECONDS_PER_DAY / SECONDS_PER_MINUTE; minute++) {
      now = leap(now, SECONDS_PER_MINUTE);
    }
  }
  return { days, plant: now };
}
