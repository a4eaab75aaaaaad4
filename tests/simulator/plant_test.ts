import assert from "node:assert/strict";
import { createBattery, stepBattery } from "../../simulator/plant/battery.ts";
import { leap, type Plant, step } from "../../simulator/plant/plant.ts";
import { createGateway } from "../../simulator/scenario.ts";
import type { ScenarioName } from "../../simulator/scenarios.ts";

Deno.test("step() conserves energy at both nodes: AC output and DC bus", () => {
  for (const scenario of ["house", "cabin", "three-phase", "big"] as const) {
    for (const seed of [1, 2, 3]) {
      let plant = plantOf(scenario, seed);
      for (let i = 0; i < 1440; i++) {
        plant = leap(plant, 60);
        const where = `${scenario}, seed ${seed}, minute ${i}`;
        for (const { connected, input, output, converterPower, mode } of plant.inverters) {
          if (mode === "off") continue;
          const supplied = (connected ? input.activePower : 0) + converterPower;
          assertClose(supplied, output.activePower, where);
        }
        const onBus = sum(plant.inverters.map(({ batteryPower }) => batteryPower)) +
          sum(plant.solarChargers.map(({ batteryPower }) => batteryPower));
        assertClose(plant.battery.power, onBus, where);
        assertClose(plant.battery.voltage * plant.battery.current, plant.battery.power, where);
      }
    }
  }
});

Deno.test("step() makes a house live through a week: sun, battery, grid both ways", () => {
  let plant = plantOf("house", 1);
  const energy = { pv: 0, in: 0, out: 0, load: 0, charge: 0, discharge: 0 };
  for (let i = 0; i < 7 * 1440; i++) {
    plant = leap(plant, 60);
    const grid = sum(plant.inverters.map(({ input }) => input.activePower));
    energy.pv += sum(plant.solarChargers.map(({ batteryPower }) => batteryPower)) / 60_000;
    energy.in += Math.max(0, grid) / 60_000;
    energy.out += Math.max(0, -grid) / 60_000;
    energy.load += sum(plant.inverters.map(({ output }) => output.activePower)) / 60_000;
    energy.charge += Math.max(0, plant.battery.power) / 60_000;
    energy.discharge += Math.max(0, -plant.battery.power) / 60_000;
  }
  for (const [name, kilowattHours] of Object.entries(energy)) {
    assert.ok(kilowattHours > 1, `${name} is ${kilowattHours} kWh in a week`);
  }
  assert.ok(energy.discharge < energy.charge * 1.2);
});

Deno.test("step() gives the same plant for the same seed, and another for another", () => {
  const run = (seed: number) => {
    let plant = plantOf("house", seed);
    for (let i = 0; i < 600; i++) plant = step(plant, 1);
    return plant;
  };
  assert.deepEqual(run(5), run(5));
  assert.notEqual(run(5).inverters[0]!.output.activePower, run(6).inverters[0]!.output.activePower);
});

Deno.test("step() leaves the plant before it as it was", () => {
  const plant = plantOf("house", 1);
  const copy = structuredClone(plant);
  step(plant, 60);
  assert.deepEqual(plant, copy);
});

Deno.test("stepBattery() counts what goes in and out, and rises and sags with the current", () => {
  const design = { chemistry: "lead_acid", nominalVoltage: 48, capacity: 100 } as const;
  const battery = createBattery(design, 0.5);
  const charged = stepBattery(battery, 1000, 20, 60);
  const discharged = stepBattery(battery, -1000, 20, 60);
  assert.ok(charged.voltage > battery.voltage && battery.voltage > discharged.voltage);
  assert.ok(charged.current > 0 && discharged.current < 0);
  assertClose(0.5 - discharged.charge, -discharged.current / 60 / 100, "coulombs");
  // Not all that goes in comes out again.
  assert.ok(charged.charge - 0.5 < charged.current / 60 / 100);
});

Deno.test("A plant without a grid stops when its battery is empty, and serves again when it is not", () => {
  const gateway = createGateway({ scenario: "cabin", start: "2026-12-15T12:00", seed: 2 });
  const { plant } = gateway.installation;
  const empty: Plant = { ...plant, battery: createBattery(plant.battery.design, 0.049) };
  const stopped = step(step(empty, 1), 1);
  assert.deepEqual(stopped.inverters.map(({ mode, output }) => [mode, output.activePower]), [
    ["off", 0],
  ]);
  const charged = { ...stopped, battery: createBattery(plant.battery.design, 0.2) };
  assert.equal(step(step(charged, 1), 1).inverters[0]!.mode, "inverter");
});

function plantOf(scenario: ScenarioName, seed: number): Plant {
  return createGateway({ scenario, seed, start: "2026-04-15T00:00" }).installation.plant;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function assertClose(actual: number, expected: number, message: string): void {
  const tolerance = 1e-6 * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= tolerance, `${message}: ${actual}, not ${expected}`);
}
