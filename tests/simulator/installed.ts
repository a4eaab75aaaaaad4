import assert from "node:assert/strict";
import { findDatapoint } from "../../protocol/catalogue/lookup.ts";
import { ParameterProperty } from "../../protocol/object.ts";
import { encodeValue } from "../../protocol/value.ts";
import type { SimulatedGateway } from "../../simulator/gateway.ts";
import type { SimulatedInstallation } from "../../simulator/installation.ts";
import { createGateway } from "../../simulator/scenario.ts";
import type { Scenario, ScenarioName } from "../../simulator/scenarios.ts";

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
  const { installation } = gateway;
  const write = (name: string, parameter: number, value: number) => {
    const device = installation.deviceNamed(name)!;
    const { format } = findDatapoint(device.family, parameter)!;
    const data = encodeValue(format!, value);
    const answer = installation.write(device, parameter, ParameterProperty.unsavedValue, data);
    assert.ok(answer.ok, `${name} ${parameter}`);
  };
  return { gateway, installation, write };
}
