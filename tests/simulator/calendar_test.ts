import assert from "node:assert/strict";
import fc from "fast-check";
import { civilTime, padded } from "../../simulator/calendar.ts";

Deno.test("civilTime() reads every moment of four centuries like the calendar", () => {
  fc.assert(fc.property(fc.integer({ min: -6e9, max: 7e9 }), (seconds) => {
    const date = new Date(seconds * 1000);
    assert.deepEqual(civilTime(seconds), {
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      hour: date.getUTCHours(),
      minute: date.getUTCMinutes(),
    });
  }));
});

Deno.test("padded() puts zeros before a short number and leaves a long one", () => {
  assert.deepEqual([padded(7, 2), padded(12, 2), padded(2026, 2)], ["07", "12", "2026"]);
});
