import type { SimulatedGateway } from "../../simulator/gateway.ts";
import type { SimulatedInstallation } from "../../simulator/installation.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import type { Scenario, ScenarioName } from "../../simulator/scenario/scenarios.ts";
import { writeParameter } from "./gateway_client.ts";

const NOON = "2026-06-21T12:00";

/** An installation at work, and how its owner writes a parameter into RAM. */
export interface Installed {
  readonly gateway: SimulatedGateway;
  readonly installation: SimulatedInstallation;
  readonly write: (device: string, parameter: number, value: number) => void;
}

/** A scenario at a local time; noon of midsummer if not given. */
export function installed(scenario: ScenarioName | Scenario, start = NOON): Installed {
  const gateway = createGateway({ scenario, start });
  const write = (device: string, parameter: number, value: number) =>
    writeParameter(gateway, device, parameter, value);
  return { gateway, installation: gateway.installation, write };
}
