import type { Family } from "../../protocol/catalogue/datapoint.ts";
import { findDatapoint } from "../../protocol/catalogue/lookup.ts";
import { firmwareOf } from "../firmware.ts";
import { valueProblem } from "../value_problem.ts";
import { limitsIn } from "./device_limits.ts";
import type { Impossibility } from "./impossibility.ts";
import type { Scenario } from "./scenarios.ts";

/** The first setting that no device of the scenario takes; undefined where there is none. */
export function wrongSetting(scenario: Scenario): Impossibility | undefined {
  const { settings, firmware } = scenario;
  const families = familiesIn(scenario);
  for (const [family, values] of Object.entries(settings)) {
    if (!families.includes(family as Family)) {
      const problem = `there is no ${family} in this scenario; leave these settings out`;
      return { path: ["settings", family], problem };
    }
    for (const [number, value] of Object.entries(values ?? {})) {
      const problem = unknownTo(firmware, family as Family, Number(number)) ??
        settingProblem(scenario, family as Family, number, value);
      if (problem !== undefined) return { path: ["settings", family, number], problem };
    }
  }
  return undefined;
}

/** Whose parameters there are. */
function familiesIn({ battery, varioTracks, varioStrings }: Scenario): Family[] {
  const found: Family[] = ["xt", "rcc"];
  if (varioTracks.length > 0) found.push("vt");
  if (varioStrings.length > 0) found.push("vs");
  if (battery.monitor !== "none") found.push(battery.monitor);
  return found;
}

function unknownTo(firmware: string, family: Family, number: number): string | undefined {
  if (firmwareOf(family, firmware).knows(number)) return undefined;
  return `${family} has no parameter ${number} with firmware ${firmware}; give a newer firmware`;
}

function settingProblem(
  scenario: Scenario,
  family: Family,
  number: string,
  value: number,
): string | undefined {
  const parameter = findDatapoint(family, Number(number));
  if (parameter?.kind !== "parameter") {
    return `${family} has no parameter ${number}; look it up with the command catalogue`;
  }
  if (parameter.encoding === "signal") {
    return `${number} of ${family} is a signal, and keeps no value; leave it out`;
  }
  const older = firmwareOf(family, scenario.firmware).limitsOf(parameter.number);
  const limits = { ...limitsIn(scenario, parameter), ...older };
  return valueProblem(`${number} of ${family}`, value, parameter, limits);
}
