import type { Limits, Parameter } from "../../protocol/catalogue/datapoint.ts";
import { limitsAt, limitsFor120V } from "../../protocol/catalogue/limits.ts";
import type { Scenario } from "./scenarios.ts";

/** A parameter's limits on the devices of a scenario, as its battery and its AC voltage make them. */
export function limitsIn(
  { battery, acVoltage }: Pick<Scenario, "battery" | "acVoltage">,
  parameter: Parameter,
): Limits {
  const variant = acVoltage === 120 ? limitsFor120V(parameter) : undefined;
  return variant ?? limitsAt(parameter, battery.nominalVoltage);
}
