import assert from "node:assert/strict";
import type { GridDisturbance } from "../../../../simulator/plant/disturbances.ts";
import { GOOD_GRID } from "../../../../simulator/plant/disturbances.ts";
import { disturb, type Plant } from "../../../../simulator/plant/plant.ts";
import { eventsOf, live, plantOf, type PlantOptions } from "../plants.ts";

/** The house at night, on its grid. */
function house(options: PlantOptions = {}): Plant {
  return plantOf("old", { start: "2026-06-21T23:00", charge: 0.9, ...options });
}

function onGrid(plant: Plant, grid: Partial<GridDisturbance>): Plant {
  return disturb(plant, { grid: { ...GOOD_GRID, ...grid } });
}

function relay(plant: Plant, seconds: number): boolean {
  return live(plant, seconds, 1).inverters[0]!.connected;
}

Deno.test("When the grid goes the Xtender inverts within a second, and says so", () => {
  const plant = onGrid(house(), { off: true });
  const { mode, connected, output, input } = live(plant, 1, 1).inverters[0]!;
  assert.deepEqual([mode, connected, input.voltage], ["inverter", false, 0]);
  assert.ok(output.voltage > 220 && output.activePower > 0);
  assert.deepEqual(eventsOf(plant, 60), ["xt1 grid_lost"]);
});

Deno.test("When the grid is back the Xtender synchronises and connects", () => {
  const alone = live(onGrid(house(), { off: true }), 60, 1);
  const back = onGrid(alone, {});
  assert.equal(relay(back, 2), false);
  assert.equal(relay(back, 10), true);
  assert.deepEqual(eventsOf(back, 10), ["xt1 grid_back"]);
});

Deno.test("The relay waits {1580} minutes before it closes", () => {
  const settings = { xt: { 1580: 2 } };
  const back = onGrid(live(onGrid(house({ settings }), { off: true }), 10, 1), {});
  assert.equal(relay(back, 120), false);
  assert.equal(relay(back, 130), true);
});

Deno.test("A low input opens the relay after {1198} seconds below {1199}, at once below {1200}", () => {
  const low = onGrid(house(), { voltage: 195 });
  assert.equal(relay(low, 8), true);
  assert.equal(relay(low, 11), false);
  assert.deepEqual(eventsOf(low, 30), ["xt1 ac_in_voltage_low"]);
  assert.equal(relay(onGrid(house(), { voltage: 170 }), 1), false);
  assert.equal(
    relay(onGrid(house({ settings: { xt: { 1199: 190 } } }), { voltage: 195 }), 60),
    true,
  );
});

Deno.test("A high input {1432} opens the relay at once", () => {
  const high = onGrid(house(), { voltage: 275 });
  assert.equal(relay(high, 1), false);
  assert.deepEqual(eventsOf(high, 5), ["xt1 ac_in_voltage_high"]);
  assert.equal(
    relay(onGrid(house({ settings: { xt: { 1432: 280 } } }), { voltage: 275 }), 5),
    true,
  );
});

Deno.test("A wrong frequency opens the relay after {1507} seconds beyond {1505} and {1506}", () => {
  const fast = onGrid(house(), { frequency: 56 });
  assert.equal(relay(fast, 2), true);
  assert.equal(relay(fast, 4), false);
  assert.deepEqual(eventsOf(fast, 5), ["xt1 ac_in_frequency_wrong"]);
  assert.equal(relay(onGrid(house(), { frequency: 44 }), 5), false);
  assert.equal(relay(onGrid(house({ settings: { xt: { 1506: 8 } } }), { frequency: 44 }), 5), true);
});

Deno.test("The relay stays open while {1128} does not allow it", () => {
  assert.equal(relay(house({ settings: { xt: { 1128: 0 } } }), 60), false);
});

Deno.test("More than {1107} opens the relay where {1436} does not let the limit be overrun", () => {
  const settings = { xt: { 1107: 4, 1126: 0, 1436: 0, 1296: 0 } };
  const heavy = disturb(house({ settings }), { extraLoad: 2000 });
  assert.ok(eventsOf(heavy, 20).includes("xt1 transfer_opened_over_limit"));
  assert.equal(relay(heavy, 20), false);
  const lenient = { xt: { ...settings.xt, 1436: 1 } };
  assert.equal(relay(disturb(house({ settings: lenient }), { extraLoad: 2000 }), 20), true);
});

Deno.test("A spent quota {1559} opens the relay until midnight", () => {
  const settings = { xt: { 1296: 0, 1557: 1, 1559: 0.5 } };
  const plant = house({ settings, start: "2026-06-21T00:00", charge: 1 });
  const loaded = disturb(plant, { extraLoad: 1000 });
  assert.ok(eventsOf(loaded, 3600, 10).includes("xt1 ac_in_quota"));
  const spent = live(loaded, 3600, 10);
  assert.equal(spent.inverters[0]!.connected, false);
  const evening = live(disturb(spent, { extraLoad: 0 }), 22.9 * 3600, 10);
  assert.equal(evening.inverters[0]!.connected, false);
  assert.equal(live(evening, 600, 10).inverters[0]!.connected, true);
});

