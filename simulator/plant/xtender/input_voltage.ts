import type { GridPhase } from "../source/grid.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** From nothing to the whole: at the least speed of {1553} so many seconds, at the most one. */
const SLOWEST_RISE_SECONDS = 100;

/**
 * How far an input's voltage is above the level {1199} that opens the relay, as a share of the
 * range {1433}: 0 at the level, 1 above the range. Beside the grid it rises no faster than {1553}
 * lets the input limit rise, from nothing where {1527} adapts the limit, and falls at once.
 */
export function voltageShareAfter(
  before: number,
  settings: XtenderSettings,
  { voltage }: GridPhase,
  connected: boolean,
  seconds: number,
): number {
  const found = (voltage - settings.transferOpenVoltage) / settings.inputAdaptationRange;
  const share = Math.min(1, Math.max(0, found));
  // Whoever adapts to the source begins with little, to see what it bears.
  if (!connected) return settings.inputLimitFollowsVoltage ? 0 : share;
  if (share <= before) return share;
  return Math.min(share, before + seconds / riseSeconds(settings));
}

/** What {1295} leaves of an Xtender's charge current near the level that opens its relay. */
export function chargeShareAt(voltageShare: number, { chargeDecrease }: XtenderSettings): number {
  return 1 - chargeDecrease * (1 - voltageShare);
}

function riseSeconds({ inputLimitSpeed }: XtenderSettings): number {
  return SLOWEST_RISE_SECONDS ** (1 - inputLimitSpeed);
}
