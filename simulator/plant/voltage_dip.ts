import { mostCurrent } from "./source/grid.ts";
import { dipOf } from "./xtender/loss_detection.ts";
import type { Plant } from "./plant.ts";

/** How deep the last jump of its load made the source of each Xtender dip, as a share: 0 to 0.3. */
export function dipsOf({ design, disturbances, inverters }: Plant): number[] {
  const most = mostCurrent(design.source, disturbances.grid);
  if (most === Infinity) return inverters.map(() => 0);
  const jumps = [0, 0, 0, 0];
  for (const { design: { phase }, input, relay } of inverters) {
    jumps[phase]! += Math.max(0, input.current) - Math.max(0, relay.inputCurrent);
  }
  const dips = jumps.map((jump) => dipOf(jump / most));
  return inverters.map(({ design: { phase } }) => dips[phase]!);
}