Deno.test("A quota {1559} that is set once more has come in is told when it opens the relay", () => {
  const owned = (used: number) =>
    house({ settings: { xt: { 1296: 0, 1557: used, 1559: 0.5 } }, charge: 1 });
  const loaded = live(disturb(owned(0), { extraLoad: 3000 }), 1800, 10);
  const [control] = owned(1).inverters.map((each) => each.control);
  const inverters = loaded.inverters.map((each) => ({ ...each, control: control! }));
  const limited: Plant = { ...loaded, inverters };
  assert.deepEqual(eventsOf(limited, 20), ["xt1 ac_in_quota"]);
  assert.equal(relay(limited, 20), false);
});

Deno.test("A source that gives no more than so much breaks down, and the Xtender lets it go", () => {
  const settings = { xt: { 1107: 32, 1126: 0, 1296: 0 } };
  const weak = disturb(house({ settings }), {
    extraLoad: 3000,
    grid: { ...GOOD_GRID, maxCurrent: 8 },
  });
  assert.ok(eventsOf(weak, 30).includes("xt1 ac_in_voltage_low"));
  const limited = { xt: { 1107: 6, 1126: 1, 1296: 0 } };
  const kept = disturb(house({ settings: limited }), {
    extraLoad: 2000,
    grid: { ...GOOD_GRID, maxCurrent: 8 },
  });
  const { connected, mode, input } = live(kept, 60, 1).inverters[0]!;
  assert.deepEqual([connected, mode], [true, "boost"]);
  assert.ok(input.current <= 6.01, `${input.current} A`);
});

Deno.test("A jump of the load on a weak source is taken for its loss as {1552} and {1510} say", () => {
  const events = (xt: Record<number, number>) => {
    const weak = { grid: { ...GOOD_GRID, maxCurrent: 16 } };
    const settings = { xt: { 1125: 0, 1126: 0, 1296: 0, ...xt } };
    const calm = live(disturb(house({ settings }), weak), 10, 1);
    return eventsOf(disturb(calm, { extraLoad: 2300 }), 4);
  };
  const [slow, tolerant, fast] = [1, 2, 4];
  assert.deepEqual(events({}), []);
  assert.deepEqual(events({ 1552: fast! }), ["xt1 source_dip"]);
  assert.deepEqual(events({ 1552: slow!, 1510: 2 }), []);
  assert.deepEqual(events({ 1552: tolerant!, 1510: 30 }), ["xt1 ups_limit"]);
  assert.deepEqual(events({ 1552: tolerant!, 1510: 90 }), []);
});

Deno.test("A charger that begins beside a weak source makes no dip: with {1552} on fast a genset charges on", () => {
  const settings = { xt: { 1246: 1, 1247: 24.5, 1248: 1, 1255: 27, 1256: 1, 1107: 10, 1552: 4 } };
  const plant = plantOf("cabin", {
    source: { kind: "genset", maxCurrent: 12 },
    start: "2026-12-15T18:00",
    charge: 0.3,
    settings,
  });
  const called = live(plant, 300, 1);
  assert.equal(called.inverters[0]!.mode, "charger");
  let charged = 0;
  live(called, 3600, 1, ({ inverters: [xt] }) => charged += xt!.batteryPower > 500 ? 1 : 0);
  assert.ok(charged > 3000, `${charged} s`);
});

Deno.test("An Xtender that took a dip for the loss of its source connects a minute later, and a grid never dips", () => {
  const settings = { xt: { 1125: 0, 1126: 0, 1296: 0, 1552: 4 } };
  const weak = { grid: { ...GOOD_GRID, maxCurrent: 60 }, extraLoad: 6000 };
  const dipped = live(disturb(house({ settings }), weak), 2, 1);
  assert.equal(dipped.inverters[0]!.connected, false);
  const calm = disturb(dipped, { extraLoad: 500 });
  assert.deepEqual([relay(calm, 50), relay(calm, 70)], [false, true]);
  const stiff = disturb(house({ settings }), { extraLoad: 6000 });
  assert.deepEqual(eventsOf(stiff, 10), []);
});

Deno.test("A genset is started by AUX 1, charges, and is stopped again", () => {
  const settings = { xt: { 1246: 1, 1247: 24.5, 1248: 1, 1255: 27, 1256: 1, 1107: 12 } };
  const plant = plantOf("cabin", {
    source: { kind: "genset", maxCurrent: 16 },
    start: "2026-12-15T18:00",
    charge: 0.3,
    settings,
  });
  const called = live(plant, 300, 1);
  const { contacts, connected, mode, input } = called.inverters[0]!;
  assert.deepEqual([contacts[0]!.closed, connected, mode], [true, true, "charger"]);
  assert.ok(input.frequency > 49.5 && input.frequency < 51.5 && input.activePower > 500);
  assert.ok(eventsOf(called, 24 * 3600, 10).includes("xt1 aux1_opened"));
  assert.ok(live(called, 24 * 3600, 10).battery.charge > 0.5);
});
