import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { formatDuration, parseDuration } from "../../../agent/config/duration.ts";

Deno.test("parseDuration() reads numbers with their unit", () => {
  strictEqual(parseDuration("500ms"), 500);
  strictEqual(parseDuration("2s"), 2000);
  strictEqual(parseDuration("1.5 s"), 1500);
  strictEqual(parseDuration("5m"), 300_000);
  strictEqual(parseDuration("1h"), 3_600_000);
  strictEqual(parseDuration("1d"), 86_400_000);
});

Deno.test("parseDuration() refuses what is no duration", () => {
  for (const text of ["", "2", "s", "-2s", "2 seconds", "1e3s", "2s 3s", "٢s"]) {
    strictEqual(parseDuration(text), undefined, text);
  }
});

Deno.test("formatDuration() writes what parseDuration() reads", () => {
  fc.assert(fc.property(fc.nat(1e9), (ms) => {
    strictEqual(parseDuration(formatDuration(ms)), ms);
  }));
  strictEqual(formatDuration(60_000), "1m");
  strictEqual(formatDuration(1500), "1500ms");
});
