import type { XtenderSettings } from "./xtender_parameters.ts";

/** What earlier stops raised the level by, in V. */
export interface Raised {
  readonly adaptiveRise: number;
}

/** However the levels are set: from a stop to the restart the voltage moves by this, of 48 V. */
const RESTART_HYSTERESIS = 0.5;

/** By so much the voltage must leave a level before it counts as left, in V. */
export function restartHysteresis(nominalVoltage: number): number {
  return RESTART_HYSTERESIS * nominalVoltage / 48;
}

/** The voltage below which the battery counts as empty, in V; a loaded one may sag. */
export function undervoltageLevel(
  { adaptiveRise }: Raised,
  settings: XtenderSettings,
  outputShare: number,
): number {
  const { undervoltageWithoutLoad: rest, undervoltageAtFullLoad: full } = settings;
  const load = settings.undervoltageCompensated ? Math.min(1, Math.max(0, outputShare)) : 0;
  const level = rest - Math.max(0, rest - full) * load;
  return settings.adaptiveUndervoltage
    ? Math.max(level, Math.min(level + adaptiveRise, settings.adaptiveMaxVoltage))
    : level;
}

/** The voltage from which on a battery that was empty counts as charged again, in V: {1110}. */
export function restartVoltage(
  raised: Raised,
  settings: XtenderSettings,
  nominalVoltage: number,
): number {
  return Math.max(
    settings.undervoltageRestart,
    undervoltageLevel(raised, settings, 0) + restartHysteresis(nominalVoltage),
  );
}
