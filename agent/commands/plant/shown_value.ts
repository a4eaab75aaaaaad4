import type { ReadResult } from "../../control/plant_access.ts";
import type { Value } from "../../installation/values.ts";
import { formatValue } from "../../mqtt/payload.ts";
import type { ChosenPoint } from "../cli/chosen_points.ts";

/** A value as a command shows it, for people and for programs. */
export interface ShownValue {
  readonly device: string;
  readonly number: number;
  readonly key: string;
  readonly value?: number | null;
  /** As on MQTT; for people the unit stands behind it. */
  readonly text?: string;
  readonly unit?: string;
  /** A parameter's value in flash, as text; `value` is the one in force. */
  readonly flash?: string;
  readonly error?: string;
}

/** What a reading says. */
export function shownValue({ device, datapoint }: ChosenPoint, result: ReadResult): ShownValue {
  const { number, key, unit } = datapoint;
  const point = { device, number, key };
  switch (result.kind) {
    case "value": {
      const { value, attributes } = result;
      const flash = attributes?.flash as Value | undefined;
      return {
        ...point,
        value,
        text: formatValue(datapoint, value),
        ...(unit !== "" && { unit }),
        ...(flash !== undefined && { flash: formatValue(datapoint, flash) }),
      };
    }
    case "refused":
      return { ...point, error: result.error };
    case "absent":
      return { ...point, error: `there is no ${device}` };
    case "unanswered":
      return { ...point, error: "no answer" };
    case "lost":
      return { ...point, error: result.problem };
  }
}

/** The value with its unit, or what kept it from being read. */
export function valueText({ text, unit, error }: ShownValue): string {
  return error ?? withUnit(text!, unit);
}

/** A parameter's value in flash with its unit; empty for what has none. */
export function flashTextOf({ flash, unit }: ShownValue): string {
  return flash === undefined ? "" : withUnit(flash, unit);
}

/** A value's text with its unit. A time of day, a date and "not available" are no numbers, and so have no unit. */
export function withUnit(text: string, unit = ""): string {
  return unit === "" || Number.isNaN(Number(text)) ? text : `${text} ${unit}`;
}
