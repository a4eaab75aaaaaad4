import assert from "node:assert/strict";
import {
  type ChargeCycle,
  createCycle,
  type CyclePhase,
  type CycleSignals,
  force,
} from "../../../../simulator/plant/charging/charge_cycle.ts";
import {
  cycleVoltage,
  temperatureCompensation,
} from "../../../../simulator/plant/charging/cycle_voltage.ts";
import { stepCycle } from "../../../../simulator/plant/charging/step_cycle.ts";
import { chargerTarget } from "../../../../simulator/plant/charge_targets.ts";
import type { CycleSettings } from "../../../../simulator/plant/charging/cycle_parameters.ts";
import { forcePhase } from "../../../../simulator/plant/force_phase.ts";
import { disturb } from "../../../../simulator/plant/plant.ts";
import { live, plantOf } from "../plants.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;
const Defaults: CycleSettings = plantOf("cabin").inverters[0]!.control.cycle;
/** The defaults of a battery of 48 V. */
const For48V: CycleSettings = plantOf("house").inverters[0]!.control.cycle;

Deno.test("The charge goes from bulk by absorption to floating, as long as {1157} says", () => {
  const seen = course({}, 6 * HOUR, 57.6);
  assert.deepEqual(seen.phases, ["bulk", "absorption", "floating"]);
  assert.equal(seen.lasted.absorption, 2 * HOUR);
  assert.equal(course({ absorptionSeconds: HOUR }, 6 * HOUR, 57.6).lasted.absorption, HOUR);
});

Deno.test("Absorption lasts only while its voltage is there", () => {
  let cycle = run(createCycle(), For48V, 60, { voltage: 57.6 });
  assert.equal(cycle.phase, "absorption");
  cycle = run(cycle, For48V, 3 * HOUR, { voltage: 54 });
  assert.equal(cycle.phase, "absorption");
  assert.equal(run(cycle, For48V, 2 * HOUR, { voltage: 57.6 }).phase, "floating");
});

Deno.test("Without absorption {1155} the battery floats at once, at its own voltage", () => {
  const settings = { absorptionAllowed: false };
  assert.deepEqual(course(settings, HOUR, 54.4).phases, ["bulk", "floating"]);
  assertVolts(cycleVoltage("bulk", { ...For48V, ...settings }, Warm), 54.4);
});

Deno.test("Absorption ends when the current falls to {1159}, where {1158} allows it", () => {
  const ended = course({ absorptionEndsByCurrent: true, absorptionEndCurrent: 8 }, HOUR, 57.6, 6);
  assert.deepEqual(ended.phases, ["bulk", "absorption", "floating"]);
  const not = course({ absorptionEndsByCurrent: true, absorptionEndCurrent: 4 }, HOUR, 57.6, 6);
  assert.deepEqual(not.phases, ["bulk", "absorption"]);
});

Deno.test("Absorption comes not again within {1161} hours, where {1160} limits it", () => {
  const settings = { ...For48V, absorptionLimited: true, absorptionIntervalSeconds: 5 * HOUR };
  let cycle = run(createCycle(), settings, 3 * HOUR, { voltage: 57.6 });
  assert.equal(cycle.phase, "floating");
  cycle = run(cycle, settings, HOUR, { voltage: 48 });
  assert.equal(cycle.phase, "bulk");
  assert.equal(run(cycle, settings, 30, { voltage: 57.6 }).phase, "floating");
  const later = run(cycle, settings, 5 * HOUR, { voltage: 50 });
  assert.equal(run(later, settings, 30, { voltage: 57.6 }).phase, "absorption");
});

Deno.test("After {1171} of floating comes reduced floating {1172}, after {1175} an absorption", () => {
  const settings = { reducedFloatingAllowed: true, periodicAbsorptionAllowed: true };
  const seen = course(settings, 12 * DAY, 57.6);
  assert.deepEqual(seen.phases.slice(0, 6), [
    "bulk",
    "absorption",
    "floating",
    "reduced_floating",
    "periodic_absorption",
    "reduced_floating",
  ]);
  assert.equal(seen.lasted.floating, DAY);
  assert.equal(seen.lasted.periodic_absorption, HOUR / 2);
  assertVolts(cycleVoltage("reduced_floating", For48V, Warm), 52.8);
});

Deno.test("Equalization comes after {1166} cycles, before or after absorption as {1291} says", () => {
  const phasesOf = (equalizationFirst: boolean) => {
    const settings = {
      ...For48V,
      equalizationAllowed: true,
      equalizationCycles: 2,
      equalizationFirst,
    };
    let cycle = createCycle();
    const seen: CyclePhase[] = [];
    for (let i = 0; i < 4; i++) {
      cycle = force(cycle, "bulk");
      for (let minute = 0; minute < 240; minute++) {
        cycle = run(cycle, settings, 60, { voltage: 62.4 });
        if (seen.at(-1) !== cycle.phase) seen.push(cycle.phase);
      }
    }
    return seen;
  };
  const first = phasesOf(true);
  const at = first.indexOf("equalization");
  assert.deepEqual(first.slice(at, at + 3), ["equalization", "absorption", "floating"]);
  assert.equal(first.filter((phase) => phase === "equalization").length, 1);
  const after = phasesOf(false);
  const then = after.indexOf("equalization");
  assert.deepEqual(after.slice(then - 1, then + 2), ["absorption", "equalization", "floating"]);
});

Deno.test("Equalization comes after {1285} weeks where {1284} fixes the interval", () => {
  const settings = {
    equalizationAllowed: true,
    equalizationFixed: true,
    equalizationIntervalSeconds: DAY,
  };
  const old = { ...createCycle(), secondsSinceEqualization: 2 * DAY };
  assert.equal(run(old, { ...For48V, ...settings }, 30, { voltage: 57.6 }).phase, "equalization");
  assert.equal(
    run(createCycle(), { ...For48V, ...settings }, 30, { voltage: 57.6 }).phase,
    "absorption",
  );
});

