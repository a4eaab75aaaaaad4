import type { Limits, Parameter } from "./datapoint.ts";
import { Variants120V } from "./variants_120v.ts";

/** The battery voltage that the printed limits are for. */
const PRINTED_VOLTAGE = 48;

/**
 * A parameter's limits for a battery of this nominal voltage (12, 24 or 48 V): those of a battery
 * voltage are in proportion, all others are as printed. Undefined means that the voltage is not
 * known, and gives the limits as printed.
 */
export function limitsAt(parameter: Parameter, nominalVoltage: number | undefined): Limits {
  const scale = parameter.for48V && nominalVoltage !== undefined
    ? nominalVoltage / PRINTED_VOLTAGE
    : 1;
  const limits: { -readonly [bound in keyof Limits]: number } = {};
  if (parameter.default !== undefined) limits.default = parameter.default * scale;
  if (parameter.min !== undefined) limits.min = parameter.min * scale;
  if (parameter.max !== undefined) limits.max = parameter.max * scale;
  if (parameter.step !== undefined) limits.step = parameter.step * scale;
  return limits;
}

/** A parameter's limits on an Xtender for 120 Vac; undefined where they are the same as at 230 V. */
export function limitsFor120V(parameter: Parameter): Limits | undefined {
  const variant = parameter.family === "xt" ? Variants120V[parameter.number] : undefined;
  return variant && { ...limitsAt(parameter, PRINTED_VOLTAGE), ...variant };
}
