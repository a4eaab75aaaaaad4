import assert from "node:assert/strict";
import { findDatapoint } from "../../../protocol/catalogue/lookup.ts";
import { GOOD_GRID } from "../../../simulator/plant/disturbances.ts";
import type { SimulatedGateway } from "../../../simulator/gateway.ts";
import { createGateway } from "../../../simulator/scenario/scenario.ts";
import { type Scenario, Scenarios } from "../../../simulator/scenario/scenarios.ts";

const NOON = "2026-06-21T12:00";
const HOUR = 3600;

Deno.test("The infos of an Xtender tell that the grid is lost, and what it does then", () => {
  const gateway = createGateway({ scenario: "house", start: NOON });
  assert.equal(text(gateway, "xt1", 3020), "Closed");
  gateway.installation.disturb({ grid: { ...GOOD_GRID, off: true } });
  gateway.advance(5);
  assert.equal(text(gateway, "xt1", 3020), "Opened");
  assert.equal(text(gateway, "xt1", 3028), "Inverter");
  assert.equal(text(gateway, "xt1", 3074), "Closed");
  assert.equal(gateway.readInfo("xt1", 3011), 0);
  assert.ok(gateway.readInfo("xt1", 3021) > 220);
});

Deno.test("The infos tell boost, limit and priority as the parameters make them", () => {
  const gateway = houseWith({ 1107: 4, 1127: 0 }, "2026-06-21T20:00");
  gateway.advance(30);
  assert.equal(text(gateway, "xt1", 3161), "On");
  gateway.installation.disturb({ extraLoad: 4000 });
  gateway.advance(30);
  assert.equal(text(gateway, "xt1", 3028), "Boost");
  assert.equal(text(gateway, "xt1", 3019), "On");
  assert.equal(gateway.readInfo("xt1", 3017), 4);
});

Deno.test("Info 3017 shows the second input limit {1567} where that is used, with or without a grid", () => {
  const gateway = houseWith({ 1107: 20, 1566: 1, 1567: 7 }, NOON);
  assert.equal(gateway.readInfo("xt1", 3017), 7);
  gateway.installation.disturb({ grid: { ...GOOD_GRID, off: true } });
  gateway.advance(5);
  assert.equal(gateway.readInfo("xt1", 3017), 7);
});

Deno.test("The infos tell that an Xtender feeds by force, and what limits it", () => {
  const gateway = houseWith(
    { 1523: 4, 1525: 18 * 60, 1526: 22 * 60, 1524: 47 },
    "2026-06-21T17:55",
  );
  assert.equal(text(gateway, "xt1", 3162), "Off");
  gateway.advance(600);
  assert.equal(text(gateway, "xt1", 3162), "On");
  assert.equal(text(gateway, "xt1", 3028), "Injection");
  assert.equal(text(gateway, "xt1", 3160), "Iinj");
  assert.ok(Math.abs(gateway.readInfo("xt1", 3155) - 4) < 0.01);
});

Deno.test("The infos of all devices tell the same phase of the charge, each in its own code", () => {
  const gateway = createGateway({ scenario: "house", start: NOON });
  const phases = new Set<string>();
  gateway.installation.disturb({ cloudCover: 0 });
  for (let minute = 0; minute < 300; minute += 5) {
    gateway.advance(300);
    const [xt, vt, vs] = [["xt1", 3010], ["vt1", 11038], ["vs1", 15002]] as const;
    const phase = text(gateway, ...xt);
    phases.add(phase);
    assert.equal(text(gateway, ...vt), phase);
    assert.equal(text(gateway, ...vs), phase);
  }
  assert.ok(phases.has("Absorpt.") || phases.has("Floating"), [...phases].join());
});

