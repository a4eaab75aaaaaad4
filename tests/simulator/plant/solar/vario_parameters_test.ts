import assert from "node:assert/strict";
import { disturb, type Plant } from "../../../../simulator/plant/plant.ts";
import { offerOf } from "../../../../simulator/plant/solar/solar_offer.ts";
import { eventsOf, live, plantOf } from "../plants.ts";

const FIXED = 4;
const [CLOSED, OPEN, EDGE] = [1, 2, 4];

function offeredByModules(vs: Record<number, number>): number {
  const { weather, battery, solarChargers } = plantOf("house", { settings: { vs } });
  return offerOf(solarChargers[1]!, weather, battery.voltage, Infinity).pvPower;
}

Deno.test("A VarioString tracks its two inputs apart, each by its own parameters", () => {
  const best = offeredByModules({});
  const first = offeredByModules({ 14176: FIXED, 14177: 100 });
  const second = offeredByModules({ 14046: FIXED, 14047: 100 });
  const ratio = offeredByModules({ 14046: 2, 14048: 0.5 });
  assert.ok(first < second && second < ratio && ratio < best, `${first} ${second} ${ratio}`);
  const both = offeredByModules({ 14176: FIXED, 14177: 100, 14046: FIXED, 14047: 100 });
  assert.ok(Math.abs(first + second - best - both) < 1, `${both} W`);
});

Deno.test("A VarioString whose inputs are in series or parallel goes by the parameters of both", () => {
  const bad = { 14043: FIXED, 14044: 300, 14179: 100 };
  const best = offeredByModules({});
  assert.equal(offeredByModules(bad), best);
  assert.ok(offeredByModules({ ...bad, 14002: 4 }) < 0.6 * best);
  assert.ok(offeredByModules({ ...bad, 14002: 8 }) < 0.5 * best);
  assert.ok(offeredByModules({ 14002: 4, 14043: 2, 14045: 0.5 }) < 0.8 * best);
});

Deno.test("A VarioTrack gives less from {10350} on below the most voltage of its modules, down to {10351}", () => {
  const offered = (vt: Record<number, number>) => {
    const house = plantOf("house", { settings: { vt: { 10075: FIXED, 10103: 105, ...vt } } });
    return offerOf(
      house.solarChargers[0]!,
      { ...house.weather, airTemperature: -40 },
      50,
      Infinity,
    ).power;
  };
  const free = offered({ 10350: -30 });
  assert.ok(offered({ 10350: -50, 10351: 5 }) < free - 50);
  assert.ok(offered({ 10350: -50, 10351: 0 }) < offered({ 10350: -50, 10351: 40 }));
});

Deno.test("A solar charger's remote entry is told where {10317} or {14205} says so, by {10313} and {14201}", () => {
  const change = (settings: Record<string, Record<number, number>>) => {
    const plant = live(plantOf("house", { settings }), 5, 1);
    return eventsOf(disturb(plant, { closedEntries: ["vt1", "vs1"] }), 5);
  };
  assert.deepEqual(change({}), []);
  assert.deepEqual(
    change({ vt: { 10313: CLOSED!, 10317: 1 }, vs: { 14201: OPEN!, 14205: 1 } }),
    ["vt1 remote_entry_active", "vs1 remote_entry_inactive"],
  );
});

Deno.test("A remote entry starts an equalization where {10316} says so, of the Xtenders where it follows them", () => {
  const asked = (plant: Plant) => disturb(plant, { closedEntries: ["vt1"] });
  const settings = (vt: Record<number, number>) => ({ settings: { vt: { 10313: EDGE!, ...vt } } });
  const following = asked(live(plantOf("house", settings({ 10316: 1 })), 5, 1));
  assert.equal(live(following, 1, 1).cycle.equalizationForced, true);
  const alone = asked(live(plantOf("house", settings({ 10316: 1, 10037: 0 })), 5, 1));
  const after = live(alone, 1, 1);
  assert.equal(after.cycle.equalizationForced, false);
  assert.equal(after.solarChargers[0]!.cycle.equalizationForced, true);
  const still = asked(live(plantOf("house", settings({ 10037: 0 })), 5, 1));
  assert.equal(live(still, 1, 1).solarChargers[0]!.cycle.equalizationForced, false);
});

Deno.test("AUX 1 stands for a solar charger's remote entry where {10315} says so", () => {
  const ALWAYS_CLOSED = 4;
  const mode = 10089;
  const closed = (isAux1: number) =>
    live(plantOf("house", { settings: { vt: { [mode]: ALWAYS_CLOSED, 10315: isAux1 } } }), 5, 1)
      .solarChargers[0]!.entryClosed;
  assert.deepEqual([closed(0), closed(1)], [false, true]);
});
