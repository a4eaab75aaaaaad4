import type { PlantEventKind } from "../events.ts";
import { restartHysteresis, restartVoltage, undervoltageLevel } from "./undervoltage.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** Why an Xtender stands still. */
export type StopReason = "undervoltage" | "overvoltage" | "overload" | "overtemperature";

/** A standstill. */
export interface Stop {
  readonly reason: StopReason;
  /** Whether only its owner starts it again. */
  readonly final: boolean;
  /** Whether the battery broke down, and was not merely empty. */
  readonly critical: boolean;
  /** How long what stopped it is over. */
  readonly overSeconds: number;
}

/** What an Xtender keeps to protect itself and the battery. Times in seconds. */
export interface Protection {
  readonly stop: Stop | undefined;
  readonly lowSeconds: number;
  /** Whether it was told that the battery is low, and that has not been charged since. */
  readonly warned: boolean;
  readonly high: boolean;
  readonly hot: boolean;
  /** What the adaptive level was raised by, in V. */
  readonly adaptiveRise: number;
  /** How warm the overload made it: 1 is the most. */
  readonly overloadHeat: number;
  readonly surgeSeconds: number;
  /** Stops one after the other, and how long it has been at work since the last one. */
  readonly undervoltages: number;
  readonly criticals: number;
  readonly overloads: number;
  readonly workedSeconds: number;
  /** Over its life. */
  readonly counts: {
    readonly overload: number;
    readonly overtemperature: number;
    readonly overvoltage: number;
  };
}

/** What the protection goes by; V, °C, and the output as a share of the nominal power. */
export interface ProtectionSignals {
  readonly batteryVoltage: number;
  readonly nominalVoltage: number;
  readonly temperature: number;
  readonly outputShare: number;
  /** Whether the battery could not give what was asked. */
  readonly collapsed: boolean;
  /** Whether the battery's own management lets nothing out any more. */
  readonly empty: boolean;
  /** Whether the output broke down under its consumers. */
  readonly overwhelmed: boolean;
}

/** The protection of an Xtender to which nothing has happened yet. */
export const NEW_PROTECTION: Protection = {
  stop: undefined,
  lowSeconds: 0,
  warned: false,
  high: false,
  hot: false,
  adaptiveRise: 0,
  overloadHeat: 0,
  surgeSeconds: 0,
  undervoltages: 0,
  criticals: 0,
  overloads: 0,
  workedSeconds: 0,
  counts: { overload: 0, overtemperature: 0, overvoltage: 0 },
};

/** 1.5 V a cell: no inverter goes on below this, of 48 V. */
const CRITICAL_VOLTAGE = 36;
/** Nominal and a seventh more for half an hour, thrice the nominal for five seconds. */
const HEAT_AT_LIMIT = (8 / 7) ** 2 - 1;
const OVERLOAD_SECONDS = 1800;
const SURGE_SHARE = 2.5;
const SURGE_SECONDS = 5;
/** More is not given even for a moment. */
export const PEAK_SHARE = 3;
const OVERLOAD_ATTEMPTS = 3;
/** After so long without a stop all attempts are free again. */
const FORGET_SECONDS = 600;
const WARNING_TEMPERATURE = 85;
const STOP_TEMPERATURE = 95;
const RESTART_TEMPERATURE = 75;
/** A battery that broke down recovers at once without its load: it is let rest for as long. */
const CRITICAL_REST_SECONDS = 10;

/** The protection of an Xtender that is switched on anew: only what it counts stays. */
export function released({ counts }: Protection): Protection {
  return { ...NEW_PROTECTION, counts };
}

/** Whether the Xtender may give nothing and take nothing at all. */
export function isHalted({ stop }: Protection): boolean {
  return stop !== undefined && stop.reason !== "undervoltage";
}

/** The protection some seconds later. */
export function stepProtection(
  protection: Protection,
  settings: XtenderSettings,
  signals: ProtectionSignals,
  seconds: number,
  tell: (event: PlantEventKind) => void,
): Protection {
  const watched = watch(protection, settings, signals, seconds, tell);
  if (watched.stop !== undefined) return restart(watched, settings, signals, seconds, tell);
  const reason = reasonToStop(watched, settings, signals);
  return reason === undefined ? watched : halt(watched, reason, settings, signals, tell);
}

function watch(
  protection: Protection,
  settings: XtenderSettings,
  signals: ProtectionSignals,
  seconds: number,
  tell: (event: PlantEventKind) => void,
): Protection {
  const { batteryVoltage, nominalVoltage, temperature, outputShare } = signals;
  const low = batteryVoltage < undervoltageLevel(protection, settings, outputShare);
  const warns = low && !protection.warned && protection.stop === undefined;
  if (warns) tell("battery_low");
  const charged = batteryVoltage >= restartVoltage(protection, settings, nominalVoltage);
  const high = batteryVoltage > settings.overvoltage;
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

function reasonToStop(
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

function halt(
  protection: Protection,
  reason: StopReason,
  settings: XtenderSettings,
  signals: ProtectionSignals,
  tell: (event: PlantEventKind) => void,
): Protection {
  const stopped = { ...protection, workedSeconds: 0, overloadHeat: 0, surgeSeconds: 0 };
  const critical = reason === "undervoltage" && isCritical(signals);
  const stop = (final: boolean) => ({ reason, final, critical, overSeconds: 0 });
  const { counts } = protection;
  switch (reason) {
    case "undervoltage": {
      tell(critical ? "critical_undervoltage" : "undervoltage_stop");
      const undervoltages = protection.undervoltages + (critical ? 0 : 1);
      const criticals = protection.criticals + (critical ? 1 : 0);
      const final = !settings.restartsAfterUndervoltage ||
        undervoltages > settings.undervoltageStops || criticals > settings.criticalStops;
      const adaptiveRise = protection.adaptiveRise + settings.adaptiveStep;
      return { ...stopped, stop: stop(final), undervoltages, criticals, adaptiveRise };
    }
    case "overvoltage":
      tell("overvoltage_stop");
      return {
        ...stopped,
        stop: stop(!settings.restartsAfterOvervoltage),
        counts: { ...counts, overvoltage: counts.overvoltage + 1 },
      };
    case "overload": {
      const overloads = protection.overloads + 1;
      const final = !settings.restartsAfterOverload || overloads >= OVERLOAD_ATTEMPTS;
      tell(final ? "overload_final_stop" : "overload");
      return {
        ...stopped,
        stop: stop(final),
        overloads,
        counts: { ...counts, overload: counts.overload + 1 },
      };
    }
    case "overtemperature":
      tell("overtemperature");
      return {
        ...stopped,
        stop: stop(!settings.restartsAfterOvertemperature),
        counts: { ...counts, overtemperature: counts.overtemperature + 1 },
      };
  }
}

const Restarted: Readonly<Record<StopReason, PlantEventKind>> = {
  undervoltage: "undervoltage_restart",
  overvoltage: "overvoltage_restart",
  overload: "overload_restart",
  overtemperature: "overtemperature_restart",
};

function restart(
  protection: Protection,
  settings: XtenderSettings,
  signals: ProtectionSignals,
  seconds: number,
  tell: (event: PlantEventKind) => void,
): Protection {
  const stop = protection.stop!;
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
    case "overvoltage": {
      const least = settings.overvoltage - restartHysteresis(nominalVoltage);
      return batteryVoltage <= Math.min(settings.overvoltageRestart, least);
    }
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
