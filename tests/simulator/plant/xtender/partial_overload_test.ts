import assert from "node:assert/strict";
import { disturb, type Plant } from "../../../../simulator/plant/plant.ts";
import { live, plantOf } from "../plants.ts";

const MINUTE = 60;

Deno.test("{1643} closes AUX 2 while an overload leaves attempts, and no longer", () => {
  const plant = overloaded({ 1643: 1 });
  const seen: string[] = [];
  live(plant, 2 * 3600, 1, ({ inverters: [xt1] }) => {
    const { stop } = xt1!.protection;
    const state = stop === undefined ? "works" : stop.final ? "stopped" : "tries";
    const now = `${state} ${aux(xt1!.contacts, 1) ? "closed" : "open"}`;
    if (seen.at(-1) !== now) seen.push(now);
  });
  assert.deepEqual(seen, [
    "works open",
    "tries closed",
    "works closed",
    "tries closed",
    "works closed",
    "stopped open",
  ]);
});

Deno.test("A partial overload is over after ten minutes without a stop", () => {
  let plant = overloaded({ 1643: 1 });
  while (plant.inverters[0]!.protection.stop === undefined) plant = live(plant, 1, 1);
  plant = disturb(plant, { extraLoad: 0 });
  assert.ok(aux(live(plant, 9 * MINUTE, 1).inverters[0]!.contacts, 1));
  assert.ok(!aux(live(plant, 12 * MINUTE, 1).inverters[0]!.contacts, 1));
});

Deno.test("{1644} closes AUX 1 in a partial overload, and {1640} has the remote entry end that", () => {
  const closed = (settings: Record<number, number>) => {
    let plant = overloaded({ 1644: 1, ...settings });
    while (plant.inverters[0]!.protection.stop === undefined) plant = live(plant, 1, 1);
    return [0, 1].map((contact) => aux(live(plant, 5, 1).inverters[0]!.contacts, contact));
  };
  assert.deepEqual(closed({}), [true, false]);
  // The entry is open, and by {1545} that is active.
  assert.deepEqual(closed({ 1640: 1 }), [false, false]);
  assert.deepEqual(closed({ 1640: 1, 1545: 0 }), [true, false]);
});

function overloaded(xt: Record<number, number>): Plant {
  return disturb(plantOf("cabin", { settings: { xt } }), { extraLoad: 5000 });
}

function aux(contacts: Plant["inverters"][number]["contacts"], index: number): boolean {
  return contacts[index]?.closed ?? false;
}
