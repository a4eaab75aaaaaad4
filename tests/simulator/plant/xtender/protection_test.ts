import assert from "node:assert/strict";
import { GOOD_GRID } from "../../../../simulator/plant/disturbances.ts";
import { disturb, type Plant, release } from "../../../../simulator/plant/plant.ts";
import { eventsOf, live, plantOf, type PlantOptions } from "../plants.ts";

function cabin(options: PlantOptions = {}): Plant {
  return plantOf("cabin", { start: "2026-12-15T20:00", seed: 2, charge: 0.6, ...options });
}

Deno.test("An empty battery stops the inverter after {1190} minutes below {1108}, with a warning first", () => {
  const plant = disturb(cabin({ charge: 0.03 }), { extraLoad: 300 });
  assert.deepEqual(eventsOf(plant, 400).slice(0, 2), ["xt1 battery_low", "xt1 undervoltage_stop"]);
  const stopped = live(plant, 400, 1).inverters[0]!;
  assert.deepEqual([stopped.mode, stopped.output.voltage], ["off", 0]);
  assert.equal(stopped.protection.stop!.reason, "undervoltage");
  const patient = disturb(cabin({ charge: 0.03, settings: { xt: { 1190: 60 } } }), {
    extraLoad: 300,
  });
  assert.deepEqual(eventsOf(patient, 400), ["xt1 battery_low"]);
});

Deno.test("The inverter starts again when the battery is above {1110}", () => {
  const stopped = live(disturb(cabin({ charge: 0.03 }), { extraLoad: 300 }), 400, 1);
  const charged = { ...stopped, battery: { ...stopped.battery, charge: 0.6 } };
  assert.deepEqual(eventsOf(charged, 10), ["xt1 undervoltage_restart"]);
  assert.equal(live(charged, 10, 1).inverters[0]!.mode, "inverter");
  const never = cabin({ charge: 0.03, settings: { xt: { 1130: 0 } } });
  const halted = live(disturb(never, { extraLoad: 300 }), 400, 1);
  const full = { ...halted, battery: { ...halted.battery, charge: 0.6 } };
  assert.equal(live(full, 60, 1).inverters[0]!.mode, "off");
});

Deno.test("A restart voltage {1110} below the level {1108} does not let the inverter start and stop by turns", () => {
  const settings = { xt: { 1108: 24.6, 1191: 0, 1110: 23, 1190: 0 } };
  const plant = disturb(cabin({ settings }), { extraLoad: 600 });
  assert.deepEqual(eventsOf(plant, 3600), ["xt1 battery_low", "xt1 undervoltage_stop"]);
});

Deno.test("A lead-acid battery under any load is low before the inverter stops for it", () => {
  for (const extraLoad of [100, 800, 1500, 2700]) {
    const drained = disturb(cabin({ charge: 0.12 }), { extraLoad });
    const events = eventsOf(drained, 6 * 3600);
    assert.equal(events.at(-1), "xt1 undervoltage_stop", `${extraLoad} W: ${events}`);
    assert.equal(events.at(-2), "xt1 battery_low", `${extraLoad} W: ${events}`);
  }
});

Deno.test("A loaded battery may sag further: the level goes to {1109} with the load where {1191} says", () => {
  const kept = { 1108: 24.4, 1532: 0, 1109: 21, 1190: 0 };
  const at = (xt: Record<number, number>) =>
    eventsOf(disturb(cabin({ charge: 0.4, settings: { xt } }), { extraLoad: 2000 }), 30);
  assert.deepEqual(at({ ...kept, 1191: 1 }), []);
  assert.ok(at({ ...kept, 1191: 0 }).includes("xt1 undervoltage_stop"));
});

Deno.test("By itself {1532} the level falls by {1632} of the battery's sag, whoever loads it, not by {1109}", () => {
  const sagging = (xt: Record<number, number>) =>
    eventsOf(
      disturb(cabin({ charge: 0.4, settings: { xt: { 1108: 23.9, 1190: 0, ...xt } } }), {
        extraLoad: 2000,
      }),
      30,
    );
  assert.deepEqual(sagging({ 1532: 1, 1632: 100, 1109: 23.9 }), []);
  assert.ok(sagging({ 1532: 1, 1632: 0, 1109: 18 }).includes("xt1 undervoltage_stop"));
  assert.ok(sagging({ 1532: 1, 1632: 100, 1191: 0 }).includes("xt1 undervoltage_stop"));
});

Deno.test("A battery that breaks down stops everything at once", () => {
  const plant = disturb(cabin({ charge: 0.0005 }), { extraLoad: 2500 });
  assert.ok(eventsOf(plant, 120).includes("xt1 critical_undervoltage"));
});

