import assert from "node:assert/strict";
import { between, dcBus } from "../../../../simulator/plant/ledger.ts";
import { nightPower } from "../../../../simulator/plant/solar/solar_charger.ts";
import { installed } from "../../installed.ts";
import { live, plantOf, sum } from "../plants.ts";

const MIDNIGHT = "2026-06-21T00:00";

Deno.test("What solar chargers draw by night stands in the ledger of the DC bus", () => {
  const before = plantOf("house", { start: MIDNIGHT });
  const after = live(before, 2 * 3600, 1);
  const night = between(before.ledger, after.ledger);
  assert.equal(night.solarToBus, 0);
  // Two chargers, a watt each.
  assert.ok(Math.abs(night.busToSolar - 4) < 1e-6, `${night.busToSolar} Wh`);
  assert.ok(Math.abs(night.solarLoss - 4) < 1e-6, `${night.solarLoss} Wh`);
  const { in: taken, out } = dcBus(night);
  assert.ok(Math.abs(taken - out) < 1e-6 * taken, `${taken} Wh in, ${out} Wh out`);
});

Deno.test("A solar charger that is off, or has sun, draws nothing from the battery", () => {
  const night = live(plantOf("house", { start: MIDNIGHT }), 5, 1);
  const [charger] = night.solarChargers;
  assert.equal(nightPower(charger!, night.weather), 1);
  assert.equal(nightPower({ ...charger!, on: false }, night.weather), 0);
  const day = live(plantOf("house"), 5, 1);
  assert.ok(day.solarChargers.every((each) => nightPower(each, day.weather) === 0));
});

Deno.test("An empty battery gives nothing to solar chargers", () => {
  const plant = plantOf("cabin", { start: MIDNIGHT, charge: 0 });
  const after = live(plant, 5, 1);
  assert.equal(sum(after.solarChargers, ({ batteryPower }) => batteryPower), 0);
});

Deno.test("Counters of charged Ah do not run backwards by night, the current tells what is drawn", () => {
  const { gateway } = installed("house", "2026-06-21T00:01");
  const counter = gateway.installation.deviceNamed("vt1")!;
  const [before] = [counter.info(11006)!];
  gateway.advance(3600);
  assert.equal(counter.info(11006), before);
  assert.ok(counter.info(11001)! < 0);
});
