import assert from "node:assert/strict";
import { countedCapacity, startCount } from "../../../../simulator/plant/battery/battery_count.ts";
import { disturb, type Plant } from "../../../../simulator/plant/plant.ts";
import { live, plantOf } from "../plants.ts";

const NIGHT = "2026-06-21T23:00";
const HOUR = 3600;

function house(bsp: Record<number, number>, options = {}): Plant {
  const plant = plantOf("house", {
    start: NIGHT,
    settings: { xt: { 1128: 0 }, bsp: { 6044: 0, 6021: 0, 6019: 0, ...bsp } },
    ...options,
  });
  return { ...plant, count: startCount(0.5) };
}

/** What the count loses in an hour of the night. */
function lost(bsp: Record<number, number>): number {
  const before = house(bsp);
  return before.count.charge - live(before, HOUR, 10).count.charge;
}

Deno.test("A BSP counts what flows against {6001}, as its shunt by {6017} and {6018} shows it", () => {
  const right = lost({});
  assert.ok(right > 0.005, `${right}`);
  assert.ok(Math.abs(lost({ 6001: 800 }) - right / 2) < 1e-4);
  assert.ok(Math.abs(lost({ 6017: 1000 }) - right * 2) < 1e-4);
  assert.ok(Math.abs(lost({ 6018: 100 }) - right / 2) < 1e-4);
});

Deno.test("A BSP counts with the capacity that {6002}, {6020}, {6021}, {6023} and {6049} make of {6001}", () => {
  const capacity = (bsp: Record<number, number>, temperature = 20) => {
    const { monitor } = house(bsp);
    assert.equal(monitor.kind, "bsp");
    return monitor.kind === "bsp" ? countedCapacity(monitor.settings, temperature) : NaN;
  };
  assert.equal(capacity({}), 400);
  assert.equal(capacity({ 6049: 0, 6002: 10 }), 400);
  assert.ok(Math.abs(capacity({ 6002: 10 }) - 400 * 2 ** (1 - 1 / 1.2)) < 0.1);
  assert.ok(Math.abs(capacity({ 6002: 10, 6023: 1 }) - 400) < 0.1);
  assert.ok(Math.abs(capacity({ 6021: 1 }, 10) - 360) < 0.5);
  assert.ok(Math.abs(capacity({ 6021: 1, 6020: 10 }, 10) - 400) < 0.5);
});

Deno.test("A BSP counts {6022} of what is charged, and the self-discharge {6019}", () => {
  const gained = (bsp: Record<number, number>) => {
    const before = house(bsp, { start: "2026-06-21T11:00", charge: 0.3 });
    return live(before, HOUR, 10).count.charge - before.count.charge;
  };
  assert.ok(Math.abs(gained({ 6022: 50 }) / gained({ 6022: 100 }) - 0.5) < 0.01);
  assert.ok(lost({ 6019: 25 }) > lost({}) + 1e-4);
});

Deno.test("A BSP comes nearer to the true charge by the voltage where {6044} says so", () => {
  const wrong = (voltageCorrects: number) => {
    const { battery, count } = live(
      house({ 6044: voltageCorrects }, { charge: 0.9 }),
      3 * HOUR,
      10,
    );
    return Math.abs(battery.charge - count.charge);
  };
  assert.ok(wrong(1) < 0.6 * wrong(0));
});

Deno.test("A BSP takes the battery for full at {6024}, below {6025} for {6065}, where {6042} says so", () => {
  const full = (bsp: Record<number, number>) => {
    const plant = house({ 6024: 48, 6025: 500, ...bsp }, { start: "2026-06-21T11:00" });
    return live(plant, 20 * 60, 10).count.charge === 1;
  };
  assert.equal(full({ 6042: 1 }), true);
  assert.equal(full({ 6042: 0 }), false);
  assert.equal(full({ 6042: 1, 6024: 66 }), false);
  assert.equal(full({ 6042: 1, 6025: 0 }), false);
  assert.equal(full({ 6042: 1, 6065: 30 }), false);
});

Deno.test("A BSP's voltage at the end of a charge is lower in a warm battery and higher in a cold one, by {6048}", () => {
  const full = (temperature: number, bsp: Record<number, number>) => {
    const plant = house({ 6042: 1, 6025: 500, ...bsp }, { start: "2026-06-21T11:00", charge: 0.6 });
    const battery = { ...plant.battery, temperature };
    const sunny = disturb({ ...plant, battery }, { cloudCover: 0 });
    return live(sunny, 20 * 60, 10).count.charge === 1;
  };
  assert.equal(full(45, { 6024: 57.5, 6048: 0 }), false);
  assert.equal(full(45, { 6024: 57.5, 6048: -8 }), true);
  assert.equal(full(5, { 6024: 53, 6048: 0 }), true);
  assert.equal(full(5, { 6024: 53, 6048: -8 }), false);
});

Deno.test("A BSP that {6057} tells another voltage takes the battery for full or empty, and counts other cells", () => {
  const counted = (name: "house" | "cabin", systemVoltage: number) => {
    const settings = { bsp: { 6057: systemVoltage } };
    const battery = { monitor: "bsp" } as const;
    return live(plantOf(name, { start: NIGHT, charge: 0.6, battery, settings }), HOUR, 10).count;
  };
  const [automatic, v24, v48] = [1, 4, 8];
  for (const [house, cabin] of [[automatic, automatic], [v48, v24]] as const) {
    assert.ok(Math.abs(counted("house", house).charge - 0.58) < 0.02);
    assert.ok(Math.abs(counted("cabin", cabin).charge - 0.58) < 0.02);
  }
  assert.ok(counted("house", v24).charge > 0.65);
  assert.ok(counted("cabin", v48).charge < 0.5);
  const warm = (bsp: Record<number, number>) => {
    const plant = house({ 6042: 1, 6025: 500, 6024: 57.5, 6048: -8, ...bsp }, {
      start: "2026-06-21T11:00",
      charge: 0.6,
    });
    const hot = { ...plant, battery: { ...plant.battery, temperature: 45 } };
    return live(disturb(hot, { cloudCover: 0 }), 20 * 60, 10).count.charge === 1;
  };
  assert.equal(warm({ 6057: v48 }), true);
  assert.equal(warm({ 6057: 2 }), false);
});
