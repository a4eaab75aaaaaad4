import assert from "node:assert/strict";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import { decodeResponse } from "../../protocol/service.ts";
import { type Delivery, type FaultOptions, Faults, NO_FAULTS } from "../../simulator/faults.ts";
import { createRandom } from "../../simulator/random.ts";
import { hex } from "./gateway_client.ts";

const ANSWER = hex("AA 34 65000000 01000000 0E00 A745  02 01 0100 B80B0000 0100 00C04541  0DCB");
const RUNS = 2000;

Deno.test("Faults leave an answer whole and at once where nothing is to go wrong", () => {
  assert.deepEqual(faults({}).apply(ANSWER), [{ delayMs: 0, bytes: ANSWER }]);
});

Deno.test("Faults come as often as they are asked for, and the same for the same seed", () => {
  const options = { drop: 0.1, corrupt: 0.1, noise: 0.1, foreign: 0.1, late: 0.1, split: 8 };
  assert.deepEqual(run(options, 3), run(options, 3));
  assert.notDeepEqual(run(options, 3), run(options, 4));
  const dropped = run({ drop: 0.1 }, 1).filter((deliveries) => deliveries.length === 0).length;
  assert.ok(dropped > 0.07 * RUNS && dropped < 0.13 * RUNS, `${dropped} of ${RUNS}`);
});

Deno.test("Faults that never happen do not shift those that do", () => {
  const alone = run({ corrupt: 0.2 }, 9);
  assert.deepEqual(run({ corrupt: 0.2, drop: 0, late: 0 }, 9), alone);
});

Deno.test("Faults that corrupt change one byte, and the answer checks no more", () => {
  for (const [delivery] of run({ corrupt: 1 }, 5)) {
    const { bytes } = delivery!;
    const changed = [...bytes].filter((byte, i) => byte !== ANSWER[i]).length;
    assert.equal(changed, 1);
    assert.deepEqual(framesOf([delivery!]), []);
  }
});

Deno.test("Faults that make noise leave the answer behind it to be found", () => {
  const found = run({ noise: 1 }, 5).filter((deliveries) => framesOf(deliveries).length === 1);
  assert.ok(found.length > 0.95 * RUNS, `${found.length} of ${RUNS}`);
});

Deno.test("Faults that are foreign put a good frame for somebody else before the answer", () => {
  const [foreign, own] = framesOf(faults({ foreign: 1 }).apply(ANSWER));
  assert.equal(own!.destination, 1);
  assert.notEqual(foreign!.destination, 1);
  assert.deepEqual(decodeResponse(foreign!.data), decodeResponse(own!.data));
});

Deno.test("Faults that are late let more than the 2 s of the specification pass", () => {
  const [delivery] = faults({ late: 1 }).apply(ANSWER);
  assert.ok(delivery!.delayMs > 2000);
  assert.deepEqual(delivery!.bytes, ANSWER);
});

Deno.test("Faults that split cut an answer into pieces, one after the other", () => {
  const pieces = faults({ split: 8 }).apply(ANSWER);
  assert.deepEqual(pieces.map(({ bytes }) => bytes.length), [8, 8, 8, 6]);
  assert.deepEqual(pieces.map(({ delayMs }) => delayMs > 0), [false, true, true, true]);
  assert.equal(framesOf(pieces).length, 1);
});

function faults(options: Partial<FaultOptions>, seed = 1): Faults {
  return new Faults({ ...NO_FAULTS, ...options }, createRandom(seed));
}

function run(options: Partial<FaultOptions>, seed: number): Delivery[][] {
  const damage = faults(options, seed);
  return Array.from({ length: RUNS }, () => damage.apply(ANSWER));
}

function framesOf(deliveries: readonly Delivery[]) {
  const decoder = new FrameDecoder();
  return deliveries.flatMap(({ bytes }) => decoder.push(bytes))
    .flatMap((event) => event.kind === "frame" ? [event.frame] : []);
}
