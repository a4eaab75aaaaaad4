import { SECONDS_PER_DAY } from "./gateway_clock.ts";
import { type Moment, secondsBetween } from "./moment.ts";

/** What is known of the energy of a power's part of one sign; energies in kWh. */
export interface IntegralState {
  /** Ever growing. */
  readonly total: number;
  /** Of the gateway's day `day`. */
  readonly today: number;
  /** How often on that day no power was known for so long that the energy had to be left out. */
  readonly gaps: number;
  readonly day: number;
  /** The last power, in watts with its sign, and the gateway's local time of it. */
  readonly power: number;
  readonly local: number;
  /** `Clock.now()` of the last power, or undefined where that was in an earlier run. */
  readonly at: number | undefined;
}

/** Which part of a power counts: what is above zero, or what is below, as a positive energy. */
export type PowerPart = "positive" | "negative";

/** Between powers further apart nothing is known of what was in between. */
const GAP_S = 5 * 60;

/**
 * Adds the energy since the last power. An interval over midnight belongs to the day it ends in; what
 * a day misses before its first power is a gap of it.
 */
export function observePower(
  before: IntegralState | undefined,
  power: number,
  moment: Moment,
  part: PowerPart,
): IntegralState {
  if (before === undefined) {
    return { total: 0, today: 0, gaps: isLate(moment) ? 1 : 0, power, ...moment };
  }
  const seconds = secondsBetween(before, moment);
  const isGap = seconds < 0 || seconds > GAP_S;
  const gained = isGap ? 0 : trapezoid(before.power, power, seconds, part);
  const isNewDay = before.day !== moment.day;
  const isMissed = isGap || isNewDay && isLate(moment);
  return {
    total: before.total + gained,
    today: (isNewDay ? 0 : before.today) + gained,
    gaps: (isNewDay ? 0 : before.gaps) + (isMissed ? 1 : 0),
    power,
    ...moment,
  };
}

/** Whether a day's first power comes late: at the agent's first start, or as the clock is set. */
function isLate({ local, day }: Moment): boolean {
  return local - day * SECONDS_PER_DAY > GAP_S;
}

/**
 * The energy in kWh of a power in watts that goes from one value to another along a straight line:
 * where the sign changes on the way, only the triangle on the wanted side of zero.
 */
export function trapezoid(from: number, to: number, seconds: number, part: PowerPart): number {
  const [first, last] = part === "positive" ? [from, to] : [-from, -to];
  const wattSeconds = Math.min(first, last) >= 0
    ? (first + last) / 2 * seconds
    : triangle(Math.max(first, last, 0), Math.min(first, last), seconds);
  return wattSeconds / 3_600_000;
}

function triangle(above: number, below: number, seconds: number): number {
  return above / 2 * seconds * (above / (above - below));
}
