import type { ChargeCycle, CyclePhase, CycleSignals } from "./charge_cycle.ts";
import type { CycleSettings } from "./cycle_parameters.ts";
import { atVoltage } from "./cycle_voltage.ts";

/** Whether the voltage was so low for so long that the charge begins anew. */
export function startsAnew(cycle: ChargeCycle, settings: CycleSettings): boolean {
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

/** The phase that follows now; the same while nothing ends it. */
export function nextPhase(
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
