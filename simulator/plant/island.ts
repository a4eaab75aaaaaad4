import { riseAfter } from "./xtender/gradual_rise.ts";
import { type GridPhase, NO_SOURCE } from "./source/grid.ts";
import { type Inverter, type InverterControl, invertsAlone } from "./xtender/inverter.ts";
import { minigridOffset } from "./battery/minigrid.ts";
import type { Plant } from "./plant.ts";

/** How full a battery of a voltage is, as an Xtender shows it where it makes its own: 0 to 1. */
function fullnessAt({ cycle }: InverterControl, voltage: number): number {
  const { floatingVoltage, absorptionVoltage } = cycle;
  const span = Math.max(0.1, absorptionVoltage - floatingVoltage);
  return Math.min(1, Math.max(0, (voltage - floatingVoltage) / span));
}

/** By how much an Xtender alone raises its frequency with its battery at a voltage, in Hz. */
export function frequencyRise(plant: Plant, { control }: Inverter, voltage: number): number {
  const { settings } = control;
  const offset = minigridOffset(plant.monitor, plant.battery.charge);
  if (offset !== undefined) return offset;
  if (settings.frequencyRisesWhenFull) {
    return plant.cycle.phase === "bulk" ? 0 : settings.maxFrequencyRise;
  }
  return settings.frequencyRisesWithBattery
    ? fullnessAt(control, voltage) * settings.maxFrequencyRise
    : 0;
}

/**
 * What an Xtender makes where it has no grid: a full battery may show in it, in some seconds. A
 * frequency that all agreed on is raised by `agreedRise`.
 */
export function islandOf(
  plant: Plant,
  inverter: Inverter,
  agreedRise: number | undefined,
  seconds: number,
): GridPhase {
  if (!invertsAlone(inverter)) return NO_SOURCE;
  const { battery } = plant;
  const { control, control: { settings }, islandRise } = inverter;
  const moved = (before: number, wanted: number) => riseAfter(before, wanted, settings, seconds);
  const wanted = settings.voltageRisesWithBattery
    ? fullnessAt(control, battery.voltage) * settings.maxVoltageRise
    : 0;
  return {
    voltage: settings.outputVoltage + moved(islandRise.voltage, wanted),
    frequency: settings.outputFrequency + (agreedRise ??
      moved(islandRise.frequency, frequencyRise(plant, inverter, battery.voltage))),
  };
}
