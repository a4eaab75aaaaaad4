import assert from "node:assert/strict";
import {
  clearSky,
  irradiance,
  sunAt,
  surfaceOf,
  throughClouds,
} from "../../../../simulator/plant/solar/sun.ts";
import { weatherAt } from "../../../../simulator/plant/solar/weather.ts";
import { NO_DISTURBANCES } from "../../../../simulator/plant/disturbances.ts";
import { live, plantOf, sum } from "../plants.ts";

const DEGREES = 180 / Math.PI;

Deno.test("sunAt() stands as high at noon as the latitude and the season say", () => {
  for (
    const [day, latitude, height] of [
      ["2026-06-21", 46, 67.4],
      ["2026-12-21", 46, 20.6],
      ["2026-03-20", 0, 90],
      ["2026-06-21", -30, 36.6],
    ] as const
  ) {
    const { up } = sunAt(latitude, at(`${day}T12:00`));
    assert.ok(Math.abs(Math.asin(up) * DEGREES - height) < 1, `${day} at ${latitude}: ${up}`);
  }
});

Deno.test("sunAt() rises in the east, stands in the south, sets in the west", () => {
  const [morning, noon, evening] = ["07:00", "12:00", "17:00"].map((time) =>
    sunAt(46, at(`2026-03-20T${time}`))
  );
  assert.ok(morning!.east > 0.9 && evening!.east < -0.9);
  assert.ok(noon!.north < -0.6 && Math.abs(noon!.east) < 1e-6);
  assert.ok(sunAt(46, at("2026-03-20T00:00")).up < 0);
});

Deno.test("A day lasts longer in summer, and at the pole the sun does not set", () => {
  const hours = (day: string, latitude: number) =>
    Array.from({ length: 96 }, (_, i) => sunAt(latitude, at(`${day}T00:00`) + i * 900).up)
      .filter((up) => up > 0).length / 4;
  assert.ok(Math.abs(hours("2026-06-21", 46) - 15.5) < 0.6);
  assert.ok(Math.abs(hours("2026-12-21", 46) - 8.5) < 0.6);
  assert.equal(hours("2026-06-21", 80), 24);
  assert.equal(hours("2026-12-21", 80), 0);
});

Deno.test("Clouds take the beam and leave some of the light of the sky", () => {
  const sun = sunAt(46, at("2026-06-21T12:00"));
  const clear = clearSky(sun);
  const [none, half, all] = [0, 0.5, 1].map((cover) =>
    irradiance(surfaceOf({ tilt: 0, azimuth: 180 }), sun, throughClouds(clear, sun, cover))
  );
  assert.ok(none! > 900 && none! < 1100, `${none} W/m²`);
  assert.ok(none! > half! && half! > all!);
  assert.ok(all! > 0.15 * none! && all! < 0.4 * none!, `${all} of ${none} W/m²`);
});

Deno.test("weatherAt() is the same for a seed, and another for another", () => {
  const covers = (seed: number) =>
    Array.from(
      { length: 50 },
      (_, i) => weatherAt(seed, 46, at("2026-06-21T00:00") + i * 3600, NO_DISTURBANCES).cloudCover,
    );
  assert.deepEqual(covers(3), covers(3));
  assert.notDeepEqual(covers(3), covers(4));
  assert.ok(covers(3).some((cover) => cover === 0) && covers(3).some((cover) => cover > 0.8));
});

Deno.test("A kWp that looks south at 46° yields 5 to 6.8 kWh on a clear day of June", () => {
  const [vt, vs] = clearDay("2026-06-21T00:00");
  for (const [name, yields] of [["vt", vt!], ["vs", vs!]] as const) {
    assert.ok(yields >= 5 && yields <= 6.8, `${name}: ${yields} kWh/kWp`);
  }
});

Deno.test("A kWp that looks south at 46° yields 2 to 3.5 kWh on a clear day of December", () => {
  const [vt, vs] = clearDay("2026-12-21T00:00");
  for (const [name, yields] of [["vt", vt!], ["vs", vs!]] as const) {
    assert.ok(yields >= 2 && yields <= 3.5, `${name}: ${yields} kWh/kWp`);
  }
});

/** What VarioTrack and VarioString of the house give under a clear sky, in kWh for each kWp. */
function clearDay(start: string): number[] {
  // Nothing holds the chargers back: the grid takes whatever comes.
  const plant = plantOf("house", { start, settings: { xt: { 1523: 50 } } });
  const energy = plant.solarChargers.map(() => 0);
  live({ ...plant, disturbances: { ...plant.disturbances, cloudCover: 0 } }, 86400, 60, (now) => {
    now.solarChargers.forEach(({ pvPower }, i) => energy[i]! += pvPower / 60_000);
  });
  return plant.solarChargers.map(({ design: { generators } }, i) => {
    const kilowattPeak = sum(generators, ({ peakPower }) => peakPower) / 1000;
    return energy[i]! * (1 / kilowattPeak);
  });
}

function at(text: string): number {
  return Date.parse(`${text}Z`) / 1000;
}
