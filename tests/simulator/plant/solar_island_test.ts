import assert from "node:assert/strict";
import type { Scenario } from "../../../simulator/scenario/scenarios.ts";
import { Coupled, island, leadAcid, read, strong } from "./coupled.ts";
import { writeParameter } from "../gateway_client.ts";

const OVERVOLTAGE_MESSAGE = 20;
/** As in the scenario: how far above the usual frequency its solar inverter derates, in Hz. */
const [DERATING_START, DERATING_END] = [1, 2.7];

Deno.test("Without a grid {6072} lets an Xcom-CAN raise the frequency until the battery takes what is left", () => {
  const gateway = island(Coupled, { charge: 0.999 });
  const { plant } = gateway.installation;
  const rise = read(gateway, 3085) - 50;
  assert.ok(rise > DERATING_START && rise < DERATING_END, `${rise} Hz`);
  assert.ok(read(gateway, 3000) < plant.targetVoltage + 0.01, `${read(gateway, 3000)} V`);
  writeParameter(gateway, "bms", 6072, 0);
  gateway.advance(1);
  assert.equal(read(gateway, 3085), 50);
  assert.ok(read(gateway, 3000) > plant.targetVoltage + 1, `${read(gateway, 3000)} V`);
});

Deno.test("Without a grid {6072} holds what an Xtender charges with to {1138}", () => {
  const gateway = island(Coupled, { charge: 0.3 });
  assert.equal(read(gateway, 3085), 50);
  assert.ok(read(gateway, 3005) > 30, `${read(gateway, 3005)} A`);
  writeParameter(gateway, "xt1", 1138, 12);
  gateway.advance(5);
  assert.ok(read(gateway, 3085) > 51, `${read(gateway, 3085)} Hz`);
  assert.ok(Math.abs(read(gateway, 3005) - 12) < 0.1, `${read(gateway, 3005)} A`);
});

Deno.test("{6073} and {6074} are where the Xcom-CAN believes that solar inverters derate", () => {
  const gateway = island(Coupled, { charge: 0.999 });
  const given = () => gateway.installation.plant.solarInverters[0]!.power;
  const [rise, power] = [read(gateway, 3085) - 50, given()];
  writeParameter(gateway, "bms", 6074, 4);
  gateway.advance(5);
  const share = (rise - 1) / 1.7;
  assert.ok(Math.abs(read(gateway, 3085) - 51 - 3 * share) < 0.2, `${read(gateway, 3085)} Hz`);
  // They derate at once at what it takes for little.
  assert.ok(given() < 0.3 * power, `${given()} and ${power} W`);
  writeParameter(gateway, "bms", 6073, 3);
  gateway.advance(5);
  assert.ok(read(gateway, 3085) > 53);
  assert.equal(given(), 0);
  // An end below the start is none above it.
  writeParameter(gateway, "bms", 6074, 0);
  gateway.advance(5);
  assert.equal(read(gateway, 3085), 53);
});

Deno.test("Solar inverters charge before the solar chargers where {6086} says so, otherwise after them", () => {
  const gateway = island(Coupled, { charge: 0.9 });
  const powers = () => {
    const { solarInverters, solarChargers } = gateway.installation.plant;
    return [solarInverters[0]!.power, solarChargers[0]!.batteryPower];
  };
  const [ac, dc] = powers();
  writeParameter(gateway, "bms", 6086, 1);
  gateway.advance(5);
  const [acFirst, dcLast] = powers();
  assert.ok(acFirst! > ac! + 300 && dcLast! < dc! - 300, `${powers()} W after ${[ac, dc]} W`);
});

