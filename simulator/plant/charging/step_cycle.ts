import { begin, type ChargeCycle, type CyclePhase, type CycleSignals } from "./charge_cycle.ts";
import type { CycleSettings } from "./cycle_parameters.ts";
import { atVoltage } from "./cycle_voltage.ts";
import { nextPhase, startsAnew } from "./next_phase.ts";

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

function isTimedAtVoltage(phase: CyclePhase): boolean {
  return phase === "absorption" || phase === "equalization" || phase === "periodic_absorption";
}
