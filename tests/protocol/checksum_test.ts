import assert from "node:assert/strict";
import fc from "fast-check";
import { checksum } from "../../protocol/checksum.ts";

// Specification 3.4, to the letter.
function naiveChecksum(bytes: Uint8Array): number {
  let a = 0xFF;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 256;
    b = (b + a) % 256;
  }
  return a + b * 256;
}

Deno.test("checksum() of nothing is its starting value", () => {
  assert.equal(checksum(new Uint8Array(0)), 0x00FF);
});

Deno.test("checksum() agrees with the specification's algorithm over any bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600, size: "max" }), (bytes) => {
    assert.equal(checksum(bytes), naiveChecksum(bytes));
  }));
});

Deno.test("checksum() does not overflow over the longest runs of 0xFF", () => {
  for (const length of [1, 11, 255, 256, 4095, 4096, 4112, 100_000]) {
    const bytes = new Uint8Array(length).fill(0xFF);
    assert.equal(checksum(bytes), naiveChecksum(bytes), `${length} bytes`);
  }
});

Deno.test("checksum() sums only what lies between start and end", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), fc.nat(60), (bytes, i, j) => {
    const start = Math.min(i, j, bytes.length);
    const end = Math.min(Math.max(i, j), bytes.length);
    assert.equal(checksum(bytes, start, end), naiveChecksum(bytes.subarray(start, end)));
  }));
});
