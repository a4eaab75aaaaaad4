import assert from "node:assert/strict";
import fc from "fast-check";
import { DecodeError } from "../../protocol/bytes.ts";
import {
  decodeMessage,
  encodeMessage,
  isSameMessage,
  type Message,
  messageProperty,
} from "../../protocol/message.ts";
import { record, u16, u32 } from "./arbitraries.ts";

const messages: fc.Arbitrary<Message> = record({
  remaining: u32,
  type: u16,
  source: u32,
  timestamp: u32,
  value: u32,
});

Deno.test("decodeMessage() reads what encodeMessage() wrote", () => {
  fc.assert(fc.property(messages, (message) => {
    assert.deepEqual(decodeMessage(encodeMessage(message)), message);
  }));
});

Deno.test("decodeMessage() refuses another length than a message's", () => {
  for (const length of [0, 17, 19]) {
    assert.throws(() => decodeMessage(new Uint8Array(length)), DecodeError, `${length}`);
  }
});

Deno.test("isSameMessage() looks at source, time and type alone", () => {
  const message = { remaining: 976, type: 16, source: 105, timestamp: 1503571330, value: 0 };
  assert.ok(isSameMessage(message, { ...message, remaining: 977, value: 1 }));
  assert.ok(!isSameMessage(message, { ...message, source: 106 }));
  assert.ok(!isSameMessage(message, { ...message, timestamp: 1503571331 }));
  assert.ok(!isSameMessage(message, { ...message, type: 17 }));
});

Deno.test("messageProperty() counts back from the newest message", () => {
  assert.deepEqual(messageProperty(3), { objectType: 0x0003, objectId: 3, propertyId: 0 });
});
