import type { Plant } from "./plant.ts";

/**
 * What the central of a minigrid adds to its frequency, in Hz, so that all in the minigrid see how
 * much energy there is: on a straight line from an empty to a full battery. Undefined where there
 * is no minigrid, or this is not its central.
 */
export function minigridOffset(
  { monitor, battery }: Pick<Plant, "monitor" | "battery">,
): number | undefined {
  if (monitor.kind !== "bms") return undefined;
  const { enabled, central, lowFrequencyOffset, fullFrequencyOffset } = monitor.settings.minigrid;
  if (enabled !== 1 || central !== 1) return undefined;
  return lowFrequencyOffset + (fullFrequencyOffset - lowFrequencyOffset) * battery.charge;
}
