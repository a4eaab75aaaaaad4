import type { PlantEventKind } from "./events.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** Why an Xtender stands still. */
export type StopReason = "undervoltage" | "overvoltage" | "overload" | "overtemperature";

/** What an Xtender keeps to protect itself and the battery. Times in seconds. */
export interface Protection {
  readonly stop:
    | { readonly reason: StopReason; readonly seconds: number; readonly final: boolean }
    | undefined;
  readonly lowSeconds: number;
  readonly high: boolean;
  readonly hot: boolean;
  /** What the adaptive level was raised by, in V. */
  readonly adaptiveRise: number;
  /** How warm the overload made it: 1 is the most. */
  readonly overloadHeat: number;
  readonly surgeSeconds: number;
  /** Stops one after the other, and how long the last one is ago. */
  readonly undervoltages: number;
  readonly criticals: number;
  readonly overloads: number;
  readonly sinceStopSeconds: number;
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
  high: false,
  hot: false,
  adaptiveRise: 0,
  overloadHeat: 0,
  surgeSeconds: 0,
  undervoltages: 0,
  criticals: 0,
  overloads: 0,
  sinceStopSeconds: 0,
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
/** However the levels are set: from a stop to the restart the voltage moves by this, of 48 V. */
const RESTART_HYSTERESIS = 0.5;

/** The voltage below which the battery counts as empty, in V; a loaded one may sag. */
export function undervoltageLevel(
  { adaptiveRise }: Protection,
  settings: XtenderSettings,
  outputShare: number,
): number {
  const { undervoltageWithoutLoad: rest, undervoltageAtFullLoad: full } = settings;
  const load = settings.undervoltageCompensated === 1 ? Math.min(1, Math.max(0, outputShare)) : 0;
  const level = rest - Math.max(0, rest - full) * load;
  return settings.adaptiveUndervoltage === 1
    ? Math.max(level, Math.min(level + adaptiveRise, settings.adaptiveMaxVoltage))
    : level;
}

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
  const { batteryVoltage, temperature, outputShare } = signals;
  const low = batteryVoltage < undervoltageLevel(protection, settings, outputShare);
  if (low && protection.lowSeconds === 0 && protection.stop === undefined) tell("battery_low");
  const high = batteryVoltage > settings.overvoltage;
  if (high && !protection.high) tell("battery_high");
  const hot = temperature > WARNING_TEMPERATURE ||
    (protection.hot && temperature > RESTART_TEMPERATURE);
  if (hot && !protection.hot) tell("overtemperature_warning");
  const heat = outputShare > 1 ? (outputShare ** 2 - 1) / HEAT_AT_LIMIT : -1;
  const sinceStopSeconds = protection.sinceStopSeconds + seconds;
  const forgiven = protection.stop === undefined && sinceStopSeconds > FORGET_SECONDS;
  const full = settings.adaptiveUndervoltage !== 1 ||
    batteryVoltage > settings.adaptiveResetVoltage;
  // Stops count for a period, or, where there is none, until all was well for a while.
  const stillCount = (period: number) => period > 0 ? sinceStopSeconds <= period : !forgiven;
  return {
    stop: protection.stop,
    lowSeconds: low ? protection.lowSeconds + seconds : 0,
    high,
    hot,
    adaptiveRise: full ? 0 : protection.adaptiveRise,
    overloadHeat: Math.max(0, protection.overloadHeat + heat * seconds / OVERLOAD_SECONDS),
    surgeSeconds: outputShare > SURGE_SHARE ? protection.surgeSeconds + seconds : 0,
    undervoltages: stillCount(settings.undervoltageStopsSeconds) ? protection.undervoltages : 0,
    criticals: stillCount(settings.criticalStopsSeconds) ? protection.criticals : 0,
    overloads: forgiven ? 0 : protection.overloads,
    sinceStopSeconds,
    counts: protection.counts,
  };
}

function reasonToStop(
  { lowSeconds, overloadHeat, surgeSeconds }: Protection,
  settings: XtenderSettings,
  signals: ProtectionSignals,
): StopReason | undefined {
  const { batteryVoltage, nominalVoltage, temperature, collapsed, empty, overwhelmed } = signals;
  if (batteryVoltage > settings.overvoltage) return "overvoltage";
  if (temperature > STOP_TEMPERATURE) return "overtemperature";
  if (overwhelmed || overloadHeat >= 1 || surgeSeconds >= SURGE_SECONDS) return "overload";
  const critical = collapsed || batteryVoltage < CRITICAL_VOLTAGE * nominalVoltage / 48;
  const low = lowSeconds > settings.undervoltageSeconds;
  return critical || low || empty ? "undervoltage" : undefined;
}

function halt(
  protection: Protection,
  reason: StopReason,
  settings: XtenderSettings,
  { batteryVoltage, nominalVoltage, collapsed }: ProtectionSignals,
  tell: (event: PlantEventKind) => void,
): Protection {
  const stopped = { ...protection, sinceStopSeconds: 0, overloadHeat: 0, surgeSeconds: 0 };
  const stop = (final: boolean) => ({ reason, seconds: 0, final });
  const { counts } = protection;
  switch (reason) {
    case "undervoltage": {
      const critical = collapsed || batteryVoltage < CRITICAL_VOLTAGE * nominalVoltage / 48;
      tell(critical ? "critical_undervoltage" : "undervoltage_stop");
      const undervoltages = protection.undervoltages + (critical ? 0 : 1);
      const criticals = protection.criticals + (critical ? 1 : 0);
      const final = settings.restartsAfterUndervoltage !== 1 ||
        undervoltages > settings.undervoltageStops || criticals > settings.criticalStops;
      const adaptiveRise = protection.adaptiveRise + settings.adaptiveStep;
      return { ...stopped, stop: stop(final), undervoltages, criticals, adaptiveRise };
    }
    case "overvoltage":
      tell("overvoltage_stop");
      return {
        ...stopped,
        stop: stop(settings.restartsAfterOvervoltage !== 1),
        counts: { ...counts, overvoltage: counts.overvoltage + 1 },
      };
    case "overload": {
      const overloads = protection.overloads + 1;
      const final = settings.restartsAfterOverload !== 1 || overloads >= OVERLOAD_ATTEMPTS;
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
        stop: stop(settings.restartsAfterOvertemperature !== 1),
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
  { batteryVoltage, nominalVoltage, temperature, empty }: ProtectionSignals,
  seconds: number,
  tell: (event: PlantEventKind) => void,
): Protection {
  const { reason, final, seconds: stopped } = protection.stop!;
  const stoppedSeconds = stopped + seconds;
  const hysteresis = RESTART_HYSTERESIS * nominalVoltage / 48;
  const charged = Math.max(
    settings.undervoltageRestart,
    undervoltageLevel(protection, settings, 0) + hysteresis,
  );
  const sunk = Math.min(settings.overvoltageRestart, settings.overvoltage - hysteresis);
  const well: Readonly<Record<StopReason, boolean>> = {
    undervoltage: batteryVoltage >= charged && !empty,
    overvoltage: batteryVoltage <= sunk,
    overload: stoppedSeconds >= settings.overloadSeconds,
    overtemperature: temperature <= RESTART_TEMPERATURE,
  };
  if (final || !well[reason]) {
    return { ...protection, stop: { reason, final, seconds: stoppedSeconds } };
  }
  tell(Restarted[reason]);
  return { ...protection, stop: undefined, lowSeconds: 0 };
}
