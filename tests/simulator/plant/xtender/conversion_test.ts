import assert from "node:assert/strict";
import fc from "fast-check";
import { XTH_8000_48, XTM_3500_24, XTM_4000_48 } from "../../../../simulator/scenario/models.ts";
import {
  acPowerFor,
  batteryDemand,
  lossAt,
} from "../../../../simulator/plant/xtender/conversion.ts";
import { live, plantOf } from "../plants.ts";

for (const [name, model] of Object.entries({ XTH_8000_48, XTM_3500_24, XTM_4000_48 })) {
  Deno.test(`${name}: conversion peaks at 93 to 96 %, between a tenth and half of the power`, () => {
    const efficiencies = Array.from({ length: 100 }, (_, i) => {
      const power = (i + 1) / 100 * model.nominalPower;
      return power / batteryDemand(model, power);
    });
    const best = Math.max(...efficiencies);
    assert.ok(best >= 0.93 && best <= 0.96, `${best}`);
    const at = efficiencies.indexOf(best);
    assert.ok(at > 10 && at < 50, `at ${at} %`);
    assert.ok(efficiencies[0]! < 0.8 && efficiencies.at(-1)! < best);
  });

  Deno.test(`${name}: standby is 1 to 3 W while it searches, 10 to 30 W while it idles`, () => {
    assert.ok(model.searchPower >= 1 && model.searchPower <= 3);
    assert.ok(lossAt(model, 0) >= 10 && lossAt(model, 0) <= 30);
  });
}

Deno.test("acPowerFor() is batteryDemand() turned round, charging and inverting", () => {
  fc.assert(fc.property(fc.double({ min: -6000, max: 7000, noNaN: true }), (power) => {
    const back = acPowerFor(XTH_8000_48, batteryDemand(XTH_8000_48, power));
    assert.ok(Math.abs(back - power) < 1e-6 * Math.max(1, Math.abs(power)), `${power}: ${back}`);
  }));
});

Deno.test("An Xtender with little to serve searches, serves nothing and takes 1 to 3 W", () => {
  const plant = plantOf("cabin", { start: "2026-06-21T01:00", meanLoad: 6 });
  const { mode, output, batteryPower } = live(plant, 10, 1).inverters[0]!;
  assert.equal(mode, "search");
  assert.equal(output.voltage, 0);
  assert.ok(batteryPower <= -1 && batteryPower >= -3, `${batteryPower} W`);
  const always = plantOf("cabin", {
    start: "2026-06-21T01:00",
    meanLoad: 6,
    settings: { xt: { 1187: 0 } },
  });
  const awake = live(always, 10, 1).inverters[0]!;
  assert.equal(awake.mode, "inverter");
  assert.ok(awake.batteryPower <= -10 && awake.batteryPower >= -30, `${awake.batteryPower} W`);
});
