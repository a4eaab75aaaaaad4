import { overvoltageLevel } from "../battery/restart_level.ts";
import type { Tell } from "../events.ts";
import { type Protection, type ProtectionSignals, RESTART_TEMPERATURE } from "./protection.ts";
import { halt, reasonToStop, standstill } from "./standstill.ts";
import { restartVoltage, undervoltageLevel } from "./undervoltage.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** Nominal and a seventh more for half an hour, thrice the nominal for five seconds. */
const HEAT_AT_LIMIT = (8 / 7) ** 2 - 1;
const OVERLOAD_SECONDS = 1800;
const SURGE_SHARE = 2.5;
/** After so long without a stop all attempts are free again. */
const FORGET_SECONDS = 600;
const WARNING_TEMPERATURE = 85;

/** The protection some seconds later. */
export function stepProtection(
  protection: Protection,
  settings: XtenderSettings,
  signals: ProtectionSignals,
  seconds: number,
  tell: Tell,
): Protection {
  const watched = watch(protection, settings, signals, seconds, tell);
  if (watched.stop !== undefined) {
    return standstill(watched, watched.stop, settings, signals, seconds, tell);
  }
  const reason = reasonToStop(watched, settings, signals);
  return reason === undefined ? watched : halt(watched, reason, settings, signals, tell);
}

function watch(
  protection: Protection,
  settings: XtenderSettings,
  signals: ProtectionSignals,
  seconds: number,
  tell: Tell,
): Protection {
  const { batteryVoltage, nominalVoltage, temperature, outputShare } = signals;
  const low = batteryVoltage < undervoltageLevel(protection, settings, signals);
  const warns = low && !protection.warned && protection.stop === undefined;
  if (warns) tell("battery_low");
  const charged = batteryVoltage >= restartVoltage(protection, settings, nominalVoltage);
  const high = batteryVoltage > overvoltageLevel(protection.high, settings, nominalVoltage);
  if (high && !protection.high) tell("battery_high");
  const hot = temperature > WARNING_TEMPERATURE ||
    (protection.hot && temperature > RESTART_TEMPERATURE);
  if (hot && !protection.hot) tell("overtemperature_warning");
  const heat = outputShare > 1 ? (outputShare ** 2 - 1) / HEAT_AT_LIMIT : -1;
  const workedSeconds = protection.workedSeconds + (protection.stop === undefined ? seconds : 0);
  const forgiven = workedSeconds > FORGET_SECONDS;
  const full = !settings.adaptiveUndervoltage ||
    batteryVoltage > settings.adaptiveResetVoltage;
  // Stops count for a period, or, where there is none, until all was well for a while.
  const stillCount = (period: number) => period > 0 ? workedSeconds <= period : !forgiven;
  return {
    stop: protection.stop,
    lowSeconds: low ? protection.lowSeconds + seconds : 0,
    warned: warns || (protection.warned && !charged),
    high,
    hot,
    adaptiveRise: full ? 0 : protection.adaptiveRise,
    overloadHeat: Math.max(0, protection.overloadHeat + heat * seconds / OVERLOAD_SECONDS),
    surgeSeconds: outputShare > SURGE_SHARE ? protection.surgeSeconds + seconds : 0,
    undervoltages: stillCount(settings.undervoltageStopsSeconds) ? protection.undervoltages : 0,
    criticals: stillCount(settings.criticalStopsSeconds) ? protection.criticals : 0,
    overloads: forgiven ? 0 : protection.overloads,
    workedSeconds,
    counts: protection.counts,
  };
}
