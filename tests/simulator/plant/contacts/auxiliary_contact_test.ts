import assert from "node:assert/strict";
import {
  type AuxiliaryContact,
  type AuxiliarySignals,
  isProgrammed,
  OPEN_CONTACT,
  stepContact,
} from "../../../../simulator/plant/contacts/auxiliary_contact.ts";
import type { AuxiliarySettings } from "../../../../simulator/plant/contacts/auxiliary_programme.ts";
import { GOOD_GRID } from "../../../../simulator/plant/disturbances.ts";
import { disturb } from "../../../../simulator/plant/plant.ts";
import { eventsOf, live, plantOf } from "../plants.ts";

const MINUTE = 60;
const HOUR = 3600;
/** A Monday, at midnight. */
const MONDAY = Date.UTC(2026, 5, 22) / 1000;
const Xtender: AuxiliarySettings = plantOf("house").inverters[0]!.control.auxiliaries[0]!;
const VarioTrack: AuxiliarySettings = plantOf("house").solarChargers[0]!.control.auxiliaries[0]!;

Deno.test("A contact stays open by default, and does what its mode says", () => {
  assert.equal(isProgrammed(Xtender), false);
  assert.equal(run(Xtender, HOUR).closed, false);
  assert.equal(run({ ...Xtender, mode: 2 }, 10).closed, true);
  assert.equal(run({ ...Xtender, mode: 4 }, 10).closed, true);
  assert.equal(run({ ...Xtender, mode: 8, events: { on: true } }, 10).closed, false);
});

Deno.test("A schedule closes on its days at its hours, over midnight too", () => {
  const weekdays = 0b0011111;
  const evening = { days: weekdays, start: 18 * HOUR, end: 20 * HOUR };
  const at = (schedule: typeof evening, clock: number) =>
    run({ ...Xtender, schedules: [schedule] }, 1, { clock }).closed;
  assert.equal(at(evening, MONDAY + 17.9 * HOUR), false);
  assert.equal(at(evening, MONDAY + 18 * HOUR), true);
  assert.equal(at(evening, MONDAY + 20 * HOUR), false);
  assert.equal(at(evening, MONDAY + 5 * 24 * HOUR + 19 * HOUR), false);
  const night = { days: 0b0000001, start: 22 * HOUR, end: 6 * HOUR };
  assert.equal(at(night, MONDAY + 23 * HOUR), true);
  assert.equal(at(night, MONDAY + 29 * HOUR), true);
  assert.equal(at(night, MONDAY + 5 * HOUR), false);
});

Deno.test("A temporal restriction keeps the contact open", () => {
  const settings = {
    ...Xtender,
    events: { on: true },
    restrictions: [{ days: 127, start: 0, end: 6 * HOUR }],
  };
  assert.equal(run(settings, 10, { clock: MONDAY + HOUR }).closed, false);
  assert.equal(run(settings, 10, { clock: MONDAY + 7 * HOUR }).closed, true);
});

Deno.test("A low voltage closes after its delay, and a high one opens after its own", () => {
  const settings = withLevel("voltage", { at: 47, after: 5 * MINUTE }, {
    off: 54,
    offAfter: MINUTE,
  });
  assert.equal(run(settings, 4 * MINUTE, { voltage: 46 }).closed, false);
  const closed = run(settings, 6 * MINUTE, { voltage: 46 });
  assert.equal(closed.closed, true);
  assert.equal(run(settings, HOUR, { voltage: 50 }, closed).closed, true);
  assert.equal(run(settings, 50, { voltage: 55 }, closed).closed, true);
  assert.equal(run(settings, 70, { voltage: 55 }, closed).closed, false);
});

Deno.test("A contact by voltage opens in floating where it may, and goes by the compensated one", () => {
  const settings = withLevel("voltage", { at: 47, after: 0 }, { off: 54, offInFloating: true });
  const closed = run(settings, 10, { voltage: 46 });
  assert.equal(run(settings, 10, { voltage: 50, phase: "floating" }, closed).closed, false);
  const compensated = withLevel("voltage", { at: 47, after: 0 }, { off: 54, compensated: true });
  assert.equal(run(compensated, 10, { voltage: 46, restVoltage: 49 }).closed, false);
});

Deno.test("Power closes above its level, charge below its own", () => {
  const power = withLevel("power", { at: 0.8, after: MINUTE }, { off: 0.4, offAfter: 0 });
  assert.equal(run(power, 70, { power: 0.9 }).closed, true);
  assert.equal(run(power, 70, { power: 0.7 }).closed, false);
  const charge = withLevel("charge", { at: 0.3, after: 0 }, { off: 0.9, offAfter: 0 });
  const closed = run(charge, 10, { charge: 0.29 });
  assert.equal(closed.closed, true);
  assert.equal(run(charge, 10, { charge: 0.89 }, closed).closed, true);
  assert.equal(run(charge, 10, { charge: 0.91 }, closed).closed, false);
});

