/** Where the charging of a battery may stand. */
export const CyclePhases = [
  "bulk",
  "absorption",
  "equalization",
  "floating",
  "reduced_floating",
  "periodic_absorption",
] as const;
export type CyclePhase = typeof CyclePhases[number];

/** The course of a battery's charge, with what decides its next turn. Times in seconds. */
export interface ChargeCycle {
  readonly phase: CyclePhase;
  /** In the phase; of those that last for a time, only while their voltage was reached. */
  readonly phaseSeconds: number;
  /** Below the two levels that start a new cycle. */
  readonly low1Seconds: number;
  readonly low2Seconds: number;
  readonly secondsSinceStart: number;
  readonly secondsSinceAbsorption: number;
  readonly secondsSinceEqualization: number;
  readonly cyclesSinceEqualization: number;
  /** Whether somebody asked for an equalization that has still to come. */
  readonly equalizationForced: boolean;
}

/** What the cycle goes by. */
export interface CycleSignals {
  /** Of the battery, in V and A. */
  readonly voltage: number;
  readonly current: number;
  /** Of the battery, in °C. */
  readonly temperature: number;
  /** In V: 12, 24 or 48. */
  readonly nominalVoltage: number;
  /** What the voltage would be without the load of the moment, in V. */
  readonly restVoltage: number;
}

const LONG_AGO = 30 * 86400;

/** A cycle that begins, of a battery that was last charged in full long ago. */
export function createCycle(): ChargeCycle {
  return {
    phase: "bulk",
    phaseSeconds: 0,
    low1Seconds: 0,
    low2Seconds: 0,
    secondsSinceStart: 0,
    secondsSinceAbsorption: LONG_AGO,
    secondsSinceEqualization: 0,
    cyclesSinceEqualization: 0,
    equalizationForced: false,
  };
}

/** The cycle in another phase, as somebody asked. */
export function force(cycle: ChargeCycle, phase: CyclePhase): ChargeCycle {
  return phase === "equalization" ? { ...cycle, equalizationForced: true } : begin(cycle, phase);
}

/** The cycle as another phase begins. */
export function begin(cycle: ChargeCycle, phase: CyclePhase): ChargeCycle {
  const anew = phase === "bulk";
  return {
    ...cycle,
    phase,
    phaseSeconds: 0,
    low1Seconds: 0,
    low2Seconds: 0,
    secondsSinceStart: anew ? 0 : cycle.secondsSinceStart,
    cyclesSinceEqualization: cycle.cyclesSinceEqualization + (anew ? 1 : 0),
  };
}
