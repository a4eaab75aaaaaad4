import assert from "node:assert/strict";
import { measurement, spreadOf } from "./measurement.ts";

Deno.test("spreadOf() tells the middle one, the least and the greatest of any order", () => {
  assert.deepEqual(spreadOf([3, 10, 2]), { median: 3, min: 2, max: 10 });
  assert.deepEqual(spreadOf([7]), { median: 7, min: 7, max: 7 });
  assert.throws(() => spreadOf([]), RangeError);
});

Deno.test("measurement() judges the median alone, and only where there is an aim", () => {
  const format = (value: number) => `${value} ms`;
  const noisy = { median: 3, min: 2, max: 9 };
  assert.deepEqual(measurement("sweep", noisy, format, 3), {
    name: "sweep",
    value: "3 ms",
    spread: "2 ms … 9 ms",
    aim: { text: "at most 3 ms", met: true },
  });
  assert.equal(measurement("sweep", noisy, format, 2).aim?.met, false);
  assert.equal(measurement("sweep", noisy, format).aim, undefined);
});
