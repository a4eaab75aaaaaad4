import { ByteReader, ByteWriter, DecodeError } from "./bytes.ts";
import { ObjectType, type PropertyRef } from "./object.ts";

/** Keys of the remote control; `none` only asks for the picture (specification 6.2). */
export const ScreenKey = { none: 0x00, down: 0x10, esc: 0x20, set: 0x40, up: 0x80 } as const;
export type ScreenKey = keyof typeof ScreenKey;

/** In pixels. */
export const SCREEN_WIDTH = 128;
/** In pixels. */
export const SCREEN_HEIGHT = 64;
const PIXELS = SCREEN_WIDTH * SCREEN_HEIGHT;

// A word is a run of one colour, or fifteen single pixels.
const RUN_BIT = 0x8000;
const BLACK_BIT = 0x4000;
const MAX_RUN = 0x3FFF;
const PIXELS_PER_WORD = 15;

/** Presses a key and reads the picture that follows. */
export function screenProperty(key: ScreenKey): PropertyRef {
  return { objectType: ObjectType.screen, objectId: ScreenKey[key], propertyId: 0 };
}

/**
 * A picture of 128 × 64 pixels, row by row, 1 is black. Pixels that the last word has to spare
 * are dropped. Throws a `DecodeError` where the data holds less or more than a picture.
 */
export function decodeScreen(data: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(PIXELS);
  const reader = new ByteReader(data);
  let at = 0;
  while (reader.remaining > 0) {
    if (at >= PIXELS) throw new DecodeError(`Expected ${PIXELS} pixels, found more`);
    const word = reader.u16();
    if ((word & RUN_BIT) !== 0) {
      const end = at + (word & MAX_RUN);
      if (end > PIXELS) throw new DecodeError(`Expected ${PIXELS} pixels, found ${end} or more`);
      if ((word & BLACK_BIT) !== 0) pixels.fill(1, at, end);
      at = end;
    } else {
      for (let bit = 0; bit < PIXELS_PER_WORD && at < PIXELS; bit++) {
        pixels[at++] = word >>> bit & 1;
      }
    }
  }
  if (at < PIXELS) throw new DecodeError(`Expected ${PIXELS} pixels, found ${at}`);
  return pixels;
}

/** The shortest words greedily chosen: runs where they are longer than what a word holds singly. */
export function encodeScreen(pixels: Uint8Array): Uint8Array {
  if (pixels.length !== PIXELS) {
    throw new RangeError(`Cannot encode ${pixels.length} pixels: a screen has ${PIXELS}`);
  }
  const writer = new ByteWriter(1024);
  for (let at = 0; at < PIXELS;) {
    const run = runLength(pixels, at);
    if (run > PIXELS_PER_WORD || at + run === PIXELS) {
      writer.u16(RUN_BIT | (pixels[at] ? BLACK_BIT : 0) | run);
      at += run;
    } else {
      let word = 0;
      for (let bit = 0; bit < PIXELS_PER_WORD; bit++) if (pixels[at + bit]) word |= 1 << bit;
      writer.u16(word);
      at += PIXELS_PER_WORD;
    }
  }
  return writer.finish();
}

function runLength(pixels: Uint8Array, from: number): number {
  let to = from + 1;
  while (to < pixels.length && pixels[to] === pixels[from]) to++;
  return Math.min(to - from, MAX_RUN);
}