Deno.test("The infos of a solar charger tell night, sun, battery, earth fault and off", () => {
  const gateway = createGateway({ scenario: "house", start: "2026-06-21T01:00" });
  const modes = () => [text(gateway, "vt1", 11016), text(gateway, "vs1", 15013)];
  assert.deepEqual(modes(), ["Night", "Night"]);
  gateway.advance(8 * HOUR);
  assert.deepEqual(modes(), ["Charge", "Charge"]);
  gateway.installation.disturb({ earthFaults: ["vt1", "vs1"] });
  gateway.advance(2);
  assert.deepEqual(modes(), ["Security", "Security"]);
  assert.deepEqual([text(gateway, "vt1", 11034), text(gateway, "vs1", 15049)], [
    "Earth",
    "GroundBat",
  ]);
  gateway.installation.disturb({ earthFaults: [], broken: ["vt1"] });
  gateway.advance(2);
  assert.equal(text(gateway, "vt1", 11069), "Off");
  assert.deepEqual(modes(), ["OFF", "Charge"]);
});

Deno.test("The infos of a solar charger tell that the battery, or the current, holds it back", () => {
  const full = createGateway({ scenario: "cabin", start: "2026-06-21T15:00" });
  full.installation.disturb({ cloudCover: 0 });
  full.advance(1800);
  assert.equal(text(full, "vt1", 11016), "Charge V");
  const scenario: Scenario = {
    ...Scenarios.house,
    settings: { ...Scenarios.house.settings, vt: { 10002: 5 } },
  };
  const little = createGateway({ scenario, start: NOON });
  little.installation.disturb({ cloudCover: 0 });
  little.advance(60);
  assert.equal(text(little, "vt1", 11016), "Charge I");
});

Deno.test("The infos tell an overload, its count, and the stop after the third", () => {
  const gateway = createGateway({ scenario: "cabin", start: NOON });
  const before = gateway.readInfo("xt1", 3045);
  gateway.installation.disturb({ extraLoad: 9000 });
  gateway.advance(90);
  assert.equal(gateway.readInfo("xt1", 3045), before + 3);
  assert.equal(text(gateway, "xt1", 3049), "Off");
  assert.equal(text(gateway, "xt1", 3030), "Opened");
});

Deno.test("The infos tell state and mode of the auxiliary contacts", () => {
  const gateway = houseWith({ 1202: 4, 1311: 2 }, NOON);
  gateway.advance(2);
  assert.deepEqual(
    [3031, 3032].map((number) => text(gateway, "xt1", number)),
    ["Closed", "Closed"],
  );
  assert.deepEqual([3054, 3055].map((number) => gateway.readInfo("xt1", number)), [3, 2]);
});

Deno.test("The daily counters are the powers over time, and become yesterday's at midnight", () => {
  const gateway = createGateway({ scenario: "house", start: "2026-06-21T00:00" });
  const names = { xt1: [3083, 3136], vt1: [11007, 11004] } as const;
  const energy = { xt1: 0, vt1: 0 };
  for (let minute = 0; minute < 1439; minute++) {
    for (let second = 0; second < 60; second += 20) {
      gateway.advance(20);
      for (const name of ["xt1", "vt1"] as const) {
        energy[name] += gateway.readInfo(name, names[name][1]) * 20 / 3600;
      }
    }
  }
  for (const name of ["xt1", "vt1"] as const) {
    const told = gateway.readInfo(name, names[name][0]);
    const scale = name === "vt1" ? energy.vt1 / told : 1;
    // Samples of every twentieth second come near the count of every second.
    assert.ok(
      Math.abs(energy[name] / told - 1) < 0.05 * scale,
      `${name}: ${told}, ${energy[name]}`,
    );
  }
  const today = gateway.readInfo("xt1", 3083);
  gateway.advance(120);
  assert.ok(Math.abs(gateway.readInfo("xt1", 3082) - today) < 0.2);
  assert.ok(gateway.readInfo("xt1", 3083) < 0.2);
});

function houseWith(xt: Record<number, number>, start: string): SimulatedGateway {
  const { settings } = Scenarios.house;
  const scenario = { ...Scenarios.house, settings: { ...settings, xt: { ...settings.xt, ...xt } } };
  return createGateway({ scenario, start });
}

/** What an owner reads of an info that is one of a list. */
function text(gateway: SimulatedGateway, device: string, number: number): string {
  const { family } = gateway.installation.deviceNamed(device)!;
  const code = gateway.readInfo(device, number);
  return findDatapoint(family, number)!.options.find((option) => option.code === code)!.text;
}
