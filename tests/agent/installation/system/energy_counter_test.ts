import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type CounterState,
  counterToday,
  observeCounter,
} from "../../../../agent/installation/system/energy_counter.ts";
import type { Moment } from "../../../../agent/installation/system/moment.ts";

const DAY = 24 * 60 * 60;

/** A moment at a time of the gateway's day, its clock and ours running together. */
function moment(day: number, time: string, at?: number): Moment {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  const local = day * DAY + hours * 3600 + minutes * 60 + seconds;
  return { at: at ?? local * 1000, local, day };
}

/** Shows the counter's values one after another; gives today and total after each. */
function follow(readings: ReadonlyArray<readonly [Moment, number]>) {
  let state: CounterState | undefined;
  let total = 0;
  return readings.map(([moment, value]) => {
    const observed = observeCounter(state, value, moment);
    state = observed.state;
    total += observed.gained;
    return {
      today: Number(counterToday(state, moment.day).toFixed(6)),
      total: Number(total.toFixed(6)),
    };
  });
}

/** As after a restart of the agent: the monotonic clock begins anew, the rest was saved. */
function reloaded(state: CounterState): CounterState {
  return { ...state, at: undefined };
}

Deno.test("observeCounter() begins with what the counter shows", () => {
  assert.deepEqual(follow([[moment(5, "12:00"), 4.5]]), [{ today: 4.5, total: 4.5 }]);
});

Deno.test("observeCounter() begins a new day when the counter falls at midnight", () => {
  assert.deepEqual(
    follow([
      [moment(5, "23:59:50"), 12],
      [moment(6, "00:00:10"), 0.1],
      [moment(6, "00:00:20"), 0.2],
    ]),
    [{ today: 12, total: 12 }, { today: 0.1, total: 12.1 }, { today: 0.2, total: 12.2 }],
  );
});

Deno.test("observeCounter() counts on where the device's midnight is earlier or later than the gateway's", () => {
  assert.deepEqual(
    follow([
      [moment(5, "23:59:00"), 12],
      [moment(5, "23:59:30"), 0.1],
      [moment(6, "00:00:00"), 0.2],
      [moment(6, "00:00:30"), 0.3],
    ]),
    [
      { today: 12, total: 12 },
      { today: 12.1, total: 12.1 },
      { today: 0.1, total: 12.2 },
      { today: 0.2, total: 12.3 },
    ],
  );
  assert.deepEqual(
    follow([
      [moment(5, "23:59:30"), 12],
      [moment(6, "00:00:00"), 12.1],
      [moment(6, "00:00:30"), 0.1],
    ]),
    [{ today: 12, total: 12 }, { today: 0.1, total: 12.1 }, { today: 0.2, total: 12.2 }],
  );
});

Deno.test("observeCounter() takes a fall during the day for a restart of the device", () => {
  assert.deepEqual(
    follow([
      [moment(5, "12:00:00"), 5],
      [moment(5, "12:00:30"), 0],
      [moment(5, "12:01:00"), 0.5],
      [moment(5, "23:59:59"), 3],
      [moment(6, "00:00:05"), 0],
    ]),
    [
      { today: 5, total: 5 },
      { today: 5, total: 5 },
      { today: 5.5, total: 5.5 },
      { today: 8, total: 8 },
      { today: 0, total: 8 },
    ],
  );
});

Deno.test("observeCounter() forgets the restart of yesterday even where the counter stays at 0", () => {
  assert.deepEqual(
    follow([
      [moment(5, "19:00"), 5],
      [moment(5, "19:01"), 0],
      [moment(6, "00:00"), 0],
      [moment(6, "08:00"), 1],
    ]).map(({ today }) => today),
    [5, 5, 0, 1],
  );
});

Deno.test("observeCounter() counts on after a gap on the same day", () => {
  assert.deepEqual(
    follow([[moment(5, "08:00"), 2], [moment(5, "14:00"), 9]]).at(-1),
    { today: 9, total: 9 },
  );
  // Fallen to more than half: in six hours, the device may well have counted that anew.
  assert.deepEqual(
    follow([[moment(5, "08:00"), 2], [moment(5, "14:00"), 1.5]]).at(-1),
    { today: 3.5, total: 3.5 },
  );
});

Deno.test("observeCounter() takes the whole counter as new after a gap over midnight", () => {
  assert.deepEqual(
    follow([[moment(5, "20:00"), 8], [moment(7, "14:00"), 9]]).at(-1),
    { today: 9, total: 17 },
  );
});

Deno.test("observeCounter() takes the whole counter as new after the agent was off over midnight", () => {
  const before = observeCounter(undefined, 8, moment(5, "20:00", 77)).state;
  const { state, gained } = observeCounter(reloaded(before), 9, moment(6, "14:00", 3));
  assert.equal(gained, 9);
  assert.equal(counterToday(state, 6), 9);
});

