import { type CyclePhase, force } from "./charging/charge_cycle.ts";
import type { Plant } from "./plant.ts";

/** The plant with the charge of a device in another phase; of one that follows, the Xtenders'. */
export function forcePhase(plant: Plant, device: string, phase: CyclePhase): Plant {
  const charger = plant.solarChargers.find(({ design }) => design.name === device);
  if (charger === undefined || charger.synchronised) {
    return { ...plant, cycle: force(plant.cycle, phase) };
  }
  return {
    ...plant,
    solarChargers: plant.solarChargers.map((each) =>
      each === charger ? { ...each, cycle: force(each.cycle, phase) } : each
    ),
  };
}
