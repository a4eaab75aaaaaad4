import assert from "node:assert/strict";
import { GOOD_GRID } from "../../../../simulator/plant/disturbances.ts";
import { Scenarios } from "../../../../simulator/scenario/scenarios.ts";
import { installed } from "../../installed.ts";

const MIDNIGHT = "2026-06-21T00:00";
const MORNING = "2026-06-21T10:00";
const HOUR = 3600;
const DAY = 24 * HOUR;
const ChargeState = { underAdaptiveBackup: 4, atEndOfCharge: 7 } as const;

/** A house whose battery an Xcom-CAN manages, with battery priority. */
function managed(start: string, bms: Record<number, number> = {}) {
  const home = installed("three-phase", start);
  for (const [number, value] of Object.entries(bms)) home.write("bms", Number(number), value);
  home.gateway.advance(1);
  return {
    ...home,
    read: (info: number) => Math.fround(home.gateway.readInfo("bms", info)!),
    battery: () => home.installation.plant.battery,
    /** In steps of a minute: days must cost little here. */
    days: (days: number) => home.installation.settle(home.installation.plant.time + days * DAY),
  };
}

Deno.test("A charge ends at {6075}, whatever the sun gives", () => {
  const ended = managed(MORNING, { 6075: 80 });
  const free = managed(MORNING);
  for (const { gateway } of [ended, free]) gateway.advance(3 * HOUR);
  assert.ok(free.battery().charge > 0.98);
  assert.ok(Math.abs(ended.battery().charge - 0.8) < 0.005, `${ended.battery().charge}`);
  assert.ok(Math.abs(ended.battery().current) < 1);
  assert.equal(ended.read(7071), 80);
  assert.equal(ended.read(7068), ChargeState.atEndOfCharge);
});

Deno.test("The charge current falls from {6087} on to {6088} of the most", () => {
  const home = managed(MORNING, { 6068: 1, 6069: 60, 6087: 80, 6088: 20 });
  home.installation.disturb({ cloudCover: 0 });
  const seen: number[] = [];
  for (let minute = 0; minute < 180; minute += 5) {
    home.gateway.advance(300);
    const { charge, current } = home.battery();
    if (charge > 0.93) break;
    const share = 1 - 0.8 * Math.max(0, charge - 0.8) / 0.2;
    assert.ok(Math.abs(current - 60 * share) < 0.5, `${current} A at ${charge}`);
    seen.push(charge);
  }
  assert.ok(seen[0]! < 0.75 && seen.at(-1)! > 0.85, `${seen}`);
});

Deno.test("The charge current does not fall where {6088} is all of it", () => {
  const home = managed(MORNING, { 6068: 1, 6069: 60, 6087: 80, 6088: 100 });
  home.installation.disturb({ cloudCover: 0 });
  for (let hours = 0; home.battery().charge < 0.9 && hours < 4; hours += 0.1) {
    home.gateway.advance(360);
  }
  assert.ok(home.battery().charge > 0.9);
  assert.ok(Math.abs(home.battery().current - 60) < 0.5, `${home.battery().current} A`);
});

Deno.test("A full charge that {6079} and {6080} ask for takes the grid, and goes beyond {6075}", () => {
  const home = managed(MIDNIGHT, { 6075: 90, 6079: 1, 6080: 1000 });
  assert.ok(home.battery().current < 0);
  assert.equal(home.read(7071), 90);
  home.write("bms", 6080, 1);
  home.gateway.advance(HOUR);
  assert.ok(home.battery().current > 100, `${home.battery().current} A`);
  assert.equal(home.read(7071), 100);
  home.gateway.advance(3 * HOUR);
  assert.ok(home.battery().charge > 0.98);
  home.write("bms", 6079, 0);
  home.gateway.advance(10);
  assert.ok(home.battery().current < 0);
});

Deno.test("A periodic full charge is over after {6081} at {6104}", () => {
  const minutesUntilFull = (bms: Record<number, number>) => {
    const home = managed(MIDNIGHT, { 6075: 80, 6079: 1, 6080: 5, ...bms });
    home.installation.disturb({ cloudCover: 1 });
    let minutes = 0;
    for (; home.read(7071) === 100 && minutes < 600; minutes++) home.gateway.advance(60);
    return minutes;
  };
  const usual = minutesUntilFull({});
  assert.ok(usual > 60, `${usual} min`);
  assert.equal(minutesUntilFull({ 6081: 30 }), usual + 25);
  assert.ok(minutesUntilFull({ 6104: 90 }) < usual - 20);
});

