import assert from "node:assert/strict";
import { GOOD_GRID } from "../../../../simulator/plant/disturbances.ts";
import { disturb, type Plant } from "../../../../simulator/plant/plant.ts";
import { installed } from "../../installed.ts";
import { live, plantOf } from "../plants.ts";

const NIGHT = "2026-06-21T01:00";
const NO_GRID = { ...GOOD_GRID, off: true };

/** A cabin in which nobody needs anything. */
function quiet(xt: Record<number, number>): Plant {
  return plantOf("cabin", { start: NIGHT, charge: 0.8, meanLoad: 0, settings: { xt } });
}

Deno.test("In search mode more pulses {1188} and a shorter delay {1189} draw more, 1 to 3 W as delivered", () => {
  const drawn = (xt: Record<number, number>) => {
    const [{ mode, batteryPower }] = live(quiet(xt), 5, 1).inverters as [Plant["inverters"][0]];
    assert.equal(mode, "search");
    return -batteryPower;
  };
  const delivered = drawn({});
  assert.ok(delivered >= 1 && delivered <= 3, `${delivered} W`);
  assert.ok(drawn({ 1188: 5 }) > delivered + 0.5);
  assert.ok(drawn({ 1189: 0.2 }) > delivered + 0.5);
  assert.ok(drawn({ 1189: 10 }) < delivered - 0.2);
  // Not even with most pulses as much as to be on, nor nothing with the fewest.
  assert.ok(drawn({ 1188: 10, 1189: 0.2 }) < 12 && drawn({ 1189: 10 }) > 0.5);
});

Deno.test("A load above {1187} is noticed by the next train of pulses, after {1189} seconds at most", () => {
  const waits = (xt: Record<number, number>) => {
    let plant = disturb(live(quiet(xt), 30, 1), { extraLoad: 500 });
    for (let seconds = 1; seconds <= 60; seconds++) {
      plant = live(plant, 1, 1);
      if (plant.inverters[0]!.mode === "inverter") return seconds;
    }
    return Infinity;
  };
  assert.equal(waits({}), 1);
  const slow = waits({ 1189: 10 });
  assert.ok(slow > 1 && slow <= 11, `${slow} s`);
  const below = disturb(quiet({ 1187: 100 }), { extraLoad: 20 });
  assert.equal(live(below, 60, 1).inverters[0]!.mode, "search");
});

Deno.test("Where {1547} allows it a slave rests while the load is small, and comes back with the load", () => {
  const { gateway, installation, write } = installed("house", NIGHT);
  const powers = () => installation.plant.inverters.map(({ output }) => output.activePower);
  installation.disturb({ grid: NO_GRID });
  gateway.advance(120);
  const [master, slave] = installation.plant.inverters;
  assert.deepEqual([master!.rest, slave!.rest], [undefined, "slave"]);
  assert.ok(powers()[0]! > 50 && powers()[1] === 0, `${powers()} W`);
  assert.ok(gateway.readInfo("xt2", 3021)! > 220, "the master's voltage stands at its output");
  assert.ok(slave!.lossPower < 3 && master!.lossPower > 30);
  installation.disturb({ extraLoad: 6000 });
  gateway.advance(1);
  assert.equal(powers()[0], powers()[1]);
  installation.disturb({ extraLoad: 0 });
  gateway.advance(30);
  assert.equal(installation.plant.inverters[1]!.rest, undefined);
  gateway.advance(60);
  assert.equal(installation.plant.inverters[1]!.rest, "slave");
  const bits = gateway.readInfo("xt2", 3056)!;
  write("xt2", 1547, 0);
  gateway.advance(2);
  assert.equal(gateway.readInfo("xt2", 3056), bits - 2 ** 10);
  assert.equal(powers()[0], powers()[1]);
});

Deno.test("A charger with nothing to do rests where {1500} allows it", () => {
  const { gateway, installation, write } = installed("old", NIGHT);
  write("xt1", 1296, 0);
  write("xt1", 1125, 0);
  const loss = () => {
    gateway.advance(5);
    return installation.plant.inverters[0]!.lossPower;
  };
  const resting = loss();
  assert.ok(resting < 3, `${resting} W`);
  write("xt1", 1500, 0);
  assert.ok(loss() >= 10, `${loss()} W`);
  write("xt1", 1500, 1);
  write("xt1", 1125, 1);
  assert.ok(loss() >= 10, "a charger at work does not rest");
});