Deno.test("Without a grid and Xcom-CAN the frequency rises with the battery's voltage, by up to {1546}, where {1549} lets it", () => {
  const gateway = island(leadAcid({ 1549: 1 }), { charge: 0.99 });
  const { absorptionVoltage, floatingVoltage } =
    gateway.installation.plant.inverters[0]!.control.cycle;
  const fullness = () =>
    (read(gateway, 3000) - floatingVoltage) / (absorptionVoltage - floatingVoltage);
  const rise = () => read(gateway, 3085) - 50;
  assert.ok(rise() > DERATING_START && rise() < DERATING_END, `${rise()} Hz`);
  assert.ok(Math.abs(rise() - 4 * fullness()) < 0.02, `${rise()} Hz at ${fullness()}`);
  const voltage = read(gateway, 3000);
  writeParameter(gateway, "xt1", 1546, 3);
  gateway.advance(5);
  // The solar inverter derates by as much at a higher voltage.
  assert.ok(read(gateway, 3000) > voltage + 0.1, `${read(gateway, 3000)} and ${voltage} V`);
  assert.ok(Math.abs(rise() - 3 * fullness()) < 0.02, `${rise()} Hz at ${fullness()}`);
});

Deno.test("A frequency that rises when the battery is full {1536} stops solar inverters", () => {
  const gateway = island(leadAcid({ 1536: 1 }), { charge: 0.99 });
  gateway.installation.forcePhase(gateway.installation.deviceNamed("xt1")!, "floating");
  gateway.advance(5);
  assert.equal(read(gateway, 3085), 54);
  assert.equal(gateway.installation.plant.solarInverters[0]!.power, 0);
  assert.ok(read(gateway, 3136) > 0);
});

Deno.test("Where nothing holds them, solar inverters drive a full battery's voltage up until the Xtender stops", () => {
  const gateway = island(leadAcid({}), { charge: 0.995 });
  const { installation } = gateway;
  const told = () => installation.messages.latest(20).map(({ type }) => type);
  installation.open();
  gateway.advance(600);
  const stops = told().filter((type) => type === OVERVOLTAGE_MESSAGE);
  // It starts again, and a minute later the solar inverter does.
  assert.ok(stops.length >= 3, told().join());
});

Deno.test("An Xtender that must take more from AC-Out than it can stops with an overload", () => {
  const twice = [...Coupled.xtenders, ...Coupled.xtenders];
  const scenario: Scenario = {
    ...Coupled,
    xtenders: twice,
    battery: { ...Coupled.battery, capacity: 2000 },
    solarInverters: [strong(12_000)],
    settings: { ...Coupled.settings, bms: { 6072: 0 } },
  };
  const gateway = island(scenario, { charge: 0.3 });
  const overloads = () => read(gateway, 3045);
  const before = overloads();
  gateway.advance(600);
  assert.equal(overloads(), before);
  gateway.installation.disturb({ broken: ["xt2"] });
  gateway.advance(600);
  assert.ok(overloads() > before);
});

Deno.test("What solar inverters bring wakes Xtenders that the consumers let rest {1547}", () => {
  const xtenders = [...Coupled.xtenders, ...Coupled.xtenders];
  const solarInverters = [strong(9000)];
  const battery = { ...Coupled.battery, capacity: 2000 };
  const settings = { ...Coupled.settings, bms: { 6072: 0 } };
  const scenario = { ...Coupled, battery, settings, xtenders, solarInverters };
  const gateway = island(scenario, { charge: 0.3 });
  gateway.advance(300);
  assert.ok(gateway.readInfo("xt2", 3136) < -1, `${gateway.readInfo("xt2", 3136)} kW`);
  gateway.installation.disturb({ cloudCover: 1 });
  gateway.advance(300);
  assert.equal(gateway.readInfo("xt2", 3136), 0);
});

Deno.test("An Xtender that searches for consumers {1187} gives solar inverters no voltage", () => {
  const gateway = island({ ...Coupled, meanLoad: 10 }, { charge: 0.3 });
  writeParameter(gateway, "xt1", 1187, 100);
  // A cloud lets it fall asleep.
  gateway.installation.disturb({ cloudCover: 1, broken: ["xt1"] });
  gateway.advance(5);
  gateway.installation.disturb({ cloudCover: 0, broken: [] });
  gateway.advance(180);
  assert.equal(read(gateway, 3021), 0);
  assert.equal(gateway.installation.plant.solarInverters[0]!.power, 0);
  writeParameter(gateway, "xt1", 1187, 0);
  gateway.advance(90);
  assert.ok(read(gateway, 3136) < -1, `${read(gateway, 3136)} kW`);
});
