import assert from "node:assert/strict";
import type { Clock } from "../../protocol/clock.ts";
import { Pace, wireTimeMs } from "../../simulator/wire.ts";
import { ManualClock } from "../support/manual_clock.ts";

const never = new AbortController().signal;

Deno.test("wireTimeMs() counts eleven bits a byte", () => {
  // Specification 3.1: 8 data bits, even parity, start and stop.
  assert.equal(wireTimeMs(26 + 30, 38400).toFixed(1), "16.0");
  assert.equal(wireTimeMs(254 + 566, 38400).toFixed(0), "235");
  assert.equal(wireTimeMs(254 + 566, 115200).toFixed(0), "78");
  assert.equal(wireTimeMs(1000, undefined), 0);
});

Deno.test("Pace.pass() waits exactly, and counts from what happened before it was called", async () => {
  const clock = new ManualClock();
  const pace = new Pace(clock);
  await clock.advance(50);
  let passedAt: number | undefined;
  const passing = pace.pass(40, 16, never).then(() => (passedAt = clock.now()));
  await clock.advance(5.5);
  assert.equal(passedAt, undefined);
  await clock.advance(10);
  await passing;
  assert.equal(passedAt, 56);
});

Deno.test("Pace.pass() lets what comes together go one after the other", async () => {
  const clock = new ManualClock();
  const pace = new Pace(clock);
  const passedAt: number[] = [];
  const passing = (async () => {
    for (let i = 0; i < 3; i++) {
      await pace.pass(0, 10, never);
      passedAt.push(clock.now());
    }
  })();
  await clock.advance(100);
  await passing;
  assert.deepEqual(passedAt, [10, 20, 30]);
});

Deno.test("Pace.pass() keeps within 1 % over a long run although every timer wakes late", async () => {
  for (const latenessMs of [0.4, 1.3, 4]) {
    const clock = lateClock(latenessMs);
    const pace = new Pace(clock);
    const exchanges = 2000;
    for (let i = 0; i < exchanges; i++) await pace.pass(clock.now(), 36, never);
    const deviation = clock.now() / (exchanges * 36) - 1;
    assert.ok(Math.abs(deviation) < 0.01, `${latenessMs} ms late: ${deviation}`);
  }
});

Deno.test("Pace.pass() gives a client that thinks no more than the lateness of one timer", async () => {
  const clock = lateClock(100);
  const pace = new Pace(clock);
  await pace.pass(clock.now(), 36, never);
  // The machine stood still for 100 ms: that is not made good by answers without a wait.
  const arrivedAt = clock.now();
  await pace.pass(arrivedAt, 36, never);
  assert.ok(clock.now() - arrivedAt >= 31);
});

Deno.test("Pace.pass() ends at an abort", async () => {
  const clock = new ManualClock();
  const ended = new AbortController();
  const passing = new Pace(clock).pass(0, 1000, ended.signal);
  ended.abort();
  await passing;
  assert.equal(clock.sleeping, 0);
});

/** A clock whose sleeps end too late, and that stands still otherwise. */
function lateClock(latenessMs: number): Clock {
  let now = 0;
  return {
    now: () => now,
    wallTime: () => now,
    sleep: (ms) => {
      now += ms + latenessMs;
      return Promise.resolve();
    },
  };
}
