import { mostCurrent } from "./source/grid.ts";
import { consumedCurrent, dipOf } from "./xtender/loss_detection.ts";
import type { Plant } from "./plant.ts";

/** How deep the last jump of its load made the source of each Xtender dip, as a share: 0 to 0.3. */
export function dipsOf({ design, disturbances, inverters }: Plant): number[] {
  const most = mostCurrent(design.source, disturbances.grid);
  if (most === Infinity) return inverters.map(() => 0);
  const jumps = [0, 0, 0, 0];
  for (const inverter of inverters) {
    jumps[inverter.design.phase]! += consumedCurrent(inverter) - inverter.relay.consumedCurrent;
  }
  const dips = jumps.map((jump) => dipOf(jump / most));
  return inverters.map(({ design: { phase } }) => dips[phase]!);
}
