import assert from "node:assert/strict";
import { disturb, type Plant } from "../../../simulator/plant/plant.ts";
import { eventsOf, live, plantOf } from "./plants.ts";

const CLOSED_IS_ACTIVE = { 1545: 0 };
const NIGHT = "2026-06-21T23:00";

function after(plant: Plant, seconds = 30): Plant["inverters"][number] {
  return live(plant, seconds, 1).inverters[0]!;
}

Deno.test("A closed remote entry prohibits what {1538} to {1542} and {1579} say, until it is opened", () => {
  const prohibited = (parameter: number) =>
    disturb(
      plantOf("house", {
        start: NIGHT,
        charge: 0.9,
        settings: { xt: { ...CLOSED_IS_ACTIVE, [parameter]: 1 } },
      }),
      { closedEntries: ["xt1", "xt2"] },
    );
  assert.equal(after(prohibited(1538)).connected, false);
  assert.equal(after(prohibited(1540)).control.settings.chargerAllowed, false);
  assert.equal(after(prohibited(1541)).control.settings.boostAllowed, false);
  assert.equal(after(prohibited(1542)).control.settings.feedingAllowed, false);
  assert.equal(after(prohibited(1579)).batteryPriority, false);
  const dark = disturb(prohibited(1539), { grid: NO_GRID });
  assert.equal(after(dark).mode, "off");
  assert.equal(after(disturb(dark, { closedEntries: [] })).mode, "inverter");
});

Deno.test("A remote entry acts when it is open, where {1545} says so", () => {
  const settings = { xt: { 1545: 1, 1538: 1 } };
  const open = plantOf("house", { settings });
  assert.equal(after(open).connected, false);
  assert.equal(after(disturb(open, { closedEntries: ["xt1"] })).connected, true);
});

Deno.test("A remote entry is told when it changes, each way", () => {
  const house = live(plantOf("house", { settings: { xt: CLOSED_IS_ACTIVE } }), 10, 1);
  const closed = disturb(house, { closedEntries: ["xt2"] });
  assert.deepEqual(eventsOf(closed, 5), ["xt2 remote_entry_active"]);
  const opened = disturb(live(closed, 5, 1), { closedEntries: [] });
  assert.deepEqual(eventsOf(opened, 5), ["xt2 remote_entry_inactive"]);
});

Deno.test("A remote entry switches an Xtender on while it is active, where {1576} says so", () => {
  const settings = { xt: { ...CLOSED_IS_ACTIVE, 1576: 1 } };
  const open = disturb(plantOf("house", { settings }), { grid: NO_GRID });
  assert.equal(after(open).mode, "off");
  const closed = disturb(open, { closedEntries: ["xt1", "xt2"] });
  assert.equal(after(closed).mode, "inverter");
  assert.equal(after(disturb(live(closed, 30, 1), { closedEntries: [] })).mode, "off");
  assert.equal(after(switched(closed, false)).mode, "off");
});

Deno.test("A remote entry switches a solar charger on while it is active, where {10314} or {14202} says so", () => {
  const settings = { vt: { 10313: 1, 10314: 1 }, vs: { 14201: 1, 14202: 1 } };
  const modes = (plant: Plant) =>
    live(plant, 5, 1).solarChargers.map(({ mode }) => mode === "off" ? "off" : "on");
  const open = plantOf("house", { settings });
  assert.deepEqual(modes(open), ["off", "off"]);
  assert.deepEqual(modes(disturb(open, { closedEntries: ["vt1"] })), ["on", "off"]);
  assert.deepEqual(modes(disturb(open, { closedEntries: ["vt1", "vs1"] })), ["on", "on"]);
});

Deno.test("AUX 1 stands for the remote entry where {1578} says so, and the entry moves AUX 2 by {1544}", () => {
  const ALWAYS_CLOSED = 4;
  const xt = { ...CLOSED_IS_ACTIVE, 1202: ALWAYS_CLOSED, 1578: 1, 1538: 1, 1544: 1 };
  const { connected, entryClosed, contacts } = after(plantOf("house", { settings: { xt } }));
  assert.deepEqual([connected, entryClosed, contacts[1]!.closed], [false, true, true]);
});

Deno.test("A solar charger's remote entry moves its contacts by {10308} to {10311}, {14214} and {14215}", () => {
  const settings = {
    vt: { 10313: 1, 10308: 1, 10309: 1, 10310: 1, 10311: 1 },
    vs: { 14201: 1, 14214: 1, 14215: 1 },
  };
  const contacts = (plant: Plant) =>
    live(plant, 5, 1).solarChargers.map(({ contacts }) => contacts.map(({ closed }) => closed));
  const open = plantOf("house", { settings });
  assert.ok(contacts(open).flat().every((closed) => !closed));
  assert.deepEqual(contacts(disturb(open, { closedEntries: ["vt1", "vs1"] })), [
    [true, true, true, true],
    [true, true],
  ]);
});

Deno.test("The input limit follows the voltage by {1554} only while the remote entry is active", () => {
  const house = disturb(
    plantOf("house", { settings: { xt: { ...CLOSED_IS_ACTIVE, 1554: 1, 1433: 40 } } }),
    { grid: { ...NO_GRID, off: false, voltage: 200 } },
  );
  const limit = (plant: Plant) => after(plant).inputLimit;
  assert.equal(limit(house), 32);
  assert.ok(limit(disturb(house, { closedEntries: ["xt1"] })) < 20);
});

function switched(plant: Plant, on: boolean): Plant {
  const inverters = plant.inverters.map((each) => ({ ...each, control: { ...each.control, on } }));
  return { ...plant, inverters };
}

const NO_GRID = { off: true, voltage: undefined, frequency: undefined, maxCurrent: undefined };
