import type { Loaded } from "./undervoltage.ts";

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

/** What the protection goes by; V and °C. */
export interface ProtectionSignals extends Loaded {
  readonly batteryVoltage: number;
  readonly nominalVoltage: number;
  readonly temperature: number;
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

/** More than this share of the nominal power is not given even for a moment. */
export const PEAK_SHARE = 3;
/** What has been too hot is cool again, in °C. */
export const RESTART_TEMPERATURE = 75;

/** The protection of an Xtender that is switched on anew: only what it counts stays. */
export function released({ counts }: Protection): Protection {
  return { ...NEW_PROTECTION, counts };
}

/** Whether the Xtender may give nothing and take nothing at all. */
export function isHalted({ stop }: Protection): boolean {
  return stop !== undefined && stop.reason !== "undervoltage";
}
