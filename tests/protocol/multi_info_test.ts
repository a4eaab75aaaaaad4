import assert from "node:assert/strict";
import fc from "fast-check";
import { DecodeError } from "../../protocol/bytes.ts";
import {
  Aggregation,
  decodeMultiInfoAnswer,
  decodeMultiInfoRequest,
  encodeMultiInfoAnswer,
  encodeMultiInfoRequest,
  MAX_MULTI_INFO_ITEMS,
  multiInfoProperty,
} from "../../protocol/multi_info.ts";
import { record, u16, u32, u8 } from "./arbitraries.ts";

const items = fc.array(record({ reference: u16, aggregation: u8 }), {
  minLength: 1,
  maxLength: MAX_MULTI_INFO_ITEMS,
  size: "max",
});

Deno.test("decodeMultiInfoRequest() reads what encodeMultiInfoRequest() wrote", () => {
  fc.assert(fc.property(items, (items) => {
    assert.deepEqual(decodeMultiInfoRequest(encodeMultiInfoRequest(items)), items);
  }));
});

Deno.test("encodeMultiInfoRequest() takes 1 to 76 items", () => {
  const item = { reference: 3000, aggregation: Aggregation.sum };
  const many = (length: number) => Array.from({ length }, () => item);
  assert.equal(encodeMultiInfoRequest(many(76)).length, 228);
  assert.equal(encodeMultiInfoRequest(many(1)).toHex(), "b80bfe");
  assert.throws(() => encodeMultiInfoRequest([]), RangeError);
  assert.throws(() => encodeMultiInfoRequest(many(77)), RangeError);
});

Deno.test("decodeMultiInfoRequest() refuses what is no list of 1 to 76 items", () => {
  for (const length of [0, 1, 2, 4, 229, 231]) {
    assert.throws(() => decodeMultiInfoRequest(new Uint8Array(length)), DecodeError, `${length}`);
  }
});

Deno.test("decodeMultiInfoAnswer() reads what encodeMultiInfoAnswer() wrote, NaN too", () => {
  const answers = items.chain((items) =>
    record({
      items: fc.constant(items),
      flags: u32,
      time: u32,
      values: fc.array(fc.float(), { minLength: items.length, maxLength: items.length }),
    })
  );
  fc.assert(fc.property(answers, ({ items, ...answer }) => {
    const data = encodeMultiInfoAnswer(items, answer);
    const decoded = decodeMultiInfoAnswer(items, data);
    assert.deepEqual({ ...decoded, values: Array.from(decoded.values) }, answer);
  }));
});

Deno.test("encodeMultiInfoAnswer() of 76 items takes the 540 bytes that the wire gives it", () => {
  const items = Array.from({ length: 76 }, (_, i) => ({ reference: 3000 + i, aggregation: 1 }));
  const data = encodeMultiInfoAnswer(items, { flags: 0, time: 0, values: items.map(() => 1) });
  assert.equal(data.length, 540);
});

Deno.test("decodeMultiInfoAnswer() refuses an answer to other items, be they only swapped", () => {
  const asked = [
    { reference: 3000, aggregation: 1 },
    { reference: 3005, aggregation: 1 },
    { reference: 3000, aggregation: 2 },
  ];
  const answerTo = (told: typeof asked) =>
    encodeMultiInfoAnswer(told, { flags: 0, time: 0, values: [51.5, -3, 51.25] });
  assert.deepEqual(
    Array.from(decodeMultiInfoAnswer(asked, answerTo(asked)).values),
    [51.5, -3, 51.25],
  );
  const [a, b, c] = asked as [typeof asked[0], typeof asked[0], typeof asked[0]];
  for (const told of [[b, a, c], [c, b, a], [a, c, b], [a, b, a], [a, b], [a, b, c, c]]) {
    assert.throws(() => decodeMultiInfoAnswer(asked, answerTo(told)), DecodeError);
  }
});

Deno.test("decodeMultiInfoAnswer() refuses an answer with bytes missing or left over", () => {
  const items = [{ reference: 3000, aggregation: 0 }];
  const data = encodeMultiInfoAnswer(items, { flags: 0, time: 0, values: [1] });
  for (let length = 0; length < data.length; length++) {
    const cut = data.subarray(0, length);
    assert.throws(() => decodeMultiInfoAnswer(items, cut), DecodeError, `${length} bytes`);
  }
  assert.throws(() => decodeMultiInfoAnswer(items, new Uint8Array([...data, 0])), DecodeError);
});

Deno.test("multiInfoProperty() carries the request's number as the property", () => {
  assert.deepEqual(multiInfoProperty(7), { objectType: 0x000A, objectId: 1, propertyId: 7 });
});