Deno.test("A battery that breaks down under a load in full sun is not too high for it", () => {
  const island = disturb(plantOf("house", { charge: 0.99 }), { grid: { ...GOOD_GRID, off: true } });
  const loaded = disturb(live(island, 120, 1), { extraLoad: 40_000 });
  assert.deepEqual(eventsOf(loaded, 10), [
    "xt1 critical_undervoltage",
    "xt2 critical_undervoltage",
  ]);
});

Deno.test("A battery that breaks down under a load and recovers without it makes no restart a second", () => {
  // The battery is too small for the load, and well above {1110} without it.
  const small = (xt: Record<number, number>) =>
    disturb(cabin({ charge: 0.9, battery: { capacity: 15 }, settings: { xt } }), {
      extraLoad: 2500,
    });
  const told: [seconds: number, kind: string][] = [];
  const plant = small({ 1305: 2, 1190: 1 });
  live(plant, 600, 1, ({ time, events }) => {
    for (const { kind } of events) {
      if (kind !== "battery_low") told.push([time - plant.time, kind]);
    }
  });
  const kinds = told.map(([, kind]) => kind);
  // {1305}: two are allowed, and the third is for good.
  assert.deepEqual(kinds, [
    "critical_undervoltage",
    "undervoltage_restart",
    "critical_undervoltage",
    "undervoltage_restart",
    "critical_undervoltage",
  ]);
  for (const stop of [0, 2]) {
    const rest = told[stop + 1]![0] - told[stop]![0];
    assert.ok(rest >= 60 && rest <= 62, `${rest} s from stop to restart`);
  }
  const hasty = eventsOf(small({ 1305: 20, 1190: 0 }), 60)
    .filter((event) => /restart/.test(event));
  assert.ok(hasty.length > 0 && hasty.length <= 6, `${hasty.length} restarts in a minute`);
});

Deno.test("A low battery is told once before the stop, however its voltage wavers around the level", () => {
  const settings = { xt: { 1108: 24.4, 1191: 0, 1190: 10 } };
  let plant = cabin({ charge: 0.5, settings });
  const told: string[] = [];
  for (let turn = 0; turn < 6; turn++) {
    plant = disturb(plant, { extraLoad: turn % 2 === 0 ? 2500 : 0 });
    told.push(...eventsOf(plant, 30));
    plant = live(plant, 30, 1);
  }
  assert.deepEqual(told, ["xt1 battery_low"]);
});

Deno.test("An overload stops the inverter; after three attempts it stays off until switched on", () => {
  const plant = disturb(cabin({ charge: 0.9, battery: { capacity: 2000 } }), { extraLoad: 9000 });
  const events = eventsOf(plant, 120);
  assert.deepEqual(events.filter((event) => /overload/.test(event)), [
    "xt1 overload",
    "xt1 overload_restart",
    "xt1 overload",
    "xt1 overload_restart",
    "xt1 overload_final_stop",
  ]);
  const off = live(plant, 120, 1);
  assert.equal(off.inverters[0]!.protection.counts.overload, 3);
  const quiet = live(disturb(off, { extraLoad: 0 }), 3600, 10);
  assert.equal(quiet.inverters[0]!.mode, "off");
  assert.equal(live(release(quiet, "xt1"), 5, 1).inverters[0]!.mode, "inverter");
});

Deno.test("A load beyond all measure is an overload with pauses, not a battery that breaks down by turns", () => {
  const told: [seconds: number, kind: string][] = [];
  const plant = disturb(cabin({ charge: 0.9 }), { extraLoad: 20_000 });
  live(plant, 600, 1, ({ time, events }) => {
    for (const { kind } of events) told.push([time - plant.time, kind]);
  });
  // {1533}: five seconds from a stop to the next attempt.
  assert.deepEqual(told, [
    [2, "overload"],
    [7, "overload_restart"],
    [8, "overload"],
    [13, "overload_restart"],
    [14, "overload_final_stop"],
  ]);
});

Deno.test("An overload of a seventh is borne for half an hour", () => {
  const nominal = 3000;
  const plant = disturb(cabin({ charge: 0.95, meanLoad: 0, battery: { capacity: 4000 } }), {
    extraLoad: nominal * 8 / 7,
  });
  assert.deepEqual(eventsOf(plant, 25 * 60, 10), []);
  assert.ok(eventsOf(plant, 40 * 60, 10).includes("xt1 overload"));
});

