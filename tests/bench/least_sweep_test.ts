import assert from "node:assert/strict";
import { MAX_MULTI_INFO_ITEMS } from "../../protocol/multi_info.ts";
import { userInfoValue } from "../../protocol/object.ts";
import { readRequest } from "../../protocol/service.ts";
import { frameLengths } from "./frame_lengths.ts";
import { leastSweepMs } from "./least_sweep.ts";

// A request of 76 infos takes 254 bytes and its answer 566, of 11 bits each.
const FULL_REQUEST_MS = (254 + 566) * 11 / 38.4;

Deno.test("frameLengths() counts what a single read takes on the line", () => {
  const lengths = frameLengths(readRequest(userInfoValue(3000)), 4);
  assert.deepEqual(lengths, { asked: 26, answered: 30 });
});

Deno.test("leastSweepMs() is the line's time and the delay of every request", () => {
  const line = { baudRate: 38400, delayMs: 20 };
  const one = leastSweepMs(MAX_MULTI_INFO_ITEMS, line);
  assert.ok(Math.abs(one - (FULL_REQUEST_MS + 20)) < 1e-9, `${one} ms`);
  // The rest needs a request of its own: 26 + 3 bytes, and 34 + 7 for the answer.
  const more = leastSweepMs(MAX_MULTI_INFO_ITEMS + 1, line) - one;
  assert.ok(Math.abs(more - ((29 + 41) * 11 / 38.4 + 20)) < 1e-9, `${more} ms`);
  assert.equal(leastSweepMs(0, line), 0);
});
