import assert from "node:assert/strict";
import fc from "fast-check";
import { DecodeError } from "../../protocol/bytes.ts";
import {
  decodeValue,
  encodeValue,
  fidText,
  joinHalves,
  type NumberFormat,
  versionHalves,
  versionText,
} from "../../protocol/value.ts";
import { u16, u32, u8 } from "./arbitraries.ts";

interface Fixture {
  readonly length: number;
  readonly values: fc.Arbitrary<number>;
  readonly refused: readonly number[];
}

const Fixtures: Readonly<Record<NumberFormat, Fixture>> = {
  bool: { length: 1, values: fc.integer({ min: 0, max: 1 }), refused: [-1, 2, 0.5, NaN] },
  format: { length: 2, values: u16, refused: [-1, 0x1_0000, 1.5] },
  short_enum: { length: 2, values: u16, refused: [-1, 0x1_0000, 1.5, NaN] },
  error: { length: 2, values: u16, refused: [-1, 0x1_0000] },
  long_enum: { length: 4, values: u32, refused: [-1, 0x1_0000_0000, 0.1, Infinity] },
  int32: {
    length: 4,
    values: fc.integer({ min: -0x8000_0000, max: 0x7FFF_FFFF }),
    refused: [-0x8000_0001, 0x8000_0000, 0.1, NaN],
  },
  float: { length: 4, values: fc.float(), refused: [1e39, -Number.MAX_VALUE] },
};

for (const [name, { length, values, refused }] of Object.entries(Fixtures)) {
  const format = name as NumberFormat;

  Deno.test(`decodeValue() reads the ${format} that encodeValue() wrote in ${length} bytes`, () => {
    fc.assert(fc.property(values, (value) => {
      const bytes = encodeValue(format, value);
      assert.equal(bytes.length, length);
      assert.deepEqual(decodeValue(format, bytes), value);
    }));
  });

  Deno.test(`decodeValue() refuses a ${format} of another length`, () => {
    for (let wrong = 0; wrong <= 8; wrong++) {
      if (wrong === length) continue;
      assert.throws(() => decodeValue(format, new Uint8Array(wrong)), DecodeError, `${wrong}`);
    }
  });

  Deno.test(`encodeValue() refuses what a ${format} cannot hold`, () => {
    for (const value of refused) {
      assert.throws(() => encodeValue(format, value), RangeError, `${value}`);
    }
  });
}

Deno.test("decodeValue() reads little endian, signed only where the format is", () => {
  const bytes = Uint8Array.of(0xFE, 0xFF, 0xFF, 0xFF);
  assert.equal(decodeValue("short_enum", bytes.subarray(0, 2)), 0xFFFE);
  assert.equal(decodeValue("long_enum", bytes), 0xFFFF_FFFE);
  assert.equal(decodeValue("int32", bytes), -2);
  assert.equal(decodeValue("float", Uint8Array.of(0x00, 0xC0, 0x45, 0x41)), 12.359375);
});

Deno.test("decodeValue() reads from a view as from bytes of their own", () => {
  const bytes = Uint8Array.of(9, 9, 9, 0x00, 0x00, 0x70, 0x42, 9);
  assert.equal(decodeValue("float", bytes.subarray(3, 7)), 60);
});

Deno.test("decodeValue() gives NaN and the infinities as they are", () => {
  assert.ok(Number.isNaN(decodeValue("float", Uint8Array.of(0, 0, 0xC0, 0x7F))));
  assert.equal(decodeValue("float", Uint8Array.of(0, 0, 0x80, 0xFF)), -Infinity);
});

Deno.test("encodeValue() makes no infinity of a number that a FLOAT cannot hold", () => {
  const largest = 3.4028234663852886e38;
  assert.equal(decodeValue("float", encodeValue("float", largest)), largest);
  assert.throws(() => encodeValue("float", 3.4028236e38), RangeError);
  assert.equal(decodeValue("float", encodeValue("float", -Infinity)), -Infinity);
});

Deno.test("decodeValue() refuses a bool that is neither 0 nor 1", () => {
  for (const byte of [2, 0x7F, 0xFF]) {
    assert.throws(() => decodeValue("bool", Uint8Array.of(byte)), DecodeError);
  }
});

Deno.test("versionText() takes X from bits 31 to 24, Y from 15 to 8 and Z from 7 to 0", () => {
  assert.equal(versionText(0x0100, 0x064A), "1.6.74");
  assert.equal(versionText(256, 1556), "1.6.20");
  // Bits 23 to 16 belong to none of them.
  assert.equal(versionText(0x01FF, 0x064A), "1.6.74");
  assert.equal(versionText(0xFF00, 0xFFFF), "255.255.255");
});

Deno.test("versionHalves() are what versionText() joins", () => {
  fc.assert(fc.property(u8, u8, u8, (x, y, z) => {
    assert.equal(versionText(...versionHalves(`${x}.${y}.${z}`)), `${x}.${y}.${z}`);
  }));
});

Deno.test("fidText() joins two halves to eight hexadecimal digits", () => {
  assert.equal(fidText(0x1234, 0xABCD), "1234ABCD");
  assert.equal(fidText(0, 0x00EF), "000000EF");
  assert.equal(fidText(0xFFFF, 0xFFFF), "FFFFFFFF");
});

Deno.test("joinHalves() gives a number without sign", () => {
  fc.assert(fc.property(u16, u16, (msb, lsb) => {
    assert.equal(joinHalves(msb, lsb), msb * 0x1_0000 + lsb);
  }));
});
