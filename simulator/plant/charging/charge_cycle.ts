import type { CycleSettings } from "./cycle_parameters.ts";

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

/** Charge voltages are meant for a battery of this temperature, in °C. */
const REFERENCE_TEMPERATURE = 25;
/** How far from its voltage a phase counts as reached, of 48 V. */
const TOLERANCE = 0.15;
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

/** The voltage to which a phase brings the battery, in V. */
export function cycleVoltage(
  phase: CyclePhase,
  settings: CycleSettings,
  signals: Pick<CycleSignals, "temperature" | "nominalVoltage">,
): number {
  return nominalCycleVoltage(phase, settings) + temperatureCompensation(settings, signals);
}

/** What a warm battery's voltages are put down by, and a cold one's up, in V. */
export function temperatureCompensation(
  settings: CycleSettings,
  { temperature, nominalVoltage }: Pick<CycleSignals, "temperature" | "nominalVoltage">,
): number {
  const cells = nominalVoltage / 2;
  return settings.temperatureCompensation * cells * (temperature - REFERENCE_TEMPERATURE);
}

function nominalCycleVoltage(phase: CyclePhase, settings: CycleSettings): number {
  switch (phase) {
    case "bulk":
    case "absorption":
      return settings.absorptionAllowed ? settings.absorptionVoltage : settings.floatingVoltage;
    case "equalization":
      return settings.equalizationVoltage;
    case "floating":
      return settings.floatingVoltage;
    case "reduced_floating":
      return settings.reducedFloatingVoltage;
    case "periodic_absorption":
      return settings.periodicAbsorptionVoltage;
  }
}

/** The cycle some seconds later. */
export function stepCycle(
  cycle: ChargeCycle,
  settings: CycleSettings,
  signals: CycleSignals,
  seconds: number,
): ChargeCycle {
  const aged = age(cycle, settings, signals, seconds);
  if (startsAnew(aged, settings)) return begin(aged, "bulk");
  const next = nextPhase(aged, settings, signals);
  return next === aged.phase ? aged : begin(aged, next);
}

/** The cycle in another phase, as somebody asked. */
export function force(cycle: ChargeCycle, phase: CyclePhase): ChargeCycle {
  return phase === "equalization" ? { ...cycle, equalizationForced: true } : begin(cycle, phase);
}

function age(
  cycle: ChargeCycle,
  settings: CycleSettings,
  signals: CycleSignals,
  seconds: number,
): ChargeCycle {
  const { phase } = cycle;
  const counts = !isTimedAtVoltage(phase) || atVoltage(phase, settings, signals);
  const seen = settings.newCycleCompensated ? signals.restVoltage : signals.voltage;
  const charged = phase === "absorption" || phase === "equalization";
  return {
    phase,
    phaseSeconds: cycle.phaseSeconds + (counts ? seconds : 0),
    low1Seconds: seen < settings.newCycleVoltage1 ? cycle.low1Seconds + seconds : 0,
    low2Seconds: seen < settings.newCycleVoltage2 ? cycle.low2Seconds + seconds : 0,
    secondsSinceStart: cycle.secondsSinceStart + seconds,
    secondsSinceAbsorption: charged ? 0 : cycle.secondsSinceAbsorption + seconds,
    secondsSinceEqualization: phase === "equalization"
      ? 0
      : cycle.secondsSinceEqualization + seconds,
    cyclesSinceEqualization: phase === "equalization" ? 0 : cycle.cyclesSinceEqualization,
    equalizationForced: cycle.equalizationForced && phase !== "equalization",
  };
}

function begin(cycle: ChargeCycle, phase: CyclePhase): ChargeCycle {
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

function startsAnew(cycle: ChargeCycle, settings: CycleSettings): boolean {
  const { phase, low1Seconds, low2Seconds, secondsSinceStart } = cycle;
  if (phase === "bulk") return false;
  const charging = phase === "absorption" || phase === "equalization";
  if (charging && !settings.newCycleFirst) return false;
  const early = settings.cyclingRestricted &&
    secondsSinceStart < settings.cycleIntervalSeconds;
  if (early) return false;
  return (low1Seconds > 0 && low1Seconds >= settings.newCycleSeconds1) ||
    (low2Seconds > 0 && low2Seconds >= settings.newCycleSeconds2);
}

function nextPhase(
  cycle: ChargeCycle,
  settings: CycleSettings,
  signals: CycleSignals,
): CyclePhase {
  const { phase, phaseSeconds } = cycle;
  const first = settings.equalizationFirst;
  switch (phase) {
    case "bulk":
      if (!atVoltage(phase, settings, signals)) return phase;
      return first && equalizationDue(cycle, settings) ? "equalization" : absorb(cycle, settings);
    case "equalization":
      if (!ends(settings, "equalization", cycle, signals)) return phase;
      return first ? absorb(cycle, settings) : "floating";
    case "absorption":
      if (!ends(settings, "absorption", cycle, signals)) return phase;
      return equalizationDue(cycle, settings) ? "equalization" : "floating";
    case "floating":
      // A forced equalization does not wait for the next cycle.
      if (cycle.equalizationForced) return "equalization";
      return settings.reducedFloatingAllowed && phaseSeconds >= settings.floatingSeconds
        ? "reduced_floating"
        : phase;
    case "reduced_floating":
      if (cycle.equalizationForced) return "equalization";
      return settings.periodicAbsorptionAllowed &&
          phaseSeconds >= settings.reducedFloatingSeconds
        ? "periodic_absorption"
        : phase;
    case "periodic_absorption":
      return phaseSeconds >= settings.periodicAbsorptionSeconds ? "reduced_floating" : phase;
  }
}

/** After bulk: absorption, where it is allowed and the last one is long enough ago. */
function absorb(cycle: ChargeCycle, settings: CycleSettings): CyclePhase {
  const tooSoon = settings.absorptionLimited && cycle.phase === "bulk" &&
    cycle.secondsSinceAbsorption < settings.absorptionIntervalSeconds;
  return settings.absorptionAllowed && !tooSoon ? "absorption" : "floating";
}

function equalizationDue(cycle: ChargeCycle, settings: CycleSettings): boolean {
  if (cycle.equalizationForced) return true;
  if (!settings.equalizationAllowed) return false;
  return settings.equalizationFixed
    ? cycle.secondsSinceEqualization >= settings.equalizationIntervalSeconds
    : cycle.cyclesSinceEqualization > settings.equalizationCycles;
}

function ends(
  settings: CycleSettings,
  phase: "absorption" | "equalization",
  { phaseSeconds }: ChargeCycle,
  signals: CycleSignals,
): boolean {
  if (phaseSeconds >= settings[`${phase}Seconds`]) return true;
  return settings[`${phase}EndsByCurrent`] && phaseSeconds > 0 &&
    atVoltage(phase, settings, signals) && signals.current <= settings[`${phase}EndCurrent`];
}

function isTimedAtVoltage(phase: CyclePhase): boolean {
  return phase === "absorption" || phase === "equalization" || phase === "periodic_absorption";
}

function atVoltage(phase: CyclePhase, settings: CycleSettings, signals: CycleSignals): boolean {
  const tolerance = TOLERANCE * signals.nominalVoltage / 48;
  return signals.voltage >= cycleVoltage(phase, settings, signals) - tolerance;
}
