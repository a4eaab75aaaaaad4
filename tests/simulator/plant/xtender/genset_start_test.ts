import assert from "node:assert/strict";
import { disturb, type Plant } from "../../../../simulator/plant/plant.ts";
import { step } from "../../../../simulator/plant/step.ts";
import { eventsOf, live, plantOf } from "../plants.ts";

const MANUAL_ON = 4;
const AUTOMATIC = 1;
const [PULSE, ATTEMPTS, WAIT, INTERRUPTION] = [1492, 1493, 1494, 1574] as const;

/** A cabin with a genset that AUX 1 asks for all the time. */
function asked(
  xt: Record<number, number>,
  needs: { pulseSeconds: number; pulses: number } = { pulseSeconds: 2, pulses: 1 },
): Plant {
  const cabin = plantOf("cabin", {
    source: { kind: "genset", maxCurrent: 25, needs },
    start: "2026-12-15T18:00",
    charge: 0.6,
    settings: { xt: { 1491: 1, ...xt } },
  });
  return withMode(cabin, MANUAL_ON);
}

/** The plant with another operating mode of AUX 1, as when its owner writes {1202}. */
function withMode(plant: Plant, mode: number): Plant {
  return {
    ...plant,
    inverters: plant.inverters.map((each) => ({
      ...each,
      control: {
        ...each.control,
        programmed: true,
        auxiliaries: each.control.auxiliaries.map((programme, i) =>
          i === 0 ? { ...programme, mode } : programme
        ),
      },
    })),
  };
}

/** Both contacts second by second: `1` where AUX 1 is closed, `2` where AUX 2 is, `.` for neither. */
function contactsOver(plant: Plant, seconds: number): string {
  let seen = "";
  live(plant, seconds, 1, ({ inverters: [xt] }) => {
    const [first, second] = xt!.contacts.map(({ closed }) => closed);
    seen += first ? second ? "2" : "1" : ".";
  });
  return seen;
}

function isFed({ inverters: [xt] }: Plant): boolean {
  return xt!.input.voltage > 200;
}

Deno.test("With {1491} AUX 2 turns the genset over after {1494} for {1492} seconds, until AC-In is there", () => {
  const plant = asked({ [WAIT]: 4, [PULSE]: 6 }, { pulseSeconds: 2, pulses: 1 });
  assert.equal(contactsOver(plant, 14), "1111" + "2222" + "111111");
  assert.equal(isFed(live(plant, 14, 1)), true);
  assert.deepEqual(eventsOf(plant, 14), [
    "xt1 aux1_closed",
    "xt1 aux2_closed",
    "xt1 grid_back",
    "xt1 aux2_opened",
  ]);
});

Deno.test("A cold genset starts at the pulse that it takes, so long as {1493} allows as many", () => {
  const cold = { pulseSeconds: 2, pulses: 3 };
  const starts = asked({ [ATTEMPTS]: 3 }, cold);
  assert.equal(contactsOver(starts, 24), "111" + "222111".repeat(2) + "222" + "111111");
  assert.equal(isFed(live(starts, 30, 1)), true);
  assert.ok(!eventsOf(starts, 120).includes("xt1 genset_missing"));
  const fails = asked({ [ATTEMPTS]: 2 }, cold);
  assert.equal(isFed(live(fails, 120, 1)), false);
});

Deno.test("A genset whose pulses are too short does not start, which is told once and opens AUX 1", () => {
  const plant = asked({ [PULSE]: 1, [ATTEMPTS]: 2, [WAIT]: 2 });
  assert.equal(contactsOver(plant, 12), "11" + "211" + "211" + "....");
  const told = eventsOf(plant, 3600);
  assert.equal(told.filter((event) => event === "xt1 genset_missing").length, 1);
  assert.equal(isFed(live(plant, 3600, 1)), false);
});

Deno.test("A genset that did not start is tried again only once nothing asked for it meanwhile", () => {
  const failed = live(disturb(asked({}), { gensetPulses: Infinity }), 120, 1);
  const mended = disturb(failed, { gensetPulses: 1 });
  assert.equal(isFed(live(mended, 120, 1)), false);
  const left = live(withMode(mended, AUTOMATIC), 2, 1);
  assert.equal(isFed(live(withMode(left, MANUAL_ON), 30, 1)), true);
});

Deno.test("{1574} opens AUX 1 between two attempts", () => {
  const plant = asked({ [INTERRUPTION]: 5, [ATTEMPTS]: 2 }, { pulseSeconds: 2, pulses: 2 });
  assert.equal(contactsOver(plant, 23), "111" + "222" + "111" + "....." + "111" + "222" + "111");
  assert.equal(isFed(live(plant, 30, 1)), true);
});

Deno.test("A genset that dies while it is asked for is started anew, and stops when nobody asks", () => {
  const running = live(asked({}), 60, 1);
  const dead = disturb(running, { grid: { ...running.disturbances.grid, off: true } });
  assert.match(contactsOver(dead, 10), /2/);
  assert.equal(isFed(live(withMode(running, AUTOMATIC), 5, 1)), false);
});

Deno.test("Without {1491} a genset starts by its own automatic, unless it fails", () => {
  const own = asked({ 1491: 0 }, { pulseSeconds: 2, pulses: 3 });
  assert.equal(contactsOver(own, 20), "1".repeat(20));
  assert.deepEqual([isFed(live(own, 14, 1)), isFed(live(own, 16, 1))], [false, true]);
  assert.equal(isFed(live(disturb(own, { gensetPulses: Infinity }), 60, 1)), false);
});

Deno.test("A genset starts within a coarse step as it does second by second", () => {
  assert.equal(isFed(live(asked({}), 120, 60)), true);
  const fails = disturb(asked({}), { gensetPulses: Infinity });
  assert.deepEqual(eventsOf(fails, 240, 60), ["xt1 genset_missing"]);
});

Deno.test("An Xtender on the grid has no starter to drive", () => {
  const house = withMode(plantOf("house", { settings: { xt: { 1491: 1 } } }), MANUAL_ON);
  const { contacts, gensetStart } = step(house, 30).inverters[0]!;
  assert.deepEqual(contacts.map(({ closed }) => closed), [true, false]);
  assert.equal(gensetStart.phase, "running");
});
