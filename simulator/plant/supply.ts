import { givesVoltage } from "./source/genset.ts";
import { gridAt, type GridPhase } from "./source/grid.ts";
import { type Inverter, invertsAlone, works } from "./xtender/inverter.ts";
import { loadAt } from "./load.ts";
import type { Plant } from "./plant.ts";
import { PEAK_SHARE } from "./xtender/protection.ts";
import type { Rest } from "./xtender/rest.ts";
import { searches, sinceTrainAfter } from "./xtender/search_mode.ts";
import { calmSecondsAfter, sleeps } from "./xtender/slaves.ts";

/** What stands at each Xtender's AC input. */
export function gridsOf(plant: Plant, time: number): GridPhase[] {
  const { design, inverters, disturbances } = plant;
  const drawn = [0, 0, 0, 0];
  for (const { design: { phase }, input, connected } of inverters) {
    if (connected) drawn[phase]! += Math.max(0, input.current);
  }
  const gensetRuns = givesVoltage(plant.genset);
  const byPhase: (GridPhase | undefined)[] = [];
  return inverters.map(({ design: { phase } }) =>
    byPhase[phase] ??= gridAt(design.source, {
      seed: design.seed,
      nominalVoltage: design.acVoltage,
      nominalFrequency: design.acFrequency,
      phase,
      time,
      gensetRuns,
      drawnCurrent: drawn[phase]!,
    }, disturbances.grid)
  );
}

/** What is asked of each phase by its consumers for some seconds, in W, by the phase's number. */
export function askedOn(
  { design, disturbances }: Plant,
  time: number,
  seconds: number,
): number[] {
  const phases = new Set(design.inverters.map(({ phase }) => phase));
  const asked = [0, 0, 0, 0];
  for (const phase of phases) {
    asked[phase] = loadAt(design.seed, design.meanLoad / phases.size, phase, time, seconds) +
      disturbances.extraLoad / phases.size;
  }
  return asked;
}

/** What moves on each phase: what its consumers ask for, or solar inverters brought just now. */
export function movedOn({ inverters }: Plant, asked: readonly number[]): number[] {
  const brought = [0, 0, 0, 0];
  for (const { design, solarPower } of inverters) brought[design.phase]! += solarPower;
  return asked.map((power, phase) => Math.max(power, brought[phase]!));
}

/** The Xtenders when those rest that make a voltage of their own and have too little to do. */
export function restingAt(
  inverters: readonly Inverter[],
  asked: readonly number[],
  seconds: number,
): Inverter[] {
  const ahead = [0, 0, 0, 0];
  return inverters.map((inverter) => {
    const { phase, nominalPower } = inverter.design;
    if (!invertsAlone(inverter)) return withRest(inverter, undefined, 0, 0);
    if (searches(inverter, asked[phase]!, seconds)) {
      return withRest(inverter, "search", sinceTrainAfter(inverter, seconds), 0);
    }
    const before = ahead[phase]!;
    const calmSeconds = calmSecondsAfter(inverter, before, asked[phase]!, seconds);
    ahead[phase]! += nominalPower;
    const rest = sleeps(inverter, calmSeconds, before, asked[phase]!) ? "slave" : undefined;
    return withRest(inverter, rest, 0, calmSeconds);
  });
}

function withRest(
  inverter: Inverter,
  rest: Rest | undefined,
  sinceTrainSeconds: number,
  calmSeconds: number,
): Inverter {
  return inverter.rest === rest && inverter.sinceTrainSeconds === sinceTrainSeconds &&
      inverter.calmSeconds === calmSeconds
    ? inverter
    : { ...inverter, rest, sinceTrainSeconds, calmSeconds };
}

/** What the consumers of each Xtender get, and which Xtenders have too much. */
interface Demand {
  readonly loads: readonly number[];
  /** Those whose own voltage breaks down, because more is asked than they give for a moment. */
  readonly overwhelmed: readonly boolean[];
}

/** Those Xtenders of a phase that work share its consumers by their size. */
export function demandOn(inverters: readonly Inverter[], asked: readonly number[]): Demand {
  const working = [0, 0, 0, 0];
  for (const inverter of inverters) {
    if (works(inverter)) working[inverter.design.phase]! += inverter.design.nominalPower;
  }
  const loads = inverters.map((inverter) => {
    const { phase, nominalPower } = inverter.design;
    return works(inverter) ? asked[phase]! * nominalPower / working[phase]! : 0;
  });
  const overwhelmed = inverters.map((inverter, i) =>
    invertsAlone(inverter) && loads[i]! > PEAK_SHARE * inverter.design.nominalPower
  );
  return { loads: loads.map((load, i) => overwhelmed[i] ? 0 : load), overwhelmed };
}
