import { SECONDS_PER_DAY, SECONDS_PER_MINUTE } from "./calendar.ts";

/** What ended, each by its number since 1970; a day ends with a minute. */
export interface CalendarTurn {
  readonly minute: number;
  readonly day: number | undefined;
}

/** Minutes and days end when the gateway's clock says so, also where it was put elsewhere. */
export class CalendarTurns {
  #minute: number;
  #day: number;

  /** `clock` in seconds of the gateway's clock. */
  constructor(clock: number) {
    this.#minute = minuteOf(clock);
    this.#day = dayOf(clock);
  }

  /** What ended since the last call; undefined within a minute. */
  passed(clock: number): CalendarTurn | undefined {
    const minute = this.#minute;
    const day = this.#day;
    this.#minute = minuteOf(clock);
    this.#day = dayOf(clock);
    if (minute === this.#minute) return undefined;
    return { minute, day: day === this.#day ? undefined : day };
  }
}

function minuteOf(clock: number): number {
  return Math.floor(clock / SECONDS_PER_MINUTE);
}

function dayOf(clock: number): number {
  return Math.floor(clock / SECONDS_PER_DAY);
}
