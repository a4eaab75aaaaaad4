import assert from "node:assert/strict";
import { GOOD_GRID } from "../../../../simulator/plant/disturbances.ts";
import { disturb, type Plant } from "../../../../simulator/plant/plant.ts";
import { installed } from "../../installed.ts";
import { live, plantOf, type PlantOptions, sum } from "../plants.ts";

/** Without battery priority and feeding, as the manufacturer delivers. */
const Plain = { 1127: 0, 1296: 0 };

function night(xt: Record<number, number>, options: PlantOptions = {}): Plant {
  return plantOf("house", { start: "2026-06-21T23:00", charge: 0.6, settings: { xt }, ...options });
}

function sunny(xt: Record<number, number>, options: PlantOptions = {}): Plant {
  const plant = plantOf("house", {
    start: "2026-06-21T13:00",
    charge: 0.995,
    settings: { xt },
    ...options,
  });
  return disturb(plant, { cloudCover: 0 });
}

function gridPower({ inverters }: Plant): number {
  return sum(inverters, ({ input }) => input.activePower);
}

Deno.test("From the grid a battery is charged with {1138} A and not more", () => {
  for (const amperes of [10, 40]) {
    const { inverters, battery } = live(night({ ...Plain, 1138: amperes }), 30, 1);
    for (const { batteryPower, mode } of inverters) {
      assert.equal(mode, "charger");
      const current = batteryPower / battery.voltage;
      assert.ok(Math.abs(current - amperes) < 0.02 * amperes, `${current} A`);
    }
  }
});

Deno.test("Nothing is charged from the grid where {1125} does not allow it, or below {1309}", () => {
  const charging = (plant: Plant) =>
    live(plant, 10, 1).inverters.some((each) => each.batteryPower > 0);
  assert.equal(charging(night(Plain)), true);
  assert.equal(charging(night({ ...Plain, 1125: 0 })), false);
  const low = disturb(night({ ...Plain, 1309: 215, 1199: 190 }), {
    grid: { ...GOOD_GRID, voltage: 205 },
  });
  assert.equal(charging(low), false);
});

Deno.test("The input limit {1107} holds: less is charged, then Smart-Boost helps", () => {
  const plant = night({ ...Plain, 1107: 6, 1138: 60 });
  const limited = live(plant, 30, 1);
  for (const { input, limitation, inputLimited } of limited.inverters) {
    assert.ok(input.current <= 6.001, `${input.current} A`);
    assert.deepEqual([limitation, inputLimited], ["input_limit", true]);
  }
  const heavy = live(disturb(plant, { extraLoad: 5000 }), 30, 1);
  for (const { input, mode, converterPower } of heavy.inverters) {
    assert.ok(input.current <= 6.001, `${input.current} A`);
    assert.equal(mode, "boost");
    assert.ok(converterPower > 1000);
  }
});

Deno.test("Without Smart-Boost {1126}, or with less of it {1607}, the grid gives more than its limit", () => {
  const heavy = { extraLoad: 12_000 };
  const current = (xt: Record<number, number>) =>
    live(disturb(night({ ...Plain, 1107: 6, ...xt }), heavy), 30, 1).inverters[0]!.input.current;
  assert.ok(current({}) <= 6.001);
  assert.ok(current({ 1126: 0 }) > 20);
  assert.ok(current({ 1607: 20 }) > 15);
  assert.ok(current({ 1124: 0 }) > 20);
});

Deno.test("The second input limit {1567} holds where {1566} uses it", () => {
  const xt = { ...Plain, 1138: 60, 1107: 30, 1566: 1, 1567: 5 };
  for (const { input, inputLimit } of live(night(xt), 30, 1).inverters) {
    assert.equal(inputLimit, 5);
    assert.ok(input.current <= 5.001);
  }
});

Deno.test("The input limit falls with the voltage over {1433}, where {1527} says so", () => {
  const plant = disturb(night({ ...Plain, 1527: 1, 1433: 20, 1107: 30 }), {
    grid: { ...GOOD_GRID, voltage: 210 },
  });
  assert.ok(Math.abs(live(plant, 10, 1).inverters[0]!.inputLimit - 15) < 0.01);
});

Deno.test("With battery priority {1296} only one ampere comes in, down to the voltage {1297}", () => {
  const quiet = night({ 1127: 0, 1296: 1, 1297: 48 }, { charge: 0.9 });
  const plant = disturb(quiet, { extraLoad: 1000 });
  const { inverters } = live(plant, 30, 1);
  for (const { input, mode, batteryPriority } of inverters) {
    assert.ok(input.current <= 1.001, `${input.current} A`);
    assert.deepEqual([mode, batteryPriority], ["boost", true]);
  }
  // Hours later the battery stands at its voltage, and the grid serves.
  const empty = live(disturb(plant, { extraLoad: 3000 }), 4 * 3600, 10);
  assert.ok(Math.abs(empty.battery.voltage - 48) < 0.3, `${empty.battery.voltage} V`);
  assert.ok(gridPower(empty) > 2000, `${gridPower(empty)} W`);
});