Deno.test("Temperature closes above one value and opens below the other, not in bulk if so told", () => {
  const temperature = { on: true, over: 30, below: 25 };
  const settings = { ...Xtender, temperature };
  const warm = run(settings, 10, { temperature: 31 });
  assert.equal(warm.closed, true);
  assert.equal(run(settings, 10, { temperature: 26 }, warm).closed, true);
  assert.equal(run(settings, 10, { temperature: 24 }, warm).closed, false);
  const careful = { ...Xtender, temperature: { ...temperature, notInBulk: true } };
  assert.equal(run(careful, 10, { temperature: 31, phase: "bulk" }).closed, false);
});

Deno.test("A VarioTrack's contact closes some time after nightfall, for a while", () => {
  const settings = { ...VarioTrack, night: { on: true, delay: HOUR, lasts: 2 * HOUR } };
  const at = (nightSeconds: number) => run(settings, 1, { nightSeconds }).closed;
  assert.deepEqual([0, 0.5, 1.5, 3.5].map((hours) => at(hours * HOUR)), [
    false,
    false,
    true,
    false,
  ]);
});

Deno.test("Events combine: any of them, or all", () => {
  const holds = (event: string) => event === "boost";
  const events = { boost: true, transfer: true };
  assert.equal(run({ ...Xtender, events }, 10, { holds }).closed, true);
  assert.equal(run({ ...Xtender, events, all: true }, 10, { holds }).closed, false);
  assert.equal(run({ ...Xtender, events: { boost: true }, all: true }, 10, { holds }).closed, true);
});

Deno.test("The security opens a contact that is closed too long, until nothing asks for it", () => {
  const settings = {
    ...Xtender,
    events: { on: true },
    security: { on: true, seconds: 10 * MINUTE },
  };
  assert.equal(run(settings, 9 * MINUTE).closed, true);
  const tired = run(settings, 11 * MINUTE);
  assert.deepEqual([tired.closed, tired.tooLong], [false, true]);
  const rested = run(settings, 10, { holds: () => false }, tired);
  assert.equal(run(settings, 10, {}, rested).closed, true);
});

Deno.test("A plant's contacts follow its events and tell when they move", () => {
  // AUX 1 closes while there is a grid (1235), AUX 2 while the relay is open, turned round (1344).
  const settings = { xt: { 1235: 1, 1311: 2, 1344: 1 } };
  const plant = plantOf("old", { settings });
  const closed = (now: typeof plant) => now.inverters[0]!.contacts.map((each) => each.closed);
  assert.deepEqual(closed(live(plant, 10, 1)), [true, false]);
  const off = disturb(plant, { grid: { ...GOOD_GRID, off: true } });
  assert.deepEqual(closed(live(off, 10, 1)), [false, true]);
  assert.deepEqual(eventsOf(off, 10), ["xt1 grid_lost", "xt1 aux1_opened", "xt1 aux2_closed"]);
});

Deno.test("A contact for an overload {1228} stays open until the last attempt to restart was in vain", () => {
  const plant = disturb(
    plantOf("cabin", { charge: 0.9, battery: { capacity: 2000 }, settings: { xt: { 1228: 1 } } }),
    { extraLoad: 9000 },
  );
  let stopped = 0;
  live(plant, 120, 1, ({ inverters: [xt] }) => {
    const { protection: { stop }, contacts } = xt!;
    if (stop !== undefined) stopped++;
    assert.equal(contacts[0]!.closed, stop?.final === true);
  });
  assert.ok(stopped > 20);
});

Deno.test("A charger's contact closes in absorption", () => {
  const settings = { vt: { 10105: 1 }, xt: { 1127: 1 } };
  const sunny = disturb(plantOf("house", { settings, charge: 0.9, start: "2026-06-21T11:00" }), {
    cloudCover: 0,
  });
  let agreed = 0;
  live(sunny, 6 * HOUR, 10, ({ solarChargers: [vt] }) => {
    const absorbs = vt!.cycle.phase === "absorption";
    assert.equal(vt!.contacts[0]?.closed ?? false, absorbs);
    if (absorbs) agreed++;
  });
  assert.ok(agreed > 100);
});

const Quiet: AuxiliarySignals = {
  clock: MONDAY + 12 * HOUR,
  voltage: 50,
  restVoltage: 50,
  power: 0,
  charge: 0.7,
  temperature: 0,
  phase: "absorption",
  nightSeconds: 0,
  holds: (event) => event === "on",
};

function run(
  settings: AuxiliarySettings,
  seconds: number,
  signals: Partial<AuxiliarySignals> = {},
  from: AuxiliaryContact = OPEN_CONTACT,
): AuxiliaryContact {
  let contact = from;
  for (let passed = 0; passed < seconds; passed += 10) {
    contact = stepContact(contact, settings, { ...Quiet, ...signals }, 10);
  }
  return contact;
}

function withLevel(
  kind: "voltage" | "power" | "charge",
  level: { at: number; after: number },
  rest: Partial<AuxiliarySettings["voltage"]>,
): AuxiliarySettings {
  const base = Xtender[kind]!;
  const [, ...others] = base.levels;
  return { ...Xtender, [kind]: { ...base, ...rest, levels: [{ on: true, ...level }, ...others] } };
}
