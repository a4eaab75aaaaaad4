import assert from "node:assert/strict";
import { startDeadline } from "../../agent/deadline.ts";
import { ManualClock } from "../support/manual_clock.ts";

Deno.test("startDeadline() aborts when the time is over, and not before", async () => {
  const clock = new ManualClock();
  using deadline = startDeadline(clock, 1000, new AbortController().signal);
  await clock.advance(999);
  assert.deepEqual([deadline.signal.aborted, deadline.missed], [false, false]);
  await clock.advance(1);
  assert.deepEqual([deadline.signal.aborted, deadline.missed], [true, true]);
});

Deno.test("startDeadline() is not missed by who is interrupted", async () => {
  const clock = new ManualClock();
  const interrupted = new AbortController();
  using deadline = startDeadline(clock, 1000, interrupted.signal);
  interrupted.abort();
  await clock.advance(2000);
  assert.deepEqual([deadline.signal.aborted, deadline.missed], [true, false]);
});

Deno.test("startDeadline() is not missed once the wait is over", async () => {
  const clock = new ManualClock();
  const deadline = startDeadline(clock, 1000, new AbortController().signal);
  deadline[Symbol.dispose]();
  await clock.advance(2000);
  assert.deepEqual([deadline.signal.aborted, deadline.missed], [false, false]);
});
