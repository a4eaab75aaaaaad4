import assert from "node:assert/strict";
import type { SimulatedGateway } from "../../../../simulator/gateway.ts";
import { createGateway } from "../../../../simulator/scenario/scenario.ts";
import { type Scenario, Scenarios } from "../../../../simulator/scenario/scenarios.ts";
import { writeParameter } from "../../gateway_client.ts";

/** Of the Xtender, in W. */
const NOMINAL = 7000;

Deno.test("What is fed has the power factor of {1613} and {1622} to {1624} where {1610} uses them", () => {
  const gateway = feeding(13);
  assert.equal(powerFactor(gateway), 1);
  const curve = { 1613: 50, 1622: -0.1, 1623: 0.02, 1624: 0.1 };
  write(gateway, curve);
  assert.equal(powerFactor(gateway), 1);
  write(gateway, { 1610: 1 });
  // Below the second point, on the line from 0.1 inductive to 0.02 capacitive.
  const share = -gateway.readInfo("xt1", 3137) * 1000 / NOMINAL;
  assert.ok(share > 0.3 && share < 0.5, `${share}`);
  const lack = -0.1 + 0.12 * share / 0.5;
  assert.ok(Math.abs(powerFactor(gateway) - (1 - Math.abs(lack))) < 1e-6);
  // Beyond it, on the line to 0.1 capacitive.
  write(gateway, { 1613: 20 });
  const moved = -gateway.readInfo("xt1", 3137) * 1000 / NOMINAL;
  const beyond = 0.02 + 0.08 * (moved - 0.2) / 0.8;
  assert.ok(Math.abs(powerFactor(gateway) - (1 - beyond)) < 1e-6);
});

Deno.test("A power factor below 1 leaves less active power within the current {1523}", () => {
  const gateway = feeding(15);
  const straight = reading(gateway);
  assert.ok(Math.abs(straight.current - 15) < 0.01, `${straight.current} A`);
  assert.equal(straight.active, straight.apparent);
  assert.ok(Math.abs(straight.converter - straight.output - straight.active) < 1e-6);
  write(gateway, { 1610: 1, 1622: -0.1, 1623: -0.1, 1624: -0.1 });
  const shifted = reading(gateway);
  assert.ok(Math.abs(shifted.current - 15) < 0.01, `${shifted.current} A`);
  assert.equal(shifted.desired, shifted.current);
  assert.ok(Math.abs(shifted.active / shifted.apparent - 0.9) < 1e-6);
  assert.ok(shifted.active < 0.92 * straight.active);
  // The converter carries the reactive power beside the active.
  const reactive = shifted.active * Math.tan(Math.acos(0.9));
  const both = Math.hypot(shifted.output + shifted.active, reactive);
  assert.ok(Math.abs(shifted.converter - both) < 1e-6, `${shifted.converter}, not ${both} kVA`);
});

Deno.test("The curve of {1610} changes nothing while an Xtender takes from the grid", () => {
  const gateway = createGateway({ scenario: "house", start: "2026-06-21T02:00" });
  gateway.installation.disturb({ extraLoad: 4000 });
  writeParameter(gateway, "xt1", 1296, 0);
  gateway.advance(2);
  const before = powerFactor(gateway);
  assert.ok(gateway.readInfo("xt1", 3137) > 1);
  write(gateway, { 1610: 1, 1622: -0.1, 1623: -0.1 });
  assert.ok(Math.abs(powerFactor(gateway) - before) < 0.01);
});

/** One Xtender that empties its battery into the grid with so many A. */
function feeding(current: number): SimulatedGateway {
  const { house } = Scenarios;
  const scenario: Scenario = {
    ...house,
    xtenders: house.xtenders.slice(0, 1),
    battery: { ...house.battery, capacity: 4000 },
    settings: { ...house.settings, xt: { 1127: 1, 1523: current, 1525: 0, 1526: 1439, 1524: 45 } },
  };
  const gateway = createGateway({ scenario, start: "2026-06-21T03:00" });
  gateway.advance(5);
  return gateway;
}

function write(gateway: SimulatedGateway, parameters: Readonly<Record<number, number>>): void {
  for (const [number, value] of Object.entries(parameters)) {
    writeParameter(gateway, "xt1", Number(number), value);
  }
  gateway.advance(3);
}

/** What the infos show of what goes out at the AC input, in A, kVA and kW. */
function reading(gateway: SimulatedGateway) {
  const read = (number: number) => gateway.readInfo("xt1", number);
  return {
    current: -read(3012),
    desired: read(3155),
    apparent: -read(3138),
    active: -read(3137),
    output: read(3136),
    converter: read(3166) * read(3167) / 1000,
  };
}

/** At the AC input, as its infos show it. */
function powerFactor(gateway: SimulatedGateway): number {
  return gateway.readInfo("xt1", 3137) / gateway.readInfo("xt1", 3138);
}
