import assert from "node:assert/strict";
import fc from "fast-check";
import { DecodeError } from "../../protocol/bytes.ts";
import {
  decodeScreen,
  encodeScreen,
  SCREEN_HEIGHT,
  SCREEN_WIDTH,
  screenProperty,
} from "../../protocol/screen.ts";

const PIXELS = SCREEN_WIDTH * SCREEN_HEIGHT;
const pixel = fc.integer({ min: 0, max: 1 });

// Pictures of long and short runs, as text and frames on a display are, and mere snow.
const screens = fc.oneof(
  fc.array(fc.tuple(pixel, fc.integer({ min: 1, max: 300 })), { maxLength: 200, size: "max" })
    .map((runs) => {
      const pixels = new Uint8Array(PIXELS);
      let at = 0;
      for (const [colour, length] of runs) {
        pixels.fill(colour, at, at + length);
        at += length;
      }
      return pixels;
    }),
  fc.array(pixel, { minLength: PIXELS, maxLength: PIXELS }).map((bits) => Uint8Array.from(bits)),
);

Deno.test("decodeScreen() reads what encodeScreen() wrote", () => {
  fc.assert(
    fc.property(screens, (pixels) => {
      assert.deepEqual(decodeScreen(encodeScreen(pixels)), pixels);
    }),
    { numRuns: 40 },
  );
});

Deno.test("encodeScreen() says a picture of one colour in one word", () => {
  assert.equal(encodeScreen(new Uint8Array(PIXELS)).toHex(), "00a0");
  assert.equal(encodeScreen(new Uint8Array(PIXELS).fill(1)).toHex(), "00e0");
});

Deno.test("encodeScreen() says a run longer than fifteen pixels in one word, wherever it stands", () => {
  const pixels = new Uint8Array(PIXELS).fill(1, 16, 32);
  assert.equal(encodeScreen(pixels).toHex(), "1080" + "10c0" + "e09f");
});

Deno.test("decodeScreen() reads runs, and single pixels from bit 0 on", () => {
  // 1 white, 2 black, 15 single ones beginning with a black one, the rest white.
  const words = Uint16Array.of(0x8001, 0xC002, 0x4001, 0x8000 | (PIXELS - 18));
  const pixels = decodeScreen(new Uint8Array(words.buffer));
  const black = Array.from(pixels.entries()).filter(([, value]) => value === 1).map(([at]) => at);
  assert.deepEqual(black, [1, 2, 3, 17]);
});

Deno.test("decodeScreen() refuses less and more than a picture", () => {
  const decode = (...words: number[]) =>
    decodeScreen(new Uint8Array(Uint16Array.from(words).buffer));
  assert.throws(() => decode(), DecodeError);
  assert.throws(() => decode(0x8000 | (PIXELS - 1)), DecodeError);
  assert.throws(() => decode(0x8000 | (PIXELS + 1)), DecodeError);
  assert.throws(() => decode(0x8000 | PIXELS, 0x8001), DecodeError);
  assert.throws(() => decode(0x8000 | PIXELS, 0x0000), DecodeError);
  assert.throws(() => decodeScreen(Uint8Array.of(0x00, 0xA0, 0x00)), DecodeError);
});

Deno.test("encodeScreen() refuses pixels that make no screen", () => {
  assert.throws(() => encodeScreen(new Uint8Array(PIXELS - 1)), RangeError);
});

Deno.test("screenProperty() presses a key by its number", () => {
  assert.deepEqual(screenProperty("up"), { objectType: 0x0100, objectId: 0x80, propertyId: 0 });
  assert.deepEqual(screenProperty("none").objectId, 0);
});
