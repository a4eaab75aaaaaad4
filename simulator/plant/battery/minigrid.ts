import type { BmsSettings, Monitor } from "./monitor_parameters.ts";

const SECONDS_PER_DAY = 86400;

/**
 * What the central of a minigrid adds to its frequency, in Hz, so that all in the minigrid see how
 * much energy there is: on a straight line from an empty to a full battery. Undefined where there
 * is no minigrid, or this is not its central.
 */
export function minigridOffset(monitor: Monitor, charge: number): number | undefined {
  if (monitor.kind !== "bms" || !isCentral(monitor.settings)) return undefined;
  const { lowFrequencyOffset, fullFrequencyOffset } = monitor.settings.minigrid;
  return lowFrequencyOffset + (fullFrequencyOffset - lowFrequencyOffset) * charge;
}

/**
 * Whether the central of a minigrid makes the genset run: from a time of the day until midnight it
 * begins with little in the battery, and goes on until there is enough. `clock` in seconds of the
 * gateway's clock.
 */
export function isGensetForced(
  before: boolean,
  settings: BmsSettings,
  charge: number,
  clock: number,
): boolean {
  const { forced, fromSecondOfDay, startCharge, endCharge } = settings.minigrid.genset;
  if (!isCentral(settings) || !forced || charge >= endCharge) return false;
  const secondOfDay = clock - Math.floor(clock / SECONDS_PER_DAY) * SECONDS_PER_DAY;
  return before || (secondOfDay >= fromSecondOfDay && charge < startCharge);
}

function isCentral({ minigrid: { enabled, central } }: BmsSettings): boolean {
  return enabled && central;
}