Deno.test("A low voltage starts a new cycle after its time: {1143}–{1146}", () => {
  const floating = force(createCycle(), "floating");
  const phaseAfter = (seconds: number, voltage: number, settings = {}) =>
    run(floating, { ...For48V, ...settings }, seconds, { voltage }).phase;
  assert.equal(phaseAfter(29 * 60, 49.5), "floating");
  assert.equal(phaseAfter(31 * 60, 49.5), "bulk");
  assert.equal(phaseAfter(50, 49), "floating");
  assert.equal(phaseAfter(70, 49), "bulk");
  assert.equal(phaseAfter(DAY, 50), "floating");
  // {1147} and {1148} keep cycles apart.
  assert.equal(phaseAfter(2 * HOUR, 49, { cyclingRestricted: true }), "floating");
  assert.equal(phaseAfter(4 * HOUR, 49, { cyclingRestricted: true }), "bulk");
});

Deno.test("A new cycle breaks off absorption only where {1149} gives it priority", () => {
  const absorbing = force(createCycle(), "absorption");
  assert.equal(run(absorbing, For48V, 120, { voltage: 49 }).phase, "absorption");
  const settings = { ...For48V, newCycleFirst: true };
  assert.equal(run(absorbing, settings, 120, { voltage: 49 }).phase, "bulk");
});

Deno.test("Charge voltages follow the battery's temperature from 25 °C on, as {1139} says", () => {
  const at = (temperature: number) =>
    cycleVoltage("absorption", For48V, { temperature, nominalVoltage: 48 });
  assert.equal(at(25), For48V.absorptionVoltage);
  assertVolts(at(15), 57.6 + 10 * 24 * 0.003);
  const half = cycleVoltage("absorption", Defaults, { temperature: 15, nominalVoltage: 24 });
  assertVolts(half, at(15) / 2);
});

Deno.test("Signals bring the charge of the Xtenders and of chargers that follow them elsewhere", () => {
  const plant = plantOf("house", { charge: 0.7 });
  assert.equal(forcePhase(plant, "xt1", "floating").cycle.phase, "floating");
  const equalized = live(
    forcePhase(forcePhase(plant, "vt1", "floating"), "xt1", "equalization"),
    5,
    1,
  );
  assert.equal(equalized.cycle.phase, "equalization");
  assert.ok(equalized.targetVoltage > 61);
  assert.ok(equalized.solarChargers.every(({ cycle }) => cycle.phase === "equalization"));
});

Deno.test("A solar charger that does not follow {10037} keeps its own phase and voltage", () => {
  const plant = plantOf("house", { settings: { vt: { 10037: 0, 10009: 55 } }, charge: 0.97 });
  const apart = forcePhase(forcePhase(plant, "xt1", "floating"), "vt1", "absorption");
  const alone = live(apart, 60, 1);
  const [vt, vs] = alone.solarChargers;
  assert.equal(vt!.synchronised, false);
  assert.equal(vs!.synchronised, true);
  assert.equal(vs!.cycle, alone.cycle);
  assert.equal(alone.cycle.phase, "floating");
  assert.equal(vt!.cycle.phase, "absorption");
  const target = chargerTarget(alone, vt!) - temperatureCompensation(vt!.control.cycle, {
    temperature: alone.battery.temperature,
    nominalVoltage: 48,
  });
  assertVolts(target, 55);
});

Deno.test("A battery at 46° is charged in full on a summer day, with a course that is told in order", () => {
  const phases: CyclePhase[] = [];
  const plant = plantOf("house", { start: "2026-07-01T04:00", charge: 0.5 });
  const charging = disturb({ ...plant, cycle: createCycle() }, { cloudCover: 0 });
  const evening = live(charging, 14 * HOUR, 10, ({ cycle: { phase } }) => {
    if (phases.at(-1) !== phase) phases.push(phase);
  });
  assert.deepEqual(phases.slice(0, 3), ["bulk", "absorption", "floating"]);
  assert.ok(evening.battery.charge > 0.95, `${evening.battery.charge}`);
});

const Warm = { temperature: 25, nominalVoltage: 48 } as const;

/** A cycle some seconds later, in steps of ten. */
function run(
  cycle: ChargeCycle,
  settings: CycleSettings,
  seconds: number,
  signals: Partial<CycleSignals>,
): ChargeCycle {
  const seen = { voltage: 57.6, current: 20, restVoltage: 50, ...Warm, ...signals };
  let now = cycle;
  for (let passed = 0; passed < seconds; passed += 10) now = stepCycle(now, settings, seen, 10);
  return now;
}

/** The phases of a battery that always reaches a voltage, and how long each lasted. */
function course(changes: Partial<CycleSettings>, seconds: number, voltage: number, current = 20) {
  const settings = { ...For48V, ...changes };
  let cycle = createCycle();
  const phases: CyclePhase[] = [cycle.phase];
  const lasted: Partial<Record<CyclePhase, number>> = { bulk: 0 };
  for (let passed = 0; passed < seconds; passed += 60) {
    cycle = stepCycle(cycle, settings, { voltage, current, restVoltage: 50, ...Warm }, 60);
    if (phases.at(-1) !== cycle.phase) {
      phases.push(cycle.phase);
      lasted[cycle.phase] = 0;
    } else lasted[cycle.phase]! += 60;
  }
  for (const phase of new Set(phases)) lasted[phase]! += 60;
  return { phases, lasted };
}

/** Parameters are 32-bit floats. */
function assertVolts(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-4, `${actual} V, not ${expected} V`);
}
