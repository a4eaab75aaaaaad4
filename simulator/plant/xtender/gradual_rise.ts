import type { GridPhase } from "../source/grid.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** What the battery adds to the voltage and the frequency of an island, in V and Hz. */
export interface IslandRise {
  readonly voltage: number;
  readonly frequency: number;
}

/** Of an Xtender that makes no voltage of its own, or whose battery does not show in it. */
export const NO_RISE: IslandRise = { voltage: 0, frequency: 0 };

/** What the battery added to the voltage of an island. */
export function riseIn({ voltage, frequency }: GridPhase, settings: XtenderSettings): IslandRise {
  return {
    voltage: voltage - settings.outputVoltage,
    frequency: frequency - settings.outputFrequency,
  };
}

/**
 * A rise on its way to another one after some seconds, at the speed of {1534}: with 0 or more it is
 * there within a second, and each step below doubles the time in which the most of the way is gone.
 */
export function riseAfter(
  before: number,
  wanted: number,
  { batterySignalSpeed }: XtenderSettings,
  seconds: number,
): number {
  return before + (wanted - before) * Math.min(1, seconds * 2 ** batterySignalSpeed);
}
