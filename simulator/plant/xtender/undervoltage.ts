import { restartHysteresis } from "../battery/restart_level.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** What earlier stops raised the level by, in V. */
export interface Raised {
  readonly adaptiveRise: number;
}

/** What a load does to the battery and to the Xtender that serves it. */
export interface Loaded {
  /** What the converter gives, as a share of its nominal power. */
  readonly outputShare: number;
  /** What the battery's voltage lacks to the one without load, in V. */
  readonly sag: number;
}

/** No load at all. */
const UNLOADED: Loaded = { outputShare: 0, sag: 0 };

/** The voltage below which the battery counts as empty, in V; a loaded one may sag. */
export function undervoltageLevel(
  { adaptiveRise }: Raised,
  settings: XtenderSettings,
  loaded: Loaded = UNLOADED,
): number {
  const level = settings.undervoltageWithoutLoad - allowedSag(settings, loaded);
  return settings.adaptiveUndervoltage
    ? Math.max(level, Math.min(level + adaptiveRise, settings.adaptiveMaxVoltage))
    : level;
}

/** How far a loaded battery may sag below the level without load, in V. */
function allowedSag(settings: XtenderSettings, { outputShare, sag }: Loaded): number {
  if (!settings.undervoltageCompensated) return 0;
  if (settings.compensationAutomatic) {
    return settings.compensationShare * Math.max(0, sag);
  }
  const { undervoltageWithoutLoad: rest, undervoltageAtFullLoad: full } = settings;
  return Math.max(0, rest - full) * Math.min(1, Math.max(0, outputShare));
}

/** The voltage from which on a battery that was empty counts as charged again, in V: {1110}. */
export function restartVoltage(
  raised: Raised,
  settings: XtenderSettings,
  nominalVoltage: number,
): number {
  return Math.max(
    settings.undervoltageRestart,
    undervoltageLevel(raised, settings) + restartHysteresis(nominalVoltage),
  );
}