Deno.test("Heat warns, then stops the Xtender, until it has cooled", () => {
  const hot = disturb(cabin({ charge: 0.95, meanLoad: 0, battery: { capacity: 4000 } }), {
    extraLoad: 2950,
    airTemperature: 46,
  });
  const events = eventsOf(hot, 4 * 3600, 10).filter((event) => /overtemperature/.test(event));
  assert.deepEqual(events.slice(0, 3), [
    "xt1 overtemperature_warning",
    "xt1 overtemperature",
    "xt1 overtemperature_restart",
  ]);
});

Deno.test("A hot Xtender charges with less", () => {
  const plant = plantOf("old", {
    start: "2026-06-21T23:00",
    charge: 0.5,
    settings: { xt: { 1296: 0, 1138: 60 } },
  });
  const chargesWith = (temperature: number) => {
    const inverters = plant.inverters.map((each) => ({ ...each, temperature }));
    return live({ ...plant, inverters }, 5, 1).inverters[0]!;
  };
  assert.ok(chargesWith(88).batteryPower < 0.7 * chargesWith(40).batteryPower);
  assert.equal(chargesWith(88).limitation, "heat");
});

Deno.test("Too high a voltage {1121} stops the Xtender until it is below {1122}", () => {
  const settings = { xt: { 1121: 25.6, 1122: 25.5 } };
  const full = disturb(
    plantOf("cabin", { start: "2026-06-21T12:00", charge: 0.9, settings }),
    { cloudCover: 0 },
  );
  const events = eventsOf(full, 60);
  assert.deepEqual(events.slice(0, 2), ["xt1 battery_high", "xt1 overvoltage_stop"]);
});

Deno.test("A restart voltage {1122} above the level {1121} does not let the Xtender start and stop by turns", () => {
  const plant = plantOf("cabin", {
    start: "2026-06-21T12:00",
    charge: 0.9,
    settings: { xt: { 1121: 25.6, 1122: 32 } },
  });
  const events = eventsOf(disturb(plant, { cloudCover: 0 }), 600);
  assert.deepEqual(events, ["xt1 battery_high", "xt1 overvoltage_stop"]);
});

Deno.test("A battery's voltage that wavers around {1121} is told when it rises there, not at each turn", () => {
  let plant = plantOf("cabin", { settings: { xt: { 1121: 29 } } });
  const told: string[] = [];
  for (const voltage of [28.9, 29.1, 28.9, 29.1, 28.8, 29.1, 28.7, 29.1]) {
    plant = live({ ...plant, battery: { ...plant.battery, voltage } }, 1, 1);
    told.push(...plant.events.map(({ device, kind }) => `${device} ${kind}`));
  }
  assert.equal(told.filter((event) => event === "xt1 battery_high").length, 2, `${told}`);
});

Deno.test("A solar charger that finds the battery too high {10085} does not start and stop each second", () => {
  for (const restart of [25, 32]) {
    const settings = { vt: { 10085: 25.6, 10086: restart } };
    const plant = plantOf("cabin", { start: "2026-06-21T12:00", charge: 0.9, settings });
    const told = eventsOf(disturb(plant, { cloudCover: 0 }), 600)
      .filter((event) => event === "vt1 battery_high");
    assert.ok(told.length >= 1 && told.length <= 10, `{10086} ${restart}: ${told.length} times`);
  }
});

Deno.test("The adaptive level {1194} rises with every stop, up to {1195}", () => {
  const settings = { xt: { 1194: 1, 1190: 0, 1304: 20 } };
  const stopped = live(cabin({ charge: 0.015, settings }), 120, 1);
  assert.ok(stopped.inverters[0]!.protection.adaptiveRise > 0.2);
});

Deno.test("A broken device does nothing, and works again when it is mended", () => {
  const plant = plantOf("house", { start: "2026-06-21T12:00" });
  const broken = live(disturb(plant, { broken: ["xt1", "vt1"] }), 10, 1);
  assert.deepEqual(broken.inverters.map(({ mode }) => mode !== "off"), [false, true]);
  assert.equal(broken.solarChargers[0]!.mode, "off");
  const mended = live(disturb(broken, { broken: [] }), 20, 1);
  assert.ok(mended.inverters.every(({ mode }) => mode !== "off"));
});

Deno.test("An earth fault stops the charger that looks for it {10060}, and is told once", () => {
  const plant = disturb(plantOf("house", { start: "2026-06-21T12:00" }), { earthFaults: ["vt1"] });
  assert.deepEqual(eventsOf(plant, 30), ["vt1 earth_fault"]);
  const { mode, batteryPower } = live(plant, 5, 1).solarChargers[0]!;
  assert.deepEqual([mode, batteryPower], ["security", 0]);
  const careless = plantOf("house", { settings: { vt: { 10060: 1 } } });
  assert.deepEqual(eventsOf(disturb(careless, { earthFaults: ["vt1"] }), 30), []);
});
