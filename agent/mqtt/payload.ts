import type { PlantDatapoint } from "../installation/device.ts";
import type { Reading, Value } from "../installation/values.ts";

/** What stands for a value that is not available; Home Assistant reads it as "unknown". */
export const NOT_AVAILABLE = "None";

/**
 * A day set without a day. Neither empty, which would delete a retained topic, nor `None`: that no
 * day is chosen is known.
 */
export const NO_DAYS = "-";

/** Bit 0 first (specification 4.2.3). */
export const Weekdays = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"] as const;

const MINUTES_PER_DAY = 1440;

/**
 * False where a datapoint is nothing to publish: a signal can only be written, and an unsupported
 * format neither read nor written.
 */
export function hasState(datapoint: PlantDatapoint): boolean {
  return datapoint.format !== undefined && encodingOf(datapoint) !== "signal";
}

/**
 * A value as text: a number as the shortest decimal, in the catalogue's unit; `ON` or `OFF`; an
 * enumeration's option; `HH:MM` (24:00 ends a day); `Mo,Tu`, or `-` for no day; a local date and
 * time as `2026-06-21T05:00:00`; `None` for whatever has no such form, or no value.
 */
export function formatValue(datapoint: PlantDatapoint, value: Value): string {
  if (value === null || !Number.isFinite(value)) return NOT_AVAILABLE;
  switch (textKindOf(datapoint)) {
    case "none":
      return NOT_AVAILABLE;
    case "switch":
      return value === 1 ? "ON" : value === 0 ? "OFF" : NOT_AVAILABLE;
    case "option":
      return datapoint.options.find(({ code }) => code === value)?.text ?? NOT_AVAILABLE;
    case "weekdays":
      return formatWeekdays(value);
    case "time_of_day":
      return formatTimeOfDay(value);
    case "date_time":
      return formatDateTime(value);
    case "integer":
      return String(value);
    case "float":
      return formatFloat(value);
  }
}

/**
 * What there is to say beside the value: the number where the payload is a text, and for a
 * parameter its level, its options or its limits. What the reading says itself goes before.
 * Empty where there is nothing to say.
 */
export function attributesOf(
  datapoint: PlantDatapoint,
  reading: Reading,
): Readonly<Record<string, unknown>> {
  const isText = !["integer", "float", "switch"].includes(textKindOf(datapoint));
  return {
    ...(isText && reading.value !== null && { number: reading.value }),
    ...(datapoint.kind === "parameter" && parameterAttributes(datapoint)),
    ...reading.attributes,
  };
}

/**
 * The shortest decimal that gives the same float32 back. Very small and very large numbers have
 * an exponent, as JavaScript writes them (below 1e-6, from 1e21).
 *
 * The decimal nearest to a number is also the shortest, but where the float32 below is nearer
 * than the one above; of these, the powers of two, only 2^-96, 2^87 and 2^90 get a digit more
 * than they need.
 */
export function formatFloat(value: number): string {
  const float = Math.fround(value);
  // Up to here each integer is a float32, and its neighbours are integers or nearer.
  if (Number.isInteger(float) && Math.abs(float) < 2 ** 24) return String(float);
  for (let digits = 1; digits < MAX_FLOAT_DIGITS; digits++) {
    const decimal = Number(float.toPrecision(digits));
    if (Math.fround(decimal) === float) return String(decimal);
  }
  return String(Number(float.toPrecision(MAX_FLOAT_DIGITS)));
}

// Nine digits tell every float32 from its neighbours.
const MAX_FLOAT_DIGITS = 9;

/** The forms that a payload can have. */
export type TextKind =
  | "none"
  | "switch"
  | "option"
  | "weekdays"
  | "time_of_day"
  | "date_time"
  | "integer"
  | "float";

/** Which form a datapoint's payload has; `none` where it has no state. */
export function textKindOf(datapoint: PlantDatapoint): TextKind {
  switch (encodingOf(datapoint)) {
    case "signal":
      return "none";
    case "weekdays":
      return "weekdays";
    case "local_seconds":
      return "date_time";
    case "minutes_of_day":
      return "time_of_day";
    case "cos_phi_offset":
    case "u16_high":
    case "u16_low":
    case "bit_mask":
    case "code":
    case undefined:
      return plainTextKindOf(datapoint);
  }
}

function plainTextKindOf({ format, options }: PlantDatapoint): TextKind {
  switch (format) {
    case undefined:
      return "none";
    case "bool":
      return "switch";
    case "short_enum":
    case "long_enum":
    case "int32":
      return options.length > 0 ? "option" : "integer";
    case "float":
      return options.length > 0 ? "option" : "float";
  }
}

function encodingOf(datapoint: PlantDatapoint) {
  return datapoint.kind === "system" ? undefined : datapoint.encoding;
}

function formatWeekdays(mask: number): string {
  if (!Number.isInteger(mask) || mask < 0 || mask >= 2 ** Weekdays.length) return NOT_AVAILABLE;
  return Weekdays.filter((_, bit) => (mask & (1 << bit)) !== 0).join(",") || NO_DAYS;
}

function formatTimeOfDay(minutes: number): string {
  if (!Number.isInteger(minutes) || minutes < 0 || minutes > MINUTES_PER_DAY) return NOT_AVAILABLE;
  return `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function formatDateTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  // Without a zone: the gateway's clock shows local time, and does not know which.
  return Number.isNaN(date.getTime()) ? NOT_AVAILABLE : date.toISOString().slice(0, 19);
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}

type CatalogueParameter = Extract<PlantDatapoint, { kind: "parameter" }>;

function parameterAttributes(parameter: CatalogueParameter): Record<string, unknown> {
  const { level, min, max, step, for48V, options } = parameter;
  switch (textKindOf(parameter)) {
    case "option":
      return { level, options: options.map(({ text }) => text) };
    case "float":
    case "integer":
      // The printed limits of a battery voltage are wrong on 12 V and 24 V; the device's own are not.
      if (for48V) return { level };
      return {
        level,
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
        ...(step !== undefined && { step }),
      };
    case "none":
    case "switch":
    case "weekdays":
    case "time_of_day":
    case "date_time":
      return { level };
  }
}
