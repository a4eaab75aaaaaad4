import type { Limits, Parameter } from "../../protocol/catalogue/datapoint.ts";
import { limitsAt, limitsFor120V } from "../../protocol/catalogue/limits.ts";
import type { Scenario } from "./scenarios.ts";

/** The frequency that an Xtender makes ({1112}). */
const OUTPUT_FREQUENCY = 1112;

/** A parameter's limits on the devices of a scenario, as its battery and its AC side make them. */
export function limitsIn(
  scenario: Pick<Scenario, "battery" | "acVoltage" | "acFrequency">,
  parameter: Parameter,
): Limits {
  const { battery, acVoltage } = scenario;
  const variant = acVoltage === 120 ? limitsFor120V(parameter) : undefined;
  const limits = variant ?? limitsAt(parameter, battery.nominalVoltage);
  return parameter.family === "xt" && parameter.number === OUTPUT_FREQUENCY
    ? { ...limits, default: frequencyIn(scenario) }
    : limits;
}

/** The frequency of a scenario's AC side in Hz: where nothing else is said, the usual of its voltage. */
export function frequencyIn(
  { acVoltage, acFrequency }: Pick<Scenario, "acVoltage" | "acFrequency">,
): number {
  return acFrequency ?? (acVoltage === 120 ? 60 : 50);
}
