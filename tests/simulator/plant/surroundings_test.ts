import assert from "node:assert/strict";
import { GOOD_GRID } from "../../../simulator/plant/disturbances.ts";
import { gridAt, type SourceDesign } from "../../../simulator/plant/source/grid.ts";
import { loadAt } from "../../../simulator/plant/load.ts";
import { solarPowers } from "../../../simulator/plant/solar/solar_share.ts";
import { disturb } from "../../../simulator/plant/plant.ts";
import { eventsOf, live, plantOf } from "./plants.ts";

const DAY = 86400;
const START = Date.UTC(2026, 3, 15) / 1000;

Deno.test("A household draws its mean over the days, and 100 to 400 W when it sleeps", () => {
  for (const seed of [1, 2, 3]) {
    const powers = Array.from(
      { length: 10 * DAY / 20 },
      (_, i) => loadAt(seed, 1100, 1, START + i * 20, 20),
    );
    const mean = powers.reduce((a, b) => a + b, 0) / powers.length;
    assert.ok(mean > 0.85 * 1100 && mean < 1.15 * 1100, `seed ${seed}: ${mean} W`);
    powers.sort((a, b) => a - b);
    for (const share of [0, 0.05, 0.1]) {
      const base = powers[Math.floor(powers.length * share)]!;
      assert.ok(base > 100 && base < 400, `seed ${seed}: ${base} W at ${share}`);
    }
    assert.ok(powers.at(-1)! > 3 * mean, "something heats now and then");
  }
});

Deno.test("A motor's start is a surge of a second, and counts the same in coarse steps", () => {
  const fine = Array.from({ length: DAY }, (_, i) => loadAt(1, 1100, 1, START + i, 1));
  let surges = 0;
  for (let i = 1; i < DAY - 1; i++) {
    if (fine[i]! > fine[i - 1]! + 500 && fine[i]! > fine[i + 1]! + 500) surges++;
  }
  assert.ok(surges > 10 && surges < 100, `${surges} surges`);
  const sum = (powers: readonly number[]) => powers.reduce((a, b) => a + b, 0);
  const coarse = Array.from({ length: DAY / 60 }, (_, i) => loadAt(1, 1100, 1, START + i * 60, 60));
  assert.ok(Math.abs(sum(coarse) * 60 / sum(fine) - 1) < 0.05);
});

Deno.test("A public grid wavers around its voltage and frequency, and is out now and then", () => {
  const out = (outagesPerYear: number) => {
    let minutes = 0;
    for (let minute = 0; minute < 365 * 1440; minute += 1) {
      const { voltage, frequency } = phaseOf({ kind: "grid", outagesPerYear }, START + minute * 60);
      if (voltage === 0) minutes++;
      else assert.ok(voltage > 215 && voltage < 245 && Math.abs(frequency - 50) < 0.1);
    }
    return minutes;
  };
  assert.equal(out(0), 0);
  const minutes = out(20);
  assert.ok(minutes > 60 && minutes < 1200, `${minutes} min in a year`);
});

Deno.test("A genset gives voltage while it runs, and slows under load", () => {
  const genset: SourceDesign = { kind: "genset", maxCurrent: 20 };
  assert.equal(phaseOf(genset, START, { gensetRuns: false }).voltage, 0);
  const idle = phaseOf(genset, START, { gensetRuns: true });
  const loaded = phaseOf(genset, START, { gensetRuns: true, drawnCurrent: 19 });
  const choked = phaseOf(genset, START, { gensetRuns: true, drawnCurrent: 30 });
  assert.ok(idle.frequency > loaded.frequency && idle.voltage === loaded.voltage);
  assert.ok(choked.voltage < 0.7 * idle.voltage);
});

