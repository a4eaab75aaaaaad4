import type { CyclePhase, CycleSignals } from "./charge_cycle.ts";
import type { CycleSettings } from "./cycle_parameters.ts";

/** Charge voltages are meant for a battery of this temperature, in °C. */
const REFERENCE_TEMPERATURE = 25;
/** How far from its voltage a phase counts as reached, of 48 V. */
const TOLERANCE = 0.15;

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

/** Whether the battery has the voltage to which a phase brings it. */
export function atVoltage(
  phase: CyclePhase,
  settings: CycleSettings,
  signals: CycleSignals,
): boolean {
  const tolerance = TOLERANCE * signals.nominalVoltage / 48;
  return signals.voltage >= cycleVoltage(phase, settings, signals) - tolerance;
}
