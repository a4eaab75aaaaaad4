import { type ScenarioName, Scenarios } from "../scenario/scenarios.ts";
import { parseScript, type Script } from "./script.ts";
import onGrid from "./day_in_ten_minutes.yaml" with { type: "text" };
import offGrid from "./day_in_ten_minutes_off_grid.yaml" with { type: "text" };

/** A day of sun, clouds and consumers in ten minutes, with a grid outage where there is a grid. */
export function dayInTenMinutes(scenario: ScenarioName): Script {
  return Scenarios[scenario].source.kind !== "none"
    ? parseScript(onGrid, "day_in_ten_minutes.yaml")
    : parseScript(offGrid, "day_in_ten_minutes_off_grid.yaml");
}
