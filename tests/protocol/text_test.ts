import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeText, encodeText } from "../../protocol/text.ts";

Deno.test("encodeText() gives back any bytes that decodeText() read", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    assert.deepEqual(encodeText(decodeText(bytes)), bytes);
  }));
});

Deno.test("decodeText() makes of every byte one character of its own", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const text = decodeText(all);
  assert.equal(text.length, 256);
  assert.equal(new Set(text).size, 256);
  assert.deepEqual(encodeText(text), all);
});

Deno.test("decodeText() differs from ISO-8859-1 in the eight characters of ISO-8859-15", () => {
  const bytes = Uint8Array.of(0xA4, 0xA6, 0xA8, 0xB4, 0xB8, 0xBC, 0xBD, 0xBE, 0xE9);
  assert.equal(decodeText(bytes), "€ŠšŽžŒœŸé");
});

Deno.test("encodeText() refuses a character that ISO-8859-15 lacks", () => {
  for (
    const text of ["¤", "¦", "¨", "´", "¸", "¼", "½", "¾", "Ω", "☀", "😀", "\u0100", "a\u2028"]
  ) {
    assert.throws(() => encodeText(text), RangeError, text);
  }
});
