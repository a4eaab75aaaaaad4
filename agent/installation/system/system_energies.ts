import type { CountedEnergy, Energies, IntegratedEnergy } from "./energies.ts";
import { Estimated, type SystemValue, type SystemValues } from "./system_values.ts";
import type { Value } from "../values.ts";

/** What must be known beside the energies themselves. */
export interface EnergyContext {
  /** Whether every device that counts the energy tells its counter. */
  readonly isComplete: (energy: CountedEnergy) => boolean;
  /** Whether the battery's power is estimated, and so its energies. */
  readonly isBatteryEstimated: boolean;
}

/** All energies of the plant, and the shares that follow from those of the day. */
export function energyValues(energies: Energies, context: EnergyContext): SystemValues {
  const pv = countedValues("pv", energies, context);
  const load = countedValues("load", energies, context);
  const gridIn = countedValues("grid_in", energies, context);
  const gridOut = integratedValues("grid_out", energies);
  const { gaps = 0 } = energies.integrated("grid_out") ?? {};
  const batteryAttributes = context.isBatteryEstimated ? Estimated : {};
  const batteryIn = integratedValues("battery_in", energies, batteryAttributes);
  const batteryOut = integratedValues("battery_out", energies, batteryAttributes);
  return {
    pv_energy_today: pv.today,
    pv_energy_total: pv.total,
    load_energy_today: load.today,
    load_energy_total: load.total,
    grid_in_energy_today: gridIn.today,
    grid_in_energy_total: gridIn.total,
    grid_out_energy_today: gridOut.today,
    grid_out_energy_total: gridOut.total,
    battery_in_energy_today: batteryIn.today,
    battery_in_energy_total: batteryIn.total,
    battery_out_energy_today: batteryOut.today,
    battery_out_energy_total: batteryOut.total,
    autarky_today: { value: shareWithout(gridIn.today.value, load.today.value) },
    // The devices count PV of the whole day: a part of the day's grid_out is no share of it.
    self_consumption_today: gaps > 0
      ? { value: null, attributes: { gaps } }
      : { value: shareWithout(gridOut.today.value, pv.today.value) },
  };
}

/** 100 × (1 − part / whole) in percent, within 0 and 100; null while there is no whole. */
function shareWithout(part: Value, whole: Value): Value {
  if (part === null || whole === null || whole <= 0) return null;
  return Math.min(100, Math.max(0, 100 * (1 - part / whole)));
}

interface EnergyPair {
  readonly today: SystemValue;
  readonly total: SystemValue;
}

function countedValues(
  energy: CountedEnergy,
  energies: Energies,
  { isComplete }: EnergyContext,
): EnergyPair {
  const isKnown = isComplete(energy);
  return {
    today: { value: isKnown ? energies.countedToday(energy) : null },
    total: { value: isKnown ? energies.countedTotal(energy) : null },
  };
}

/** An integral stays as it is while its power is not known; how often that was, `gaps` tells. */
function integratedValues(
  energy: IntegratedEnergy,
  energies: Energies,
  attributes: SystemValue["attributes"] = {},
): EnergyPair {
  const { today = null, gaps = 0, total = null } = energies.integrated(energy) ?? {};
  return {
    today: { value: today, attributes: { ...attributes, ...(gaps > 0 && { gaps }) } },
    total: { value: total, attributes },
  };
}