Deno.test("observeCounter() counts nothing twice when the agent restarts within minutes of midnight", () => {
  const before = observeCounter(undefined, 8, moment(5, "23:59:50")).state;
  // The device's midnight is a little late.
  const { state, gained } = observeCounter(reloaded(before), 8, moment(6, "00:00:20", 5));
  assert.equal(gained, 0);
  assert.equal(counterToday(state, 6), 0);
});

Deno.test("observeCounter() is not misled by somebody who sets the gateway's clock", () => {
  const noon = moment(5, "12:00");
  const watched = [
    [noon, 5],
    [moment(9, "12:00", noon.at + 10_000), 5.1],
    [moment(2, "12:00", noon.at + 20_000), 5.2],
  ] as const;
  assert.deepEqual(follow(watched).map(({ total }) => total), [5, 5.1, 5.2]);
  // The same with the device away for an hour: the dates differ by more than the time that passed.
  const unwatched = [[noon, 5], [moment(9, "12:00", noon.at + 3_600_000), 6]] as const;
  assert.equal(follow(unwatched).at(-1)?.total, 6);
});

Deno.test("observeCounter() does not count what is only unsteady", () => {
  const value = Math.fround(123.456);
  const unsteady = Array.from({ length: 1000 }, (_, i) =>
    [
      moment(5, `12:00:${i}`),
      value * (1 + (i % 3 - 1) * 2 ** -23),
    ] as const);
  const { total } = follow(unsteady).at(-1)!;
  assert.ok(Math.abs(total - value) < 1e-4, `total ${total}`);
  assert.equal(
    follow([9.6, 9.59, 9.6, 9.59, 9.6].map((value, i) => [moment(5, `12:00:${i}`), value])).at(-1)
      ?.total,
    9.6,
  );
});

Deno.test("observeCounter() counts nothing of a counter that runs backwards, until it passes its mark", () => {
  const values = [5, 4.95, 4.9, 2.4, 4.9, 4.95, 5, 5.1];
  const slow = [5, 4.95, 4.9, 4.85, 4.9, 4.95, 5, 5.1];
  assert.equal(follow(slow.map((value, i) => [moment(5, `12:${i}`), value])).at(-1)?.total, 5.1);
  // An abrupt fall to less than half is a restart: from there on all counts.
  assert.equal(follow(values.map((value, i) => [moment(5, `12:${i}`), value])).at(-1)?.total, 10.1);
});

Deno.test("observeCounter() goes on from an older value that a restarted device comes back with", () => {
  const values = [10, 9, 9.5];
  assert.deepEqual(
    follow(values.map((value, i) => [moment(5, `12:0${i}`), value])),
    [{ today: 10, total: 10 }, { today: 10, total: 10 }, { today: 10.5, total: 10.5 }],
  );
});

Deno.test("counterToday() is 0 as soon as the gateway's date has changed", () => {
  const { state } = observeCounter(undefined, 8, moment(5, "23:59:50"));
  assert.equal(counterToday(state, 5), 8);
  assert.equal(counterToday(state, 6), 0);
});

/** A plant whose every watt is known, and a device that counts it like the real ones. */
class World {
  trueEnergy = 0;
  /** kWh that a reset took away before anybody had read them. */
  lost = 0;
  /** What a reset so close to zero may hide: too small to be told from an unsteady counter. */
  hidden = 0;
  local = 20_000 * DAY + 6 * 3600;
  at = 1_000_000;
  #counter = 0;
  #shown = 0;

