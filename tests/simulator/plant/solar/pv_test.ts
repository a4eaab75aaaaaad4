import assert from "node:assert/strict";
import fc from "fast-check";
import { generator } from "../../../../simulator/scenario/models.ts";
import { NO_DISTURBANCES } from "../../../../simulator/plant/disturbances.ts";
import { currentAt, inTheSun, workingPoint } from "../../../../simulator/plant/solar/pv.ts";
import { type Weather, weatherAt } from "../../../../simulator/plant/solar/weather.ts";
import { live, plantOf } from "../plants.ts";

const modules = generator(3600, 3);

Deno.test("inTheSun() gives about the peak power in full light at 25 °C in the cells", () => {
  const { power, peakVoltage, openVoltage } = inTheSun(modules, noon(-5));
  assert.ok(power > 0.85 * 3600 && power < 1.05 * 3600, `${power} W`);
  assert.ok(peakVoltage > 88 && peakVoltage < 98, `${peakVoltage} V`);
  assert.ok(openVoltage > peakVoltage * 1.15);
});

Deno.test("inTheSun() gives less power and voltage where it is hot: 0.3 to 0.4 % a kelvin", () => {
  const [cold, hot] = [inTheSun(modules, noon(0)), inTheSun(modules, noon(30))];
  const perKelvin = (1 - hot!.power / cold!.power) / 30;
  assert.ok(perKelvin > 0.003 && perKelvin < 0.004, `${perKelvin}`);
  assert.ok(hot!.openVoltage < cold!.openVoltage);
});

Deno.test("currentAt() has its most power at the peak voltage, and none at the open voltage", () => {
  const lit = inTheSun(modules, noon(20));
  const powerAt = (voltage: number) => voltage * currentAt(lit, voltage);
  const best = powerAt(lit.peakVoltage);
  assert.ok(Math.abs(best - lit.power) < 1e-6 * best);
  fc.assert(fc.property(fc.double({ min: 0, max: lit.openVoltage, noNaN: true }), (voltage) => {
    assert.ok(powerAt(voltage) <= best + 1e-6);
  }));
  assert.equal(currentAt(lit, lit.openVoltage), 0);
  const short = currentAt(lit, 0);
  assert.ok(short > best / lit.peakVoltage && short < 1.15 * best / lit.peakVoltage);
});

Deno.test("workingPoint() lies on the curve, the higher the less is taken", () => {
  const lit = inTheSun(modules, noon(20));
  fc.assert(fc.property(fc.double({ min: 0.02, max: 0.99, noNaN: true }), (share) => {
    const { voltage, current, power } = workingPoint(lit, lit.power * share);
    assert.ok(Math.abs(voltage * current - power) < 1e-6);
    assert.ok(voltage >= lit.peakVoltage && voltage <= lit.openVoltage);
    assert.ok(Math.abs(currentAt(lit, voltage) - current) < 0.02 * currentAt(lit, 0));
  }));
  const [little, much] = [0.2, 0.8].map((share) => workingPoint(lit, lit.power * share).voltage);
  assert.ok(little! > much!);
});

Deno.test("A solar charger converts with 97 to 99 % whenever the sun shines", () => {
  let seen = 0;
  live(plantOf("house", { start: "2026-06-21T00:00" }), 86400, 60, ({ solarChargers }) => {
    for (const { batteryPower, pvPower, generators } of solarChargers) {
      if (pvPower === 0) continue;
      seen++;
      const efficiency = batteryPower / pvPower;
      assert.ok(efficiency >= 0.97 && efficiency <= 0.99, `${efficiency} at ${pvPower} W`);
      const given = generators.reduce((sum, { power }) => sum + power, 0);
      assert.ok(Math.abs(given - pvPower) < 1e-6 * Math.max(1, pvPower), `${given}, ${pvPower} W`);
    }
  });
  assert.ok(seen > 500);
});

Deno.test("A tracker that holds a fixed voltage or ratio finds less than one that searches", () => {
  const powerWith = (vt: Record<number, number>) =>
    live(clear({ vt }), 60, 1).solarChargers[0]!.pvPower;
  const searched = powerWith({});
  const fixed = powerWith({ 10075: 4, 10103: 70 });
  const ratio = powerWith({ 10075: 2, 10053: 90 });
  assert.ok(fixed < 0.95 * searched, `${fixed} of ${searched} W`);
  assert.ok(ratio < 0.98 * searched && ratio > 0, `${ratio} of ${searched} W`);
});

function clear(settings: { vt: Record<number, number> }) {
  const plant = plantOf("house", { settings: { xt: { 1523: 50 }, ...settings } });
  return { ...plant, disturbances: { ...plant.disturbances, cloudCover: 0 } };
}

function noon(airTemperature: number): Weather {
  const time = Date.parse("2026-06-21T12:00Z") / 1000;
  return weatherAt(1, 46, time, { ...NO_DISTURBANCES, cloudCover: 0, airTemperature });
}