Deno.test("Below {6062} the battery is charged by sun and grid before the sun serves anybody", () => {
  const home = managed(MORNING, { 6062: 95 });
  home.installation.disturb({ cloudCover: 0.8 });
  const solar = () => home.gateway.readInfo("vs1", 15010)! + home.gateway.readInfo("vs2", 15010)!;
  home.gateway.advance(60);
  assert.ok(solar() > 1, `${solar()} kW`);
  assert.ok(home.battery().power > 1000 * solar(), `${home.battery().power} W`);
  assert.ok(home.installation.plant.inverters.every(({ mode }) => mode === "charger"));
});

Deno.test("The level for backup rises after a day that did not come to {6092}, where {6089} says so", () => {
  const after = (days: number, bms: Record<number, number>) => {
    const home = managed(MIDNIGHT, { 6075: 90, ...bms });
    home.days(days);
    return home.read(7069);
  };
  assert.equal(after(2, { 6089: 1 }), 40);
  assert.equal(after(1, { 6089: 1, 6092: 80 }), 30);
  assert.equal(after(1, { 6089: 0 }), 30);
  // It rises to what counts as enough, and no further.
  assert.equal(after(1, { 6089: 1, 6062: 88, 6092: 90, 6075: 85 }), 90);
});

Deno.test("Below the raised level for backup the battery does not serve, until {6091} is held for {6090}", () => {
  const home = managed(MIDNIGHT, { 6075: 90, 6089: 1 });
  home.days(1);
  const charge = Math.round(home.battery().charge * 100);
  home.write("bms", 6062, charge - 3);
  home.gateway.advance(60);
  assert.equal(home.read(7068), ChargeState.underAdaptiveBackup);
  assert.ok(home.battery().current > 10, `${home.battery().current} A`);
  home.write("bms", 6091, 80);
  home.write("bms", 6090, 30);
  const minutesAbove = () => {
    let minutes = 0;
    for (let passed = 0; home.read(7069) > charge - 3 && passed < 1000; passed++) {
      if (home.read(7002) >= 79.5) minutes++;
      home.gateway.advance(60);
    }
    return minutes;
  };
  assert.ok(Math.abs(minutesAbove() - 30) <= 1);
});

Deno.test("The central of a minigrid tells by its frequency how much energy there is, from {6097} to {6098}", () => {
  const frequency = (bms: Record<number, number>) => {
    const { gateway, installation, battery } = managed("2026-06-21T23:00", bms);
    installation.disturb({ grid: { ...GOOD_GRID, off: true } });
    gateway.advance(5);
    return { hertz: gateway.readInfo("xt1", 3085)!, charge: battery().charge };
  };
  const near = (hertz: number, expected: number) =>
    assert.ok(Math.abs(hertz - expected) < 0.01, `${hertz} Hz, not ${expected}`);
  near(frequency({ 6094: 0, 6095: 1 }).hertz, 50);
  near(frequency({ 6094: 1, 6095: 0 }).hertz, 50);
  const usual = frequency({ 6094: 1, 6095: 1 });
  near(usual.hertz, 47 + 6 * usual.charge);
  const narrow = frequency({ 6094: 1, 6095: 1, 6097: -1, 6098: 0 });
  near(narrow.hertz, 49 + narrow.charge);
});

Deno.test("The central of a minigrid makes the genset run from {6100} on below {6101} until {6102}, where {6099} says so", () => {
  const scenario = {
    ...Scenarios["three-phase"],
    source: { kind: "genset", maxCurrent: 25 },
  } as const;
  const home = installed(scenario, "2026-06-21T21:30");
  const { gateway, write, installation } = home;
  const percent = () => installation.plant.battery.charge * 100;
  const runsAfter = (seconds: number) => {
    gateway.advance(seconds);
    return gateway.readInfo("xt1", 3011)! > 200;
  };
  const start = Math.ceil(percent());
  write("bms", 6094, 1);
  write("bms", 6101, start);
  write("bms", 6102, start + 3);
  write("bms", 6100, 21 * 60);
  assert.equal(runsAfter(120), false, "neither central nor forced");
  write("bms", 6095, 1);
  write("bms", 6100, 21 * 60 + 40);
  write("bms", 6099, 1);
  assert.equal(runsAfter(420), false, "before its time");
  assert.equal(runsAfter(120), true);
  let minutes = 0;
  while (runsAfter(60) && minutes < 90) minutes++;
  assert.ok(minutes > 5 && minutes < 90, `${minutes} min`);
  assert.ok(percent() >= start + 2.9, `${percent()} %`);
  assert.equal(runsAfter(60), false, "there is enough");
});
