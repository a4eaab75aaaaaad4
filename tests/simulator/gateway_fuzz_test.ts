import assert from "node:assert/strict";
import fc from "fast-check";
import { ErrorCode } from "../../protocol/error_code.ts";
import { attemptFrame, encodeFrame, frameLength } from "../../protocol/frame.ts";
import { ObjectType } from "../../protocol/object.ts";
import { decodeResponse, encodeRequest } from "../../protocol/service.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { heapAfterCollection } from "../support/heap.ts";

const CODES: ReadonlySet<number> = new Set(Object.values(ErrorCode));
const ADDRESSES = [0, 100, 101, 102, 103, 191, 193, 300, 301, 500, 501, 600, 601, 700, 701, 999];
const NUMBERS = [0, 1, 2, 0x10, 0x40, 1107, 1138, 1468, 3000, 5002, 5104, 6001, 7002, 11004, 15010];
const TYPES = [...Object.values(ObjectType), 0, 4711];

Deno.test("SimulatedGateway takes any bytes in any pieces without an exception", () => {
  const gateway = createGateway({ scenario: "house" });
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 10 }), (chunks) => {
      for (const chunk of chunks) gateway.receive(chunk);
    }),
  );
});

Deno.test("SimulatedGateway answers every request that checks, with data or an error of the specification", () => {
  const gateway = createGateway({ scenario: "house" });
  const request = fc.record({
    service: fc.oneof(fc.constantFrom(1, 2), fc.nat(255)),
    property: fc.record({
      objectType: fc.constantFrom(...TYPES),
      objectId: fc.oneof(fc.constantFrom(...NUMBERS), fc.nat(20_000), fc.nat(0xFFFF_FFFF)),
      propertyId: fc.oneof(fc.constantFrom(0, 1, 5, 6, 7, 8, 13, 0x21, 0x23, 0x24), fc.nat(0xFFFF)),
    }),
    data: fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(
        Uint8Array.of(1, 0, 0, 0),
        Uint8Array.of(0, 0, 0x80, 0x7F),
        Uint8Array.of(1),
      ),
    ),
  });
  fc.assert(
    fc.property(fc.constantFrom(...ADDRESSES), request, (destination, asked) => {
      const frame = { flags: 0, source: 7, destination, data: encodeRequest(asked) };
      const answers = gateway.receive(encodeFrame(frame));
      assert.equal(answers.length, 1);
      const attempt = attemptFrame(answers[0]!, 0);
      assert.ok(attempt.kind === "frame");
      assert.equal(answers[0]!.length, frameLength(attempt.frame.data.length));
      assert.equal(attempt.frame.destination, 7);
      const response = decodeResponse(attempt.frame.data);
      assert.ok(response.ok || CODES.has(response.code));
      assert.equal(response.property.objectId, asked.property.objectId);
      gateway.advance(0.3);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("SimulatedGateway keeps no more of a stream of noise than one frame", () => {
  const gateway = createGateway({ scenario: "cabin" });
  // A header that checks and claims the most, again and again without its data.
  const header = encodeFrame({
    flags: 0,
    source: 1,
    destination: 101,
    data: new Uint8Array(4096),
  }).subarray(0, 14);
  const before = heapAfterCollection();
  for (let i = 0; i < 20_000; i++) gateway.receive(header);
  const grown = heapAfterCollection() - before;
  assert.ok(grown < 30e6, `grew by ${grown} bytes`);
});
