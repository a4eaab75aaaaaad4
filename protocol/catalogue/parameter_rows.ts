// How the tables write parameters: number, name, unit or options, default, min, max, step, level,
// menus.

import type { Encoding, Level, WireFormat } from "./datapoint.ts";
import type { OptionList } from "./options.ts";
import type { ParameterRow } from "./rows.ts";

/** A quantity that can be set. */
export function float(
  number: number,
  name: string,
  unit: string,
  preset: number,
  min: number,
  max: number,
  step: number,
  level: Level,
  ...menus: number[]
): ParameterRow {
  return {
    ...parameter(number, name, unit, "float", level, menus),
    default: preset,
    min,
    max,
    step,
  };
}

/** A voltage of the battery, printed for one of 48 V. */
export function float48V(
  number: number,
  name: string,
  preset: number,
  min: number,
  max: number,
  step: number,
  level: Level,
  ...menus: number[]
): ParameterRow {
  return { ...float(number, name, "V", preset, min, max, step, level, ...menus), for48V: true };
}

/** A cos φ as its distance from 1. */
export function cosPhi(
  number: number,
  name: string,
  preset: number,
  min: number,
  max: number,
  step: number,
  level: Level,
  ...menus: number[]
): ParameterRow {
  return {
    ...float(number, name, "", preset, min, max, step, level, ...menus),
    encoding: "cos_phi_offset",
  };
}

/** A whole number without a unit or a printed default. */
export function int32(
  number: number,
  name: string,
  min: number,
  max: number,
  step: number,
  level: Level,
  ...menus: number[]
): ParameterRow {
  return { ...parameter(number, name, "", "int32", level, menus), min, max, step };
}

/** A time of the day; `preset` in minutes since 00:00. */
export function time(
  number: number,
  name: string,
  preset: number,
  level: Level,
  ...menus: number[]
): ParameterRow {
  return {
    ...encoded(number, name, "min", "int32", "minutes_of_day", level, menus),
    default: preset,
    min: 0,
    max: 24 * 60,
    step: 1,
  };
}

/** A date with its time, in seconds. */
export function date(number: number, name: string, level: Level, ...menus: number[]): ParameterRow {
  return { ...encoded(number, name, "s", "int32", "local_seconds", level, menus), step: 1 };
}

/** A set of weekdays, by default empty. */
export function weekdays(
  number: number,
  name: string,
  level: Level,
  ...menus: number[]
): ParameterRow {
  return {
    ...encoded(number, name, "", "long_enum", "weekdays", level, menus),
    default: 0,
    min: 0,
    max: 0b1111111,
  };
}

/** A choice out of a list; `preset` is the code of one. */
export function choice(
  number: number,
  name: string,
  options: OptionList,
  preset: number,
  level: Level,
  ...menus: number[]
): ParameterRow {
  return { ...parameter(number, name, "", "long_enum", level, menus), default: preset, options };
}

/** A switch; `preset` is 1 for yes and 0 for no. */
export function yesNo(
  number: number,
  name: string,
  preset: 0 | 1,
  level: Level,
  ...menus: number[]
): ParameterRow {
  return {
    ...parameter(number, name, "", "bool", level, menus),
    default: preset,
    min: 0,
    max: 1,
    step: 1,
  };
}

/** An action that writing 1 triggers. */
export function signal(
  number: number,
  name: string,
  level: Level,
  ...menus: number[]
): ParameterRow {
  return encoded(number, name, "", "int32", "signal", level, menus);
}

/** A parameter that the remote control shows and the wire does not carry. */
export function unsupported(
  number: number,
  name: string,
  preset: number,
  min: number,
  max: number,
  level: Level,
  ...menus: number[]
): ParameterRow {
  return { ...parameter(number, name, "", undefined, level, menus), default: preset, min, max };
}

function parameter(
  number: number,
  name: string,
  unit: string,
  format: WireFormat | undefined,
  level: Level,
  menus: readonly number[],
): ParameterRow {
  return { kind: "parameter", number, name, unit, format, level, menus, for48V: false };
}

function encoded(
  number: number,
  name: string,
  unit: string,
  format: WireFormat,
  encoding: Encoding,
  level: Level,
  menus: readonly number[],
): ParameterRow {
  return { ...parameter(number, name, unit, format, level, menus), encoding };
}
