import assert from "node:assert/strict";
import { GatewayClock } from "../../../../agent/installation/system/gateway_clock.ts";
import { ManualClock } from "../../../support/manual_clock.ts";
import { recordingLog } from "./system_support.ts";

function gatewayClock(clock: ManualClock, timeZone = "Europe/Paris") {
  const log = recordingLog();
  return { gateway: new GatewayClock({ clock, timeZone, log }), log };
}

Deno.test("GatewayClock counts on from what the gateway told, whatever the machine's clock does", async () => {
  const clock = new ManualClock();
  const { gateway, log } = gatewayClock(clock);
  gateway.set(Date.UTC(2021, 0, 31, 23, 59, 50) / 1000, clock.now());
  assert.equal(gateway.dateAt(clock.now()), "2021-01-31");
  assert.equal(gateway.secondsOfDay(clock.now()), 86390);
  clock.jump(-400 * 24 * 60 * 60 * 1000);
  await clock.advance(15_000);
  assert.equal(gateway.dateAt(clock.now()), "2021-02-01");
  assert.equal(gateway.secondsOfDay(clock.now()), 5);
  assert.deepEqual(log.lines, []);
});

Deno.test("GatewayClock follows the gateway's clock when somebody sets it", () => {
  const clock = new ManualClock();
  const { gateway } = gatewayClock(clock);
  gateway.set(1_000_000, clock.now());
  gateway.set(5_000_000, clock.now());
  assert.equal(gateway.localSecondsAt(clock.now()), 5_000_000);
});

Deno.test("GatewayClock takes the machine's clock in the installation's zone until the gateway tells, and says so once", () => {
  const clock = new ManualClock(Date.UTC(2026, 5, 21, 22, 30));
  const { gateway, log } = gatewayClock(clock);
  assert.equal(gateway.dateAt(clock.now()), "2026-06-22");
  assert.equal(gateway.secondsOfDay(clock.now()), 30 * 60);
  assert.equal(gatewayClock(clock, "America/New_York").gateway.dateAt(0), "2026-06-21");
  assert.equal(log.lines.length, 1);
  assert.match(log.lines[0]!, /^info .*machine's clock.* Europe\/Paris/);
});

Deno.test("GatewayClock ignores a gateway whose clock was never set", () => {
  const clock = new ManualClock();
  const { gateway } = gatewayClock(clock);
  for (const seconds of [0, -5, NaN, Infinity]) gateway.set(seconds, clock.now());
  assert.equal(gateway.dateAt(clock.now()), "2026-06-21");
  assert.equal(gateway.settled(clock.now()), false);
});

Deno.test("GatewayClock.settled() waits two minutes for a gateway that does not tell its time", async () => {
  const clock = new ManualClock();
  const { gateway } = gatewayClock(clock);
  assert.equal(gateway.settled(clock.now()), false);
  await clock.advance(120_000);
  assert.equal(gateway.settled(clock.now()), true);
  const other = gatewayClock(clock).gateway;
  other.set(1_000_000, clock.now());
  assert.equal(other.settled(clock.now()), true);
});
