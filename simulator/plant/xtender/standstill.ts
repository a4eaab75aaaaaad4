import { overvoltageLevel } from "../battery/restart_level.ts";
import type { PlantEventKind, Tell } from "../events.ts";
import {
  type Protection,
  type ProtectionSignals,
  RESTART_TEMPERATURE,
  type Stop,
  type StopReason,
} from "./protection.ts";
import { restartVoltage } from "./undervoltage.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** 1.5 V a cell: no inverter goes on below this, of 48 V. */
const CRITICAL_VOLTAGE = 36;
const SURGE_SECONDS = 5;
const OVERLOAD_ATTEMPTS = 3;
const STOP_TEMPERATURE = 95;
/** A battery that broke down recovers at once without its load: it is let rest for as long. */
const CRITICAL_REST_SECONDS = 10;

/** Why an Xtender has to stop now, if it has to. */
export function reasonToStop(
  { lowSeconds, overloadHeat, surgeSeconds }: Protection,
  settings: XtenderSettings,
  signals: ProtectionSignals,
): StopReason | undefined {
  const { batteryVoltage, temperature, empty, overwhelmed } = signals;
  if (batteryVoltage > settings.overvoltage) return "overvoltage";
  if (temperature > STOP_TEMPERATURE) return "overtemperature";
  if (overwhelmed || overloadHeat >= 1 || surgeSeconds >= SURGE_SECONDS) return "overload";
  const low = lowSeconds > settings.undervoltageSeconds;
  return isCritical(signals) || low || empty ? "undervoltage" : undefined;
}

function isCritical({ batteryVoltage, nominalVoltage, collapsed }: ProtectionSignals): boolean {
  return collapsed || batteryVoltage < CRITICAL_VOLTAGE * nominalVoltage / 48;
}

/** The protection as an Xtender stops, which it tells. */
export function halt(
  protection: Protection,
  reason: StopReason,
  settings: XtenderSettings,
  signals: ProtectionSignals,
  tell: Tell,
): Protection {
  const critical = reason === "undervoltage" && isCritical(signals);
  const counted = countStop(protection, reason, critical, settings);
  const final = isFinal(counted, reason, settings);
  tell(stopEvent(reason, critical, final));
  return {
    ...counted,
    stop: { reason, final, critical, overSeconds: 0 },
    workedSeconds: 0,
    overloadHeat: 0,
    surgeSeconds: 0,
  };
}

function countStop(
  protection: Protection,
  reason: StopReason,
  critical: boolean,
  { adaptiveStep }: XtenderSettings,
): Protection {
  if (reason === "undervoltage") {
    return {
      ...protection,
      undervoltages: protection.undervoltages + (critical ? 0 : 1),
      criticals: protection.criticals + (critical ? 1 : 0),
      adaptiveRise: protection.adaptiveRise + adaptiveStep,
    };
  }
  const { overloads, counts } = protection;
  return {
    ...protection,
    overloads: overloads + (reason === "overload" ? 1 : 0),
    counts: { ...counts, [reason]: counts[reason] + 1 },
  };
}

/** Whether only its owner starts it again: after one stop too many, or as he wants it. */
function isFinal(
  { undervoltages, criticals, overloads }: Protection,
  reason: StopReason,
  settings: XtenderSettings,
): boolean {
  switch (reason) {
    case "undervoltage":
      return !settings.restartsAfterUndervoltage || undervoltages > settings.undervoltageStops ||
        criticals > settings.criticalStops;
    case "overvoltage":
      return !settings.restartsAfterOvervoltage;
    case "overload":
      return !settings.restartsAfterOverload || overloads >= OVERLOAD_ATTEMPTS;
    case "overtemperature":
      return !settings.restartsAfterOvertemperature;
  }
}

function stopEvent(reason: StopReason, critical: boolean, final: boolean): PlantEventKind {
  switch (reason) {
    case "undervoltage":
      return critical ? "critical_undervoltage" : "undervoltage_stop";
    case "overvoltage":
      return "overvoltage_stop";
    case "overload":
      return final ? "overload_final_stop" : "overload";
    case "overtemperature":
      return "overtemperature";
  }
}

const Restarted: Readonly<Record<StopReason, PlantEventKind>> = {
  undervoltage: "undervoltage_restart",
  overvoltage: "overvoltage_restart",
  overload: "overload_restart",
  overtemperature: "overtemperature_restart",
};

/** The standstill some seconds later: it ends when its reason has been over for long enough. */
export function standstill(
  protection: Protection,
  stop: Stop,
  settings: XtenderSettings,
  signals: ProtectionSignals,
  seconds: number,
  tell: Tell,
): Protection {
  const overSeconds = isOver(protection, settings, signals, stop.reason)
    ? stop.overSeconds + seconds
    : 0;
  if (stop.final || overSeconds === 0 || overSeconds < restSeconds(stop, settings)) {
    return { ...protection, stop: { ...stop, overSeconds } };
  }
  tell(Restarted[stop.reason]);
  return { ...protection, stop: undefined, lowSeconds: 0 };
}

/** Whether there is no reason for a stop any more. */
function isOver(
  protection: Protection,
  settings: XtenderSettings,
  { batteryVoltage, nominalVoltage, temperature, empty }: ProtectionSignals,
  reason: StopReason,
): boolean {
  switch (reason) {
    case "undervoltage":
      return batteryVoltage >= restartVoltage(protection, settings, nominalVoltage) && !empty;
    case "overvoltage":
      return batteryVoltage <= overvoltageLevel(true, settings, nominalVoltage);
    case "overload":
      return true;
    case "overtemperature":
      return temperature <= RESTART_TEMPERATURE;
  }
}

/**
 * How long the reason for a stop must be over before the restart, in seconds. A battery that broke
 * down has to hold its restart voltage for as long as a low one is borne, {1190}.
 */
function restSeconds({ reason, critical }: Stop, settings: XtenderSettings): number {
  if (reason === "overload") return settings.overloadSeconds;
  return critical ? Math.max(CRITICAL_REST_SECONDS, settings.undervoltageSeconds) : 0;
}
