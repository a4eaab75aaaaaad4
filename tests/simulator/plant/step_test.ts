import assert from "node:assert/strict";
import { disturb, type Plant } from "../../../simulator/plant/plant.ts";
import { step } from "../../../simulator/plant/step.ts";
import { live, plantOf, sum } from "./plants.ts";

Deno.test("leap() conserves power at both nodes at every moment: AC outputs and DC bus", () => {
  for (const scenario of ["house", "cabin", "three-phase", "ac-coupled", "big", "old"] as const) {
    live(plantOf(scenario, { start: "2026-04-15T00:00" }), 86400, 60, (plant) => {
      const where = `${scenario} at ${plant.time}`;
      for (const { connected, input, output, converterPower } of plant.inverters) {
        const supplied = (connected ? input.activePower : 0) + converterPower;
        assertClose(supplied, output.activePower, where);
      }
      const onBus = sum(plant.inverters, ({ batteryPower }) => batteryPower) +
        sum(plant.solarChargers, ({ batteryPower }) => batteryPower);
      assertClose(plant.battery.power, onBus, where);
      assertClose(plant.battery.voltage * plant.battery.current, plant.battery.power, where);
    });
  }
});

Deno.test("leap() makes a house live through a week: sun, battery, grid both ways", () => {
  const before = plantOf("house", { start: "2026-04-15T00:00" });
  const { ledger } = live(before, 7 * 86400, 60);
  for (const [name, wattHours] of Object.entries(ledger)) {
    const grown = wattHours - before.ledger[name as keyof typeof ledger];
    // The house never charges from the grid: its battery has priority. It has no solar inverter.
    const absent = ["xtendersToBus", "outputToConverters", "solarToOutput"].includes(name);
    const least = absent ? 0 : name === "busToSolar" ? 50 : 500;
    assert.ok(grown >= least, `${name} is ${grown} Wh in a week`);
  }
});

Deno.test("step() gives the same plant for the same seed, and another for another", () => {
  const run = (seed: number) => step(plantOf("house", { seed }), 600);
  assert.deepEqual(run(5), run(5));
  assert.notEqual(run(5).inverters[0]!.output.activePower, run(6).inverters[0]!.output.activePower);
});

Deno.test("step() gives the same plant however the time is cut", () => {
  const whole = step(plantOf("three-phase"), 1800);
  let cut = plantOf("three-phase");
  for (const part of [0.25, 0.5, 599.25, 1, 1, 898, 300]) cut = step(cut, part);
  assert.deepEqual({ ...cut, events: [] }, { ...whole, events: [] });
});

Deno.test("step() leaves the plant before it as it was", () => {
  const plant = plantOf("house");
  const copy = structuredClone(plant);
  step(plant, 60);
  assert.deepEqual(plant, copy);
});

Deno.test("step() collects the events of all its seconds, and forgets those of the call before", () => {
  let plant = disturb(plantOf("house"), { grid: { ...NoGrid, off: true } });
  plant = step(plant, 30);
  const kinds = (now: Plant) => now.events.map(({ kind, device }) => `${device} ${kind}`);
  assert.deepEqual(kinds(plant), ["xt1 grid_lost", "xt2 grid_lost"]);
  assert.deepEqual(kinds(step(plant, 30)), []);
});

Deno.test("leap() and step() come to nearly the same day", () => {
  const fine = live(plantOf("house", { start: "2026-05-10T06:00" }), 6 * 3600, 1);
  const coarse = live(plantOf("house", { start: "2026-05-10T06:00" }), 6 * 3600, 60);
  for (const name of ["pv", "consumed", "busToBattery"] as const) {
    const [a, b] = [fine.ledger[name], coarse.ledger[name]];
    assert.ok(Math.abs(a - b) < 0.05 * a, `${name}: ${a} and ${b} Wh`);
  }
  assert.ok(Math.abs(fine.battery.charge - coarse.battery.charge) < 0.02);
});

const NoGrid = { off: false, voltage: undefined, frequency: undefined, maxCurrent: undefined };

function assertClose(actual: number, expected: number, message: string): void {
  const tolerance = 1e-6 * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= tolerance, `${message}: ${actual}, not ${expected}`);
}