  get value(): number {
    return Math.fround(this.#counter);
  }

  run(seconds: number, kilowatts: number): void {
    for (let left = seconds; left > 0;) {
      const step = Math.min(left, DAY - this.local % DAY);
      this.trueEnergy += kilowatts * step / 3600;
      this.#counter += kilowatts * step / 3600;
      this.local += step;
      this.at += step * 1000;
      left -= step;
      if (this.local % DAY === 0) this.reset();
    }
  }

  reset(): void {
    this.lost += this.#counter - this.#shown;
    if (this.#shown < 1) this.hidden += 0.5;
    this.#counter = 0;
    this.#shown = 0;
  }

  read(): number {
    this.#shown = this.#counter;
    return this.value;
  }
}

type Event =
  | { readonly kind: "run"; readonly seconds: number; readonly kilowatts: number }
  | { readonly kind: "away"; readonly seconds: number; readonly kilowatts: number }
  | { readonly kind: "restart_device" }
  | { readonly kind: "restart_agent"; readonly seconds: number; readonly kilowatts: number }
  | { readonly kind: "set_clock"; readonly seconds: number; readonly resets: boolean }
  | {
    readonly kind: "set_clock_unwatched";
    readonly days: number;
    readonly seconds: number;
    readonly kilowatts: number;
  };

const kilowatts = fc.double({ min: 0, max: 12, noNaN: true });
const run = fc.record({
  kind: fc.constant("run" as const),
  seconds: fc.integer({ min: 1, max: 120 }),
  kilowatts,
});
const away = fc.record({
  kind: fc.constant("away" as const),
  seconds: fc.integer({ min: 60, max: 3 * DAY }),
  kilowatts,
});
const restartAgent = fc.record({
  kind: fc.constant("restart_agent" as const),
  seconds: fc.integer({ min: 1, max: 2 * DAY }),
  kilowatts,
});
const restartDevice = fc.constant({ kind: "restart_device" as const });
const setClock = fc.record({
  kind: fc.constant("set_clock" as const),
  seconds: fc.integer({ min: -3 * DAY, max: 3 * DAY }),
  resets: fc.boolean(),
});
const setClockUnwatched = fc.record({
  kind: fc.constant("set_clock_unwatched" as const),
  days: fc.constantFrom(-2, -1, 1, 2),
  seconds: fc.integer({ min: 60, max: DAY }),
  kilowatts,
});
const toMidnight = fc.record({
  kind: fc.constant("away" as const),
  seconds: fc.integer({ min: 17 * 3600, max: 18 * 3600 }),
  kilowatts,
});

/** Plays the events; checks what must hold after every reading; gives the end. */
function play(events: readonly Event[]) {
  const world = new World();
  let state: CounterState | undefined;
  let total = 0;
  let today = { day: NaN, energy: 0 };
  const read = () => {
    const day = Math.floor(world.local / DAY);
    const { state: after, gained } = observeCounter(state, world.read(), {
      at: world.at,
      local: world.local,
      day,
    });
    assert.ok(gained >= 0, `the total fell by ${-gained}`);
    const energy = counterToday(after, day);
    if (day === today.day) assert.ok(energy >= today.energy - 1e-9, "today ran backwards");
    today = { day, energy };
    state = after;
    total += gained;
    const slack = world.trueEnergy * 1e-6 + 1e-6;
    assert.ok(total <= world.trueEnergy + slack, `${total} exceeds the true ${world.trueEnergy}`);
    assert.ok(energy <= total + slack, "today exceeds the total");
  };
  read();
  for (const event of events) {
    switch (event.kind) {
      case "run":
      case "away":
        world.run(event.seconds, event.kilowatts);
        break;
      case "restart_device":
        world.reset();
        break;
      case "restart_agent":
        world.run(event.seconds, event.kilowatts);
        world.at = 5000;
        state = state && reloaded(state);
        break;
      case "set_clock":
        world.local += event.seconds;
        if (event.resets) world.reset();
        break;
      case "set_clock_unwatched":
        world.local += event.days * DAY;
        world.run(event.seconds, event.kilowatts);
        break;
    }
    read();
  }
  return { world, total };
}

Deno.test("observeCounter() never exceeds the truth nor runs backwards, whatever happens", () => {
  const event = fc.oneof(
    { weight: 10, arbitrary: run },
    { weight: 2, arbitrary: toMidnight },
    away,
    restartAgent,
    restartDevice,
    setClock,
    setClockUnwatched,
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60, size: "max" }), (events) => {
      play(events);
    }),
    { numRuns: 500 },
  );
});

Deno.test("observeCounter() equals the truth where nothing was lost unseen", () => {
  const steady = fc.array(run, { minLength: 20, maxLength: 60, size: "max" });
  const eventful = fc.array(fc.oneof({ weight: 20, arbitrary: run }, restartDevice), {
    minLength: 20,
    maxLength: 60,
    size: "max",
  });
  fc.assert(
    fc.property(steady, eventful, fc.integer({ min: 0, max: 600 }), (morning, night, early) => {
      // To shortly before midnight in readings of a minute, then over it.
      const { world: evening } = play(morning);
      const minutes = Math.floor((DAY - evening.local % DAY - early) / 60);
      const afternoon: Event[] = Array.from({ length: Math.max(0, minutes) }, () => ({
        kind: "run",
        seconds: 60,
        kilowatts: 2,
      }));
      const { world, total } = play([...morning, ...afternoon, ...night]);
      const expected = world.trueEnergy - world.lost;
      const missing = expected - total;
      assert.ok(
        missing > -1e-3 && missing <= world.hidden + 1e-3,
        `counted ${total} of ${expected}`,
      );
    }),
    { numRuns: 100 },
  );
});
