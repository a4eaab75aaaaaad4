// How the tables write user infos: number, name, label on the remote control, unit or options,
// quantity, statistic.

import type { Statistic } from "./datapoint.ts";
import type { OptionList } from "./options.ts";
import type { InfoRow } from "./rows.ts";

/** A measured value. */
export function info(
  number: number,
  name: string,
  short: string,
  unit: string,
  quantity: string,
  statistic: Statistic = "instant",
): InfoRow {
  return { kind: "info", number, name, unit, format: "float", short, quantity, statistic };
}

/** A state out of a list. */
export function state(
  number: number,
  name: string,
  short: string,
  options: OptionList,
  quantity: string,
  statistic: Statistic = "state",
): InfoRow {
  return { ...info(number, name, short, "", quantity, statistic), format: "short_enum", options };
}

/** Flags in the bits of a FLOAT. */
export function flags(number: number, name: string, short: string, quantity: string): InfoRow {
  return { ...info(number, name, short, "", quantity, "state"), encoding: "bit_mask" };
}

/** A FLOAT that stands for a model or the like. */
export function code(
  number: number,
  name: string,
  short: string,
  options: OptionList,
  quantity: string,
): InfoRow {
  return { ...info(number, name, short, "", quantity, "static"), encoding: "code", options };
}

/** The upper half of a 32-bit word. */
export function highHalf(number: number, name: string, short: string, quantity: string): InfoRow {
  return { ...info(number, name, short, "", quantity, "static"), encoding: "u16_high" };
}

/** The lower half of a 32-bit word. */
export function lowHalf(number: number, name: string, short: string, quantity: string): InfoRow {
  return { ...info(number, name, short, "", quantity, "static"), encoding: "u16_low" };
}