Deno.test("Where Smart-Boost {1126} is prohibited, battery priority takes nothing from the battery", () => {
  const quiet = night({ 1126: 0, 1127: 0, 1296: 1, 1297: 48 }, { charge: 0.9 });
  const plant = live(disturb(quiet, { extraLoad: 1000 }), 30, 1);
  assert.ok(plant.inverters.every(({ mode }) => mode === "charger"));
  assert.ok(gridPower(plant) > 1000, `${gridPower(plant)} W`);
});

Deno.test("What the sun gives beyond battery and consumers is fed where {1127} allows it, up to {1523}", () => {
  const fed = live(sunny({ 1127: 1, 1523: 50 }), 30, 1);
  assert.ok(gridPower(fed) < -1500, `${gridPower(fed)} W`);
  assert.ok(fed.inverters.every(({ mode }) => mode === "injection"));
  const little = live(sunny({ 1127: 1, 1523: 2 }), 30, 1);
  for (const { input } of little.inverters) {
    assert.ok(input.current >= -2.001, `${input.current} A`);
  }
  const none = live(sunny({ 1127: 0 }), 30, 1);
  assert.ok(gridPower(none) >= 0);
  const pv = ({ solarChargers }: Plant) => sum(solarChargers, ({ pvPower }) => pvPower);
  assert.ok(pv(none) < 0.7 * pv(fed), `${pv(none)} and ${pv(fed)} W`);
});

Deno.test("A fast grid takes less, and nothing beyond {1631}, where {1627} watches it", () => {
  const feeding = (frequency: number) => {
    const plant = sunny({ 1127: 1, 1523: 20, 1627: 1, 1630: 0.2, 1631: 1.5 });
    return -gridPower(live(disturb(plant, { grid: { ...GOOD_GRID, frequency } }), 30, 1));
  };
  const [good, fast, faster] = [50, 51, 52].map(feeding);
  assert.ok(good! > fast! && fast! > 0, `${good}, ${fast}`);
  assert.ok(Math.abs(faster!) < 300);
});

Deno.test("From {1525} to {1526} the battery is emptied into the grid, down to {1524}", () => {
  const xt = { 1127: 1, 1523: 10, 1525: 18 * 60, 1526: 22 * 60, 1524: 48.5, 1296: 0 };
  const evening = plantOf("house", { start: "2026-12-21T17:50", charge: 0.9, settings: { xt } });
  assert.ok(gridPower(live(evening, 60, 1)) > 0);
  const feeding = live(evening, 20 * 60, 10);
  assert.ok(gridPower(feeding) < -1000, `${gridPower(feeding)} W`);
  assert.ok(feeding.inverters.every(({ forcedFeeding }) => forcedFeeding));
  const emptied = live(feeding, 3.5 * 3600, 10);
  assert.ok(emptied.battery.voltage > 48.3, `${emptied.battery.voltage} V`);
  const after = live(emptied, 3600, 10);
  assert.ok(
    after.inverters.every(({ forcedFeeding, batteryPower }) => !forcedFeeding && batteryPower > 0),
  );
  // The hours are those of the gateway's clock.
  const shifted = live({ ...evening, clockOffset: -2 * 3600 }, 20 * 60, 10);
  assert.ok(gridPower(shifted) > 0);
});

Deno.test("A solar charger gives no more than {10002} and {14001}", () => {
  const settings = { vt: { 10002: 12 }, vs: { 14001: 20 }, xt: { 1127: 1, 1523: 50 } };
  const { solarChargers, battery } = live(
    disturb(plantOf("house", { settings, charge: 0.6 }), { cloudCover: 0 }),
    60,
    1,
  );
  const [vt, vs] = solarChargers.map((each) => each.batteryPower / battery.voltage);
  assert.ok(Math.abs(vt! - 12) < 0.1 && Math.abs(vs! - 20) < 0.1, `${vt} A, ${vs} A`);
  assert.deepEqual(solarChargers.map(({ mode }) => mode), ["current", "current"]);
});

Deno.test("A BSP limits what all chargers give together to {6059}, where {6058} lets it", () => {
  const settings = { bsp: { 6058: 1, 6059: 25 }, xt: Plain };
  const { battery, solarChargers } = live(
    disturb(plantOf("house", { settings, charge: 0.6 }), { cloudCover: 0 }),
    60,
    1,
  );
  assert.ok(battery.current <= 25.1 && battery.current > 20, `${battery.current} A`);
  assert.ok(solarChargers.some(({ mode }) => mode === "monitor"));
});

