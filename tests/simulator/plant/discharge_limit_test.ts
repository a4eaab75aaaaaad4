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

Deno.test("Smart-Boost takes no more from the battery than {6077} and {6093} allow; the rest comes from the grid", () => {
  const helped = (bms: Record<number, number>) => {
    const settings = { bms, xt: { 1107: 4 } };
    const plant = plantOf("three-phase", { start: "2026-06-21T23:00", charge: 0.6, settings });
    return live(disturb(plant, { grid: GOOD_GRID, extraLoad: 6000 }), 20, 1);
  };
  const free = helped({});
  assert.ok(free.inverters.every(({ mode }) => mode === "boost"));
  assert.ok(free.inverters.every(({ input }) => input.current < 4.01));
  assert.ok(free.battery.current < -60, `${free.battery.current} A`);
  const held = helped({ 6076: 1, 6077: 30 });
  assert.ok(Math.abs(held.battery.current + 30) < 0.5, `${held.battery.current} A`);
  assert.ok(held.inverters.every(({ mode, connected }) => connected && mode === "boost"));
  assert.ok(held.inverters.every(({ input }) => input.current > 4.5));
  const none = helped({ 6076: 1, 6077: 0 });
  assert.ok(none.inverters.every(({ mode }) => mode === "charger"));
  assert.ok(none.battery.current > -5, `${none.battery.current} A`);
});
