import assert from "node:assert/strict";
import { findDatapoint } from "../../protocol/catalogue/lookup.ts";
import { SimulatedGateway } from "../../simulator/gateway.ts";
import { SimulatedInstallation } from "../../simulator/installation.ts";
import { GOOD_GRID } from "../../simulator/plant/disturbances.ts";
import { createGateway } from "../../simulator/scenario.ts";
import { type Scenario, Scenarios } from "../../simulator/scenarios.ts";
import { writeParameter } from "./gateway_client.ts";

const NOON = "2026-06-21T12:00";
const Coupled = Scenarios["ac-coupled"];
const OVERVOLTAGE_MESSAGE = 20;
/** As in the scenario: how far above the usual frequency its solar inverter derates, in Hz. */
const [DERATING_START, DERATING_END] = [1, 2.7];

Deno.test("What a solar inverter gives beyond the consumers charges with at most {1138} A, the rest is fed", () => {
  const gateway = sunny(Coupled, { charge: 0.3 });
  writeParameter(gateway, "xt1", 1138, 20);
  gateway.advance(5);
  assert.ok(read(gateway, 3136) < -1.5, `${read(gateway, 3136)} kW`);
  assert.ok(read(gateway, 3139) < 0 && read(gateway, 3022) < 0);
  assert.ok(Math.abs(read(gateway, 3005) - 20) < 0.1, `${read(gateway, 3005)} A`);
  assert.equal(text(gateway, 3028), "Charger");
  assert.equal(text(gateway, 3160), "Ibatt");
  const fed = -read(gateway, 3137);
  const charged = read(gateway, 3000) * read(gateway, 3005) / 1000;
  assert.ok(fed > 0.2 && fed < -read(gateway, 3136) - charged, `${fed} kW`);
  writeParameter(gateway, "xt1", 1138, 100);
  gateway.advance(5);
  assert.ok(Math.abs(read(gateway, 3137)) < 1e-6, `${read(gateway, 3137)} kW`);
  assert.equal(text(gateway, 3160), "PchNeg");
  writeParameter(gateway, "xt1", 1125, 0);
  gateway.advance(5);
  assert.ok(read(gateway, 3005) < 0);
  assert.ok(Math.abs(read(gateway, 3137) - read(gateway, 3136)) < 1e-6);
});

Deno.test("Info 3083 counts what goes out to consumers, and not what solar inverters bring", () => {
  const gateway = sunny(Coupled, { charge: 0.5 });
  const before = read(gateway, 3083);
  gateway.advance(600);
  assert.ok(read(gateway, 3101) < -1.5);
  assert.equal(read(gateway, 3083), before);
});

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

Deno.test("{1646} lets the charger use what AC-Out leaves over alone, until an active entry lifts that by {1647}", () => {
  const gateway = sunny(Coupled, { charge: 0.15 });
  const { installation } = gateway;
  writeParameter(gateway, "bms", 6071, 0);
  gateway.advance(5);
  assert.ok(read(gateway, 3137) > 0.2, `${read(gateway, 3137)} kW`);
  writeParameter(gateway, "xt1", 1646, 1);
  writeParameter(gateway, "xt1", 1545, 0);
  gateway.advance(5);
  assert.ok(Math.abs(read(gateway, 3137)) < 1e-6, `${read(gateway, 3137)} kW`);
  const surplus = -read(gateway, 3136) * 1000 / read(gateway, 3011);
  assert.ok(Math.abs(read(gateway, 3165) - surplus) < 1e-6, `${read(gateway, 3165)} A`);
  installation.disturb({ closedEntries: ["xt1"] });
  gateway.advance(5);
  assert.ok(Math.abs(read(gateway, 3137)) < 1e-6);
  writeParameter(gateway, "xt1", 1647, 1);
  gateway.advance(5);
  assert.ok(read(gateway, 3137) > 0.2, `${read(gateway, 3137)} kW`);
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

Deno.test("A solar inverter feeds a voltage that has stood for a minute", () => {
  const gateway = sunny(Coupled, { charge: 0.5 });
  const given = () => gateway.installation.plant.solarInverters[0]!.power;
  assert.ok(given() > 2000);
  gateway.installation.disturb({ broken: ["xt1"] });
  gateway.advance(5);
  assert.equal(given(), 0);
  gateway.installation.disturb({ broken: [] });
  gateway.advance(50);
  assert.equal(given(), 0);
  gateway.advance(60);
  assert.ok(given() > 2000, `${given()} W`);
});

Deno.test("A fast grid makes solar inverters give less", () => {
  const gateway = sunny(Coupled, { charge: 0.5 });
  writeParameter(gateway, "xt1", 1505, 5);
  const given = () => gateway.installation.plant.solarInverters[0]!.power;
  const before = given();
  gateway.installation.disturb({ grid: { ...GOOD_GRID, frequency: 51.85 } });
  gateway.advance(3);
  assert.ok(Math.abs(given() / before - 0.5) < 0.02, `${given()} of ${before} W`);
});

Deno.test("Two Xtenders of a phase share what its solar inverters give", () => {
  const scenario = { ...Coupled, xtenders: [...Coupled.xtenders, ...Coupled.xtenders] };
  const gateway = sunny(scenario, { charge: 0.5 });
  assert.ok(read(gateway, 3136) < -0.5);
  for (const info of [3136, 3137, 3005]) {
    const [one, two] = ["xt1", "xt2"].map((name) => gateway.readInfo(name, info));
    assert.ok(Math.abs(one! - two!) < 1e-6 * Math.abs(one!), `${info}: ${one} and ${two}`);
  }
});

interface Situation {
  /** Of the battery, 0 to 1. */
  readonly charge: number;
}

/** At noon under a clear sky. */
function sunny(scenario: Scenario, { charge }: Situation): SimulatedGateway {
  const { devices, plant } = createGateway({ scenario, start: NOON }).installation;
  const battery = { ...plant.battery, charge };
  const installation = new SimulatedInstallation({ ...plant, battery }, devices);
  installation.disturb({ cloudCover: 0 });
  const { firmware } = scenario;
  const gateway = new SimulatedGateway(installation, {
    firmware,
    mode: "232i",
    lenient: false,
    guid: "",
  });
  gateway.advance(5);
  return gateway;
}

/** The same without a grid. */
function island(scenario: Scenario, situation: Situation): SimulatedGateway {
  const gateway = sunny(scenario, situation);
  gateway.installation.disturb({ grid: { ...GOOD_GRID, off: true } });
  gateway.advance(5);
  return gateway;
}

/** The Xtender with a lead-acid battery and nothing else that charges it. */
function leadAcid(xt: Readonly<Record<number, number>>): Scenario {
  return {
    ...Coupled,
    battery: { chemistry: "lead_acid", nominalVoltage: 48, capacity: 400, monitor: "none" },
    varioTracks: [],
    settings: { xt },
  };
}

function read(gateway: SimulatedGateway, info: number): number {
  return gateway.readInfo("xt1", info);
}

/** What an owner reads of an info of the Xtender that is one of a list. */
function text(gateway: SimulatedGateway, number: number): string {
  const code = read(gateway, number);
  return findDatapoint("xt", number)!.options.find((option) => option.code === code)!.text;
}