Deno.test("A battery with management is charged with its limit where {6064} says so, else with {6078} of it", () => {
  const current = (whole: number) => {
    const settings = {
      xt: { 1107: 50, 1138: 140, 1156: 57.6 },
      bms: { 6064: whole, 6071: 0, 6078: 80 },
    };
    const plant = plantOf("three-phase", { start: "2026-06-21T23:00", charge: 0.5, settings });
    return live(plant, 30, 1).battery.current;
  };
  const limit = 0.5 * 600;
  assert.ok(Math.abs(current(1) - limit) < 3, `${current(1)} A`);
  assert.ok(Math.abs(current(0) - 0.8 * limit) < 3, `${current(0)} A`);
});

Deno.test("A BMS stops the discharge below {6070}, and serves above {6062} where {6071} lets it", () => {
  const options = { start: "2026-06-21T23:00", settings: { bms: { 6062: 40, 6070: 15 } } };
  const serving = live(plantOf("three-phase", { ...options, charge: 0.6 }), 30, 1);
  assert.ok(serving.inverters.every(({ batteryPriority }) => batteryPriority));
  const kept = live(plantOf("three-phase", { ...options, charge: 0.3 }), 30, 1);
  assert.ok(kept.inverters.every(({ batteryPriority }) => !batteryPriority));
  const alone = disturb(plantOf("three-phase", { ...options, charge: 0.1 }), {
    grid: { ...GOOD_GRID, off: true },
  });
  assert.ok(live(alone, 30, 1).inverters.every(({ mode }) => mode === "off"));
  const limited = {
    ...options,
    settings: { bms: { 6068: 1, 6069: 30 } },
    start: "2026-06-21T12:00",
  };
  const charged = disturb(plantOf("three-phase", { ...limited, charge: 0.3 }), { cloudCover: 0 });
  const { current } = live(charged, 30, 1).battery;
  assert.ok(current <= 30.1 && current > 10, `${current} A`);
});

Deno.test("A BMS lets nothing be fed before the battery has {6063}", () => {
  const gridAt = (charge: number) => {
    // Less than the sun gives goes into the battery.
    const settings = { bms: { 6063: 80, 6068: 1, 6069: 10 } };
    const plant = plantOf("three-phase", { start: "2026-06-21T13:00", settings, charge });
    return gridPower(live(disturb(plant, { cloudCover: 0 }), 30, 1));
  };
  assert.ok(gridAt(0.85) < -1000, `${gridAt(0.85)} W`);
  assert.ok(gridAt(0.75) >= 0, `${gridAt(0.75)} W`);
});

Deno.test("Xtenders of one phase share its consumers, those of three phases each serve their own", () => {
  const [one, two] = live(plantOf("house", { settings: { xt: { 1128: 0, 1547: 0 } } }), 20, 1)
    .inverters;
  assert.ok(one!.output.activePower > 0);
  assert.equal(one!.output.activePower, two!.output.activePower);
  const phases = live(plantOf("three-phase"), 20, 1).inverters;
  const powers = phases.map(({ output }) => output.activePower);
  assert.equal(new Set(powers).size, 3);
  const nine = live(plantOf("big"), 20, 1).inverters;
  for (const phase of [1, 2, 3]) {
    const loads = nine.filter(({ design }) => design.phase === phase)
      .map(({ output }) => output.activePower);
    assert.equal(loads.length, 3);
    assert.ok(loads.every((load) => Math.abs(load - loads[0]!) < 1e-9));
  }
});

Deno.test("An island has the voltage {1286} and the frequency {1112}, which rise when told so", () => {
  const output = (xt: Record<number, number>) =>
    live(plantOf("cabin", { settings: { xt }, start: "2026-06-21T13:00" }), 10, 1)
      .inverters[0]!.output;
  assert.ok(Math.abs(output({}).voltage - 229) < 2 && output({}).frequency === 50);
  assert.ok(Math.abs(output({ 1286: 120 }).voltage - 119) < 2);
  assert.equal(output({ 1112: 60 }).frequency, 60);
  assert.ok(output({ 1536: 1 }).frequency > 53);
});

Deno.test("Voltage and frequency of an island follow the battery at the speed of {1534}", () => {
  /** How far the rise of a full battery has come, of all of it, seconds after it was let show. */
  const come = (speed: number, seconds: number) => {
    const { gateway, write } = installed("cabin", "2026-06-21T13:00");
    gateway.installation.forcePhase(gateway.installation.deviceNamed("xt1")!, "floating");
    for (const [parameter, value] of [[1534, speed], [1546, 4], [1536, 1]] as const) {
      write("xt1", parameter, value);
    }
    gateway.advance(seconds);
    return (gateway.readInfo("xt1", 3085)! - 50) / 4;
  };
  assert.equal(come(0, 1), 1);
  assert.equal(come(3, 1), 1);
  const slowest = come(-4, 16);
  assert.ok(slowest > 0.6 && slowest < 0.7, `${slowest}`);
  assert.ok(come(-2, 3) > 0.5 && come(-2, 3) < 0.7);
  assert.ok(come(-4, 120) > 0.99);
});
