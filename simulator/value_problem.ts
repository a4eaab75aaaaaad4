import type { Limits, Parameter } from "../protocol/catalogue/datapoint.ts";

/**
 * Why a parameter cannot have a value, and what to give; undefined where it can. `what` is the
 * parameter as it is told, such as `1107 of xt`.
 */
export function valueProblem(
  what: string,
  value: number,
  { options, format }: Pick<Parameter, "options" | "format">,
  { min = -Infinity, max = Infinity }: Pick<Limits, "min" | "max">,
): string | undefined {
  const codes = options.map(({ code }) => code);
  if (codes.length > 0) {
    return codes.includes(value)
      ? undefined
      : `${what} cannot be ${value}; give one of ${codes.join(", ")}`;
  }
  if (value < min || value > max) {
    return `${what} cannot be ${value}; give a value from ${min} to ${max}`;
  }
  return format === "float" || Number.isInteger(value)
    ? undefined
    : `${what} cannot be ${value}; give a whole number`;
}
