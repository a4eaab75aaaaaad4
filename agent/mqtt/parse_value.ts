import type { PlantDatapoint } from "../installation/device.ts";
import { formatValue, NO_DAYS, textKindOf, Weekdays } from "./payload.ts";

/** A value to write, or why the text is none: the value found, and what would be one. */
export type ParsedValue =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly problem: string };

const MAX_SHOWN_LENGTH = 60;

/**
 * The reverse of `formatValue`, tolerant in case and in blanks around the text, and of a code
 * in an option's place. Says nothing of limits and levels: those are the writer's.
 */
export function parseValue(datapoint: PlantDatapoint, text: string): ParsedValue {
  const wanted = text.trim().toLowerCase();
  const kind = textKindOf(datapoint);
  const value = parseAs[kind](wanted, datapoint);
  if (value !== undefined) return { ok: true, value };
  const shown = text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
  const problem = `${JSON.stringify(shown)} is no value of ${datapoint.key}: ${
    expectedOf(datapoint)
  }`;
  return { ok: false, problem };
}

const SwitchWords = new Map([
  ...["on", "yes", "true", "1"].map((word) => [word, 1] as const),
  ...["off", "no", "false", "0"].map((word) => [word, 0] as const),
]);

type Parse = (text: string, datapoint: PlantDatapoint) => number | undefined;

const parseAs: Readonly<Record<ReturnType<typeof textKindOf>, Parse>> = {
  // Writing 1 triggers a signal; PRESS is what a button of Home Assistant sends.
  none: (text, { format }) =>
    format !== undefined && (text === "1" || text === "press") ? 1 : undefined,
  switch: (text) => SwitchWords.get(text),
  option: parseOption,
  weekdays: parseWeekdays,
  time_of_day: parseTimeOfDay,
  date_time: parseDateTime,
  integer: parseInt32,
  float: parseFloat32,
};

function parseOption(text: string, { options }: PlantDatapoint): number | undefined {
  return (options.find((option) => option.text.toLowerCase() === text) ??
    options.find(({ code }) => String(code) === text))?.code;
}

function parseWeekdays(text: string): number | undefined {
  if (text === NO_DAYS) return 0;
  let mask = 0;
  for (const word of text.split(",")) {
    const bit = Weekdays.findIndex((day) => day.toLowerCase() === word.trim());
    if (bit < 0) return undefined;
    mask |= 1 << bit;
  }
  return mask;
}

function parseTimeOfDay(text: string): number | undefined {
  // Home Assistant's time entities send seconds too.
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(text) ?? [];
  if (hours === undefined || Number(minutes) > 59) return undefined;
  const value = Number(hours) * 60 + Number(minutes);
  return value <= 24 * 60 ? value : undefined;
}

function parseDateTime(text: string): number | undefined {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)[t ](\d\d:\d\d(?::\d\d)?)$/.exec(text) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const milliseconds = Date.parse(`${date}T${time}Z`);
  // A day that its month does not have would come back as another one.
  if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(date)) {
    return undefined;
  }
  const seconds = milliseconds / 1000;
  return isInt32(seconds) ? seconds : undefined;
}

function parseInt32(text: string): number | undefined {
  const value = parseDecimal(text);
  return value !== undefined && isInt32(value) ? value : undefined;
}

function parseFloat32(text: string): number | undefined {
  // The float32 that goes over the wire: 0.7 must not be more than a limit that reads 0.7.
  const value = Math.fround(parseDecimal(text) ?? NaN);
  return Number.isFinite(value) ? value : undefined;
}

function parseDecimal(text: string): number | undefined {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
}

const MAX_SHOWN_OPTIONS = 20;

function expectedOf(datapoint: PlantDatapoint): string {
  switch (textKindOf(datapoint)) {
    case "none":
      return datapoint.format === undefined
        ? "it cannot be read or written"
        : "give 1 to trigger it";
    case "switch":
      return "give ON or OFF";
    case "option": {
      const texts = datapoint.options.map(({ text }) => text);
      const more = texts.length > MAX_SHOWN_OPTIONS ? " …" : "";
      return `give one of ${texts.slice(0, MAX_SHOWN_OPTIONS).join(", ")}${more}`;
    }
    case "weekdays":
      return `give days such as Mo,Tu or ${NO_DAYS} for none`;
    case "time_of_day":
      return "give a time such as 07:30";
    case "date_time":
      return `give a local date and time such as ${formatValue(datapoint, 1_782_018_000)}`;
    case "integer":
      return "give a whole number";
    case "float":
      return "give a number such as 12.5";
  }
}
