import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type IntegralState,
  observePower,
  type PowerPart,
  trapezoid,
} from "../../../../agent/installation/system/energy_integral.ts";

const DAY = 24 * 60 * 60;

function almost(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) < 1e-9, `expected ${expected}, found ${found}`);
}

/** Integrates powers at given seconds of the gateway's time, both clocks running together. */
function integrate(
  part: PowerPart,
  powers: ReadonlyArray<readonly [second: number, power: number]>,
): IntegralState {
  let state: IntegralState | undefined;
  for (const [second, power] of powers) {
    const moment = { at: second * 1000, local: second, day: Math.floor(second / DAY) };
    state = observePower(state, power, moment, part);
  }
  return state!;
}

Deno.test("trapezoid() gives kWh of each sign apart", () => {
  almost(trapezoid(1000, 3000, 3600, "positive"), 2);
  almost(trapezoid(1000, 3000, 3600, "negative"), 0);
  almost(trapezoid(-1000, -3000, 3600, "negative"), 2);
  almost(trapezoid(-1000, -3000, 3600, "positive"), 0);
  almost(trapezoid(0, 0, 3600, "positive"), 0);
  almost(trapezoid(0, -1000, 3600, "positive"), 0);
});

Deno.test("trapezoid() splits where the power crosses zero", () => {
  // From 3 kW to −1 kW in an hour: three quarters of it above zero.
  almost(trapezoid(3000, -1000, 3600, "positive"), 1.125);
  almost(trapezoid(3000, -1000, 3600, "negative"), 0.125);
});

Deno.test("trapezoid() of both signs differ by the plain integral, and are never negative", () => {
  const watts = fc.double({ min: -1e5, max: 1e5, noNaN: true });
  fc.assert(fc.property(watts, watts, fc.double({ min: 0, max: 300, noNaN: true }), (a, b, s) => {
    const positive = trapezoid(a, b, s, "positive");
    const negative = trapezoid(a, b, s, "negative");
    assert.ok(positive >= 0 && negative >= 0);
    almost(positive - negative, (a + b) / 2 * s / 3_600_000);
  }));
});

Deno.test("observePower() adds up a day's charge and discharge", () => {
  const powers = [[0, 0], [60, 6000], [120, 6000], [180, -6000], [240, 0]] as const;
  almost(integrate("positive", powers).today, 6000 * (30 + 60 + 15) / 3_600_000);
  almost(integrate("negative", powers).total, 6000 * (15 + 30) / 3_600_000);
});

Deno.test("observePower() leaves gaps over five minutes out and counts them", () => {
  const { total, gaps } = integrate("positive", [[0, 1000], [300, 1000], [601, 1000], [661, 1000]]);
  almost(total, 1000 * 360 / 3_600_000);
  assert.equal(gaps, 1);
});

Deno.test("observePower() counts what a day misses before its first power as one gap", () => {
  assert.equal(integrate("positive", [[300, 1000]]).gaps, 0);
  assert.equal(integrate("positive", [[301, 1000], [361, 1000]]).gaps, 1);
  assert.equal(integrate("positive", [[0, 1000], [DAY + 600, 1000], [DAY + 660, 1000]]).gaps, 1);
});

Deno.test("observePower() begins the day anew when the gateway's date changes", () => {
  const powers = [[DAY - 900, 1000], [DAY - 10, 1000], [DAY - 5, 1000], [DAY + 5, 1000]] as const;
  const { today, gaps, total } = integrate("positive", powers);
  almost(today, 1000 * 10 / 3_600_000);
  almost(total, 1000 * 15 / 3_600_000);
  assert.equal(gaps, 0);
});

Deno.test("observePower() bridges a short restart of the agent by the gateway's time", () => {
  const before = integrate("positive", [[0, 1000], [60, 1000]]);
  const reloaded = { ...before, at: undefined };
  const short = observePower(reloaded, 1000, { at: 3, local: 120, day: 0 }, "positive");
  almost(short.total, 1000 * 120 / 3_600_000);
  assert.equal(short.gaps, 0);
  const long = observePower(reloaded, 1000, { at: 3, local: 3600, day: 0 }, "positive");
  almost(long.total, before.total);
  assert.equal(long.gaps, 1);
  const setBack = observePower(reloaded, 1000, { at: 3, local: 10, day: 0 }, "positive");
  almost(setBack.total, before.total);
  assert.equal(setBack.gaps, 1);
});

Deno.test("observePower() goes by our own clock while the gateway's is set", () => {
  const before = integrate("positive", [[0, 1000]]);
  const after = observePower(before, 1000, { at: 60_000, local: 9 * DAY, day: 9 }, "positive");
  almost(after.total, 1000 * 60 / 3_600_000);
  assert.equal(after.gaps, 0);
  const atNoon = { at: 120_000, local: 19.5 * DAY, day: 19 };
  assert.equal(observePower(after, 1000, atNoon, "positive").gaps, 1);
});
