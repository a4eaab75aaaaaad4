import assert from "node:assert/strict";
import {
  explainSilence,
  type LineStatistics,
  newLineStatistics,
} from "../../../../agent/installation/line/line_statistics.ts";

const Explanations: ReadonlyArray<readonly [Partial<LineStatistics>, RegExp]> = [
  [{}, /not a single byte arrived/],
  [{ receivedBytes: 7 }, /bytes arrived but no frame: check the parity \(even\)/],
  [{ receivedBytes: 30, unrelated: 1 }, /frames answered somebody else/],
  [{ receivedBytes: 60, unrelated: 1, answers: 1 }, /the gateway answers other questions/],
];

for (const [counted, expected] of Explanations) {
  Deno.test(`explainSilence() of ${JSON.stringify(counted)} says what it means`, () => {
    const before = newLineStatistics();
    assert.match(explainSilence(before, { ...before, ...counted }), expected);
  });
}
