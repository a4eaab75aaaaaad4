import assert from "node:assert/strict";
import fc from "fast-check";
import { DecodeError } from "../../protocol/bytes.ts";
import { decodeGuid, encodeGuid, guidProperty } from "../../protocol/guid.ts";

Deno.test("encodeGuid() gives back any bytes that decodeGuid() read", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
    const guid = decodeGuid(bytes);
    assert.match(guid, /^[0-9A-F]{32}$/);
    assert.deepEqual(encodeGuid(guid), bytes);
    assert.deepEqual(encodeGuid(guid.toLowerCase()), bytes);
  }));
});

Deno.test("guidProperty is the only one of its object type", () => {
  assert.deepEqual(guidProperty, { objectType: 0x0004, objectId: 0, propertyId: 0 });
});

Deno.test("decodeGuid() refuses another length than a GUID's", () => {
  for (const length of [0, 15, 17, 32]) {
    assert.throws(() => decodeGuid(new Uint8Array(length)), DecodeError, `${length}`);
  }
});

Deno.test("encodeGuid() refuses anything but 32 hexadecimal digits", () => {
  for (const guid of ["", "0".repeat(31), "0".repeat(33), "g".repeat(32), ` ${"0".repeat(31)}`]) {
    assert.throws(() => encodeGuid(guid), RangeError, guid);
  }
});
