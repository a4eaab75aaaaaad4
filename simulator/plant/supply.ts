import { gridAt, type GridPhase, NO_SOURCE } from "./grid.ts";
import { type Inverter, invertsAlone, serves } from "./inverter.ts";
import { loadAt } from "./load.ts";
import type { Plant } from "./plant.ts";
import { PEAK_SHARE } from "./protection.ts";

/** What the whole of the standby level stands for, in W. */
const FULL_STANDBY_LEVEL = 25;

/** What stands at each Xtender's AC input. */
export function gridsOf(plant: Plant, time: number): GridPhase[] {
  const { design, inverters, disturbances } = plant;
  const drawn = [0, 0, 0, 0];
  for (const { design: { phase }, input, connected } of inverters) {
    if (connected) drawn[phase]! += Math.max(0, input.current);
  }
  const calledSeconds = inverters[0]?.contacts[0]?.closedSeconds ?? 0;
  const byPhase: (GridPhase | undefined)[] = [];
  return inverters.map(({ design: { phase } }) =>
    byPhase[phase] ??= gridAt(design.source, {
      seed: design.seed,
      nominalVoltage: design.acVoltage,
      phase,
      time,
      calledSeconds,
      drawnCurrent: drawn[phase]!,
    }, disturbances.grid)
  );
}

/** What the consumers of each Xtender get, which Xtenders wait for more, and which have too much. */
export interface Demand {
  readonly loads: readonly number[];
  readonly searching: readonly boolean[];
  /** Those whose own voltage breaks down, because more is asked than they give for a moment. */
  readonly overwhelmed: readonly boolean[];
}

/** Those Xtenders of a phase that work share its consumers by their size. */
export function demandOn(
  plant: Plant,
  inverters: readonly Inverter[],
  time: number,
  seconds: number,
): Demand {
  const { seed, meanLoad } = plant.design;
  const working = [0, 0, 0, 0];
  const phases = new Set<number>();
  for (const inverter of inverters) {
    const { phase, nominalPower } = inverter.design;
    phases.add(phase);
    if (serves(inverter)) working[phase]! += nominalPower;
  }
  const byPhase: (number | undefined)[] = [];
  const asked = (phase: number) =>
    byPhase[phase] ??= loadAt(seed, meanLoad / phases.size, phase, time, seconds) +
      plant.disturbances.extraLoad / phases.size;
  const searching = inverters.map((inverter) =>
    invertsAlone(inverter) && asked(inverter.design.phase) <
      inverter.control.settings.standbyLevel * FULL_STANDBY_LEVEL
  );
  const loads = inverters.map((inverter, i) => {
    const { phase, nominalPower } = inverter.design;
    if (!serves(inverter) || searching[i]) return 0;
    return asked(phase) * nominalPower / working[phase]!;
  });
  const overwhelmed = inverters.map((inverter, i) =>
    invertsAlone(inverter) && loads[i]! > PEAK_SHARE * inverter.design.nominalPower
  );
  return { loads: loads.map((load, i) => overwhelmed[i] ? 0 : load), searching, overwhelmed };
}

/** What an Xtender makes where it has no grid: a full battery may show in it. */
export function islandOf({ cycle, battery }: Plant, inverter: Inverter): GridPhase {
  if (!invertsAlone(inverter)) return NO_SOURCE;
  const { settings, cycle: { floatingVoltage, absorptionVoltage } } = inverter.control;
  const span = Math.max(0.1, absorptionVoltage - floatingVoltage);
  const fullness = Math.min(1, Math.max(0, (battery.voltage - floatingVoltage) / span));
  const full = cycle.phase === "bulk" ? 0 : 1;
  const rise = settings.frequencyRisesWhenFull === 1
    ? full
    : settings.frequencyRisesWithBattery === 1
    ? fullness
    : 0;
  return {
    voltage: settings.outputVoltage +
      (settings.voltageRisesWithBattery === 1 ? fullness * settings.maxVoltageRise : 0),
    frequency: settings.outputFrequency + rise * settings.maxFrequencyRise,
  };
}