Deno.test("solarPowers() gives to the highest voltage first, and evenly among the same", () => {
  const bids = [{ power: 1000, voltage: 57 }, { power: 500, voltage: 57 }, {
    power: 800,
    voltage: 54,
  }];
  assert.deepEqual(solarPowers(bids, () => 5000), [1000, 500, 800]);
  assert.deepEqual(solarPowers(bids, (voltage) => voltage === 57 ? 750 : 200), [500, 250, 0]);
  assert.deepEqual(solarPowers(bids, (voltage) => voltage === 57 ? 5000 : 1900), [1000, 500, 400]);
  assert.deepEqual(solarPowers([], () => 100), []);
});

Deno.test("Clouds, heat and load are what a disturbance makes them", () => {
  const plant = plantOf("house");
  const dark = live(disturb(plant, { cloudCover: 1, airTemperature: 33 }), 5, 1);
  const clear = live(disturb(plant, { cloudCover: 0 }), 5, 1);
  assert.equal(dark.weather.airTemperature, 33);
  assert.ok(dark.weather.irradiance < 0.45 * clear.weather.irradiance);
  const load = (extraLoad: number) =>
    live(disturb(plant, { extraLoad }), 5, 1).inverters
      .reduce((sum, { output }) => sum + output.activePower, 0);
  assert.ok(Math.abs(load(2500) - load(0) - 2500) < 1e-6);
});

Deno.test("A battery out of its range of temperature is told once, and once that it is back", () => {
  const plant = plantOf("cabin");
  const hot = { ...plant, battery: { ...plant.battery, temperature: 49.99 } };
  const told = eventsOf(disturb(hot, { airTemperature: 120 }), 3600, 10);
  assert.deepEqual(told.filter((event) => /battery_temperature/.test(event)), [
    "xt1 battery_temperature",
  ]);
  const cooling = {
    ...plant,
    battery: { ...plant.battery, temperature: 50.01 },
    batteryAlarm: true,
  };
  const back = eventsOf(disturb(cooling, { airTemperature: -20 }), 3600, 10);
  assert.deepEqual(back.filter((event) => /battery_temperature/.test(event)), [
    "xt1 battery_temperature_good",
  ]);
});

Deno.test("A battery's temperature that wavers around the end of its range is told once, not again and again", () => {
  let plant = plantOf("cabin");
  const told: string[] = [];
  for (const temperature of [49.9, 50.1, 49.9, 50.1, 48.1, 50.1, 47.9, 49.9, -5.1, -4.9, -2.9]) {
    plant = live({ ...plant, battery: { ...plant.battery, temperature } }, 1, 1);
    told.push(...plant.events.map(({ kind }) => kind));
  }
  assert.deepEqual(told, [
    "battery_temperature",
    "battery_temperature_good",
    "battery_temperature",
    "battery_temperature_good",
  ]);
});

Deno.test("A battery's temperature is told by the Xcom-CAN where the battery has one", () => {
  const plant = plantOf("three-phase");
  const hot = { ...plant, battery: { ...plant.battery, temperature: 51 } };
  assert.deepEqual(eventsOf(hot, 5), ["bms battery_temperature"]);
});

Deno.test("Two days without sun are told by the charger that misses it", () => {
  const plant = plantOf("house", { start: "2026-06-21T00:00" });
  const vt = {
    ...plant,
    solarChargers: plant.solarChargers.map((each) => ({ ...each, idleSeconds: 47 * 3600 })),
  };
  const dark = disturb(vt, { grid: GOOD_GRID });
  assert.deepEqual(eventsOf(dark, 3 * 3600, 60).sort(), ["vs1 no_sun_48h", "vt1 no_sun_48h"]);
});

function phaseOf(
  source: SourceDesign,
  time: number,
  signals: { gensetRuns?: boolean; drawnCurrent?: number } = {},
) {
  return gridAt(source, {
    seed: 1,
    nominalVoltage: 230,
    nominalFrequency: 50,
    phase: 1,
    time,
    gensetRuns: false,
    drawnCurrent: 0,
    ...signals,
  }, GOOD_GRID);
}
