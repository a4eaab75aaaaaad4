import assert from "node:assert/strict";
import { GOOD_GRID } from "../../../simulator/plant/disturbances.ts";
import { disturb, type Plant } from "../../../simulator/plant/plant.ts";
import { eventsOf, live, plantOf } from "./plants.ts";

function dark(bms: Record<number, number>): Plant {
  const plant = plantOf("three-phase", {
    start: "2026-06-21T23:00",
    charge: 0.6,
    settings: { bms },
  });
  return disturb(plant, { grid: { ...GOOD_GRID, off: true }, extraLoad: 3000 });
}

Deno.test("Xtenders without a grid stop with an overload where more is drawn than {6077} and {6076} allow", () => {
  const limited = { 6076: 1, 6077: 20 };
  const told = eventsOf(dark(limited), 20);
  assert.ok(["xt1", "xt2", "xt3"].every((name) => told.includes(`${name} overload`)), `${told}`);
  const stopped = live(dark(limited), 10, 1);
  assert.ok(stopped.inverters.every(({ output }) => output.voltage === 0));
  assert.ok(stopped.battery.current > -5, `${stopped.battery.current} A`);
  for (const enough of [{ 6076: 0, 6077: 20 }, { 6076: 1, 6077: 400 }]) {
    assert.ok(live(dark(enough), 20, 1).inverters.every(({ mode }) => mode === "inverter"));
  }
});
