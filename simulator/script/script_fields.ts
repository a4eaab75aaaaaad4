import { type Action, type DeviceActionKind, DeviceActionKinds } from "./actions.ts";
import { type SdCard, SdCards } from "../datalog/datalog.ts";
import { type FaultOptions, NO_FAULTS } from "../faults.ts";
import { GOOD_GRID, type GridDisturbance } from "../plant/disturbances.ts";
import { parseSecondOfDay } from "./script_times.ts";

/** One key of a step: what it takes, and what is to be done; undefined for anything else. */
export interface ScriptField {
  /** What to write there, for the docs and for who wrote something else. */
  readonly takes: string;
  readonly parse: (value: unknown) => readonly Action[] | undefined;
}

const WEATHER = "weather";
const NONE = "none";
const MAX_RATE = 10_000;
const MAX_LOAD = 200_000;
const FAILS = "fails";
const MAX_PULSES = 20;

/** All keys of a step but `at`. */
export const ScriptFields: Readonly<Record<string, ScriptField>> = {
  sun: {
    takes: "a time such as 05:30, or at (a time) and rate (its speed, 0 to 10000)",
    parse: (value) => {
      const { at, rate, ...others } = isRecord(value) ? value : { at: value };
      const secondOfDay = parseSecondOfDay(at);
      if (Object.keys(others).length > 0 || (at !== undefined && secondOfDay === undefined)) return;
      if (rate !== undefined && !isBetween(rate, 0, MAX_RATE)) return;
      if (at === undefined && rate === undefined) return;
      return [{ kind: "sun", clock: { secondOfDay, rate } }];
    },
  },
  clouds: {
    takes: "the share of the sky under clouds, 0 to 1, or weather",
    parse: (value) => {
      if (value === WEATHER) return [{ kind: "clouds", cover: undefined }];
      return isBetween(value, 0, 1) ? [{ kind: "clouds", cover: value }] : undefined;
    },
  },
  temperature: {
    takes: "that of the air in °C, -50 to 60, or weather",
    parse: (value) => {
      if (value === WEATHER) return [{ kind: "temperature", celsius: undefined }];
      return isBetween(value, -50, 60) ? [{ kind: "temperature", celsius: value }] : undefined;
    },
  },
  load: {
    takes: "what is drawn beside the consumers in W, 0 to 200000",
    parse: (value) => isBetween(value, 0, MAX_LOAD) ? [{ kind: "load", watts: value }] : undefined,
  },
  grid: {
    takes: "on, off, or some of voltage (0 to 300 V), frequency (40 to 70 Hz), max_current (A)",
    parse: (value) => {
      const grid = parseGrid(value);
      return grid && [{ kind: "grid", grid }];
    },
  },
  genset: {
    takes:
      "how many starter pulses it takes from now on (1 to 20), or fails, so that it never starts",
    parse: (value) => {
      if (value === FAILS) return [{ kind: "genset", pulses: Infinity }];
      const isSound = isWhole(value) && isBetween(value, 1, MAX_PULSES);
      return isSound ? [{ kind: "genset", pulses: value }] : undefined;
    },
  },
  ...Object.fromEntries(DeviceActionKinds.map((kind) => [kind, deviceField(kind)])),
  earth_fault: {
    takes: "the solar chargers that have one from now on, such as vt1, or none",
    parse: (value) => {
      const devices = value === NONE ? [] : parseNames(value);
      return devices && [{ kind: "earth_fault", devices }];
    },
  },
  remote_entry: {
    takes: "the Xtenders and solar chargers whose remote entry is closed from now on, or none",
    parse: (value) => {
      const devices = value === NONE ? [] : parseNames(value);
      return devices && [{ kind: "remote_entry", devices }];
    },
  },
  firmware: {
    takes: "a version such as 1.6.80, or one for each device",
    parse: (value) => {
      const versions = isRecord(value) ? Object.entries(value) : [[undefined, value] as const];
      const isSound = versions.length > 0 && versions.every(([, version]) => isVersion(version));
      if (!isSound) return;
      return versions.map(([device, version]) => ({
        kind: "firmware",
        device,
        version: version as string,
      }));
    },
  },
  write: {
    takes: "device, parameter (its number), value, and storage (ram or flash); or a list of them",
    parse: (value) => parseAll(Array.isArray(value) ? value : [value], parseWrite),
  },
  faults: {
    takes: `some of ${Object.keys(NO_FAULTS).join(", ")}, or none`,
    parse: (value) => {
      const faults = value === NONE ? {} : parseFaults(value);
      return faults && [{ kind: "faults", faults }];
    },
  },
  sd_card: {
    takes: SdCards.join(", "),
    parse: (value) =>
      SdCards.includes(value as SdCard) ? [{ kind: "sd_card", card: value as SdCard }] : undefined,
  },
};

function deviceField(kind: DeviceActionKind): ScriptField {
  return {
    takes: "a device such as vt1, or a list of them",
    parse: (value) => parseNames(value)?.map((device) => ({ kind, device })),
  };
}

function parseGrid(value: unknown): GridDisturbance | undefined {
  if (value === "on") return GOOD_GRID;
  if (value === "off") return { ...GOOD_GRID, off: true };
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined;
  const { voltage, frequency, max_current: maxCurrent, ...others } = value;
  const isSound = Object.keys(others).length === 0 &&
    (voltage === undefined || isBetween(voltage, 0, 300)) &&
    (frequency === undefined || isBetween(frequency, 40, 70)) &&
    (maxCurrent === undefined || isBetween(maxCurrent, 0, 1000));
  return isSound ? { off: false, voltage, frequency, maxCurrent } as GridDisturbance : undefined;
}

function parseWrite(value: unknown): Action | undefined {
  if (!isRecord(value)) return undefined;
  const { device, parameter, value: written, storage = "ram", ...others } = value;
  if (Object.keys(others).length > 0 || typeof device !== "string") return undefined;
  if (!Number.isInteger(parameter) || !isBetween(written, -Number.MAX_VALUE, Number.MAX_VALUE)) {
    return undefined;
  }
  if (storage !== "ram" && storage !== "flash") return undefined;
  return { kind: "write", device, parameter: parameter as number, value: written, storage };
}

function parseFaults(value: unknown): Partial<FaultOptions> | undefined {
  if (!isRecord(value) || Object.keys(value).length === 0) return undefined;
  const isSound = Object.entries(value).every(([name, number]) =>
    Object.hasOwn(NO_FAULTS, name) &&
    (name === "split" ? isWhole(number) : isBetween(number, 0, 1))
  );
  return isSound ? value as Partial<FaultOptions> : undefined;
}

function parseNames(value: unknown): string[] | undefined {
  const names = Array.isArray(value) ? value : [value];
  return names.length > 0 && names.every((name) => typeof name === "string") ? names : undefined;
}

function parseAll(
  values: readonly unknown[],
  parse: (value: unknown) => Action | undefined,
): Action[] | undefined {
  const actions = values.map(parse);
  return actions.length > 0 && actions.every((action) => action !== undefined)
    ? actions
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isBetween(value: unknown, min: number, max: number): value is number {
  return typeof value === "number" && value >= min && value <= max;
}

function isWhole(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isVersion(value: unknown): boolean {
  return typeof value === "string" && /^\d{1,2}\.\d{1,2}\.\d{1,3}$/.test(value);
}
