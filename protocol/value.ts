import { DecodeError, f32At, i32At, u16At, u32At } from "./bytes.ts";
import type { WireFormat } from "./catalogue/datapoint.ts";

/** Every format that holds a number (4.2.3); text is in `text.ts`, a BYTE_STREAM is its bytes. */
export type NumberFormat = WireFormat | "format" | "error";

const LENGTH: Readonly<Record<NumberFormat, number>> = {
  format: 2,
  error: 2,
  bool: 1,
  short_enum: 2,
  long_enum: 4,
  int32: 4,
  float: 4,
};

const MAX_FLOAT = 3.4028234663852886e38;

/**
 * The number that a property's bytes hold: a boolean as 0 or 1, an enumeration by its code, a
 * FLOAT possibly NaN. Throws a `DecodeError` where the length or a boolean is wrong (4.2.3).
 */
export function decodeValue(format: NumberFormat, bytes: Uint8Array): number {
  if (bytes.length !== LENGTH[format]) {
    throw new DecodeError(`Expected ${LENGTH[format]} bytes for ${format}, found ${bytes.length}`);
  }
  switch (format) {
    case "bool": {
      const value = bytes[0]!;
      if (value > 1) throw new DecodeError(`Expected 0 or 1 for bool, found ${value}`);
      return value;
    }
    case "short_enum":
    case "format":
    case "error":
      return u16At(bytes, 0);
    case "long_enum":
      return u32At(bytes, 0);
    case "int32":
      return i32At(bytes, 0);
    case "float":
      return f32At(bytes, 0);
  }
}

/** Throws a `RangeError` where the format cannot hold the value. */
export function encodeValue(format: NumberFormat, value: number): Uint8Array {
  const bytes = new Uint8Array(LENGTH[format]);
  const view = new DataView(bytes.buffer);
  switch (format) {
    case "bool":
      view.setUint8(0, whole(format, value, 0, 1));
      break;
    case "short_enum":
    case "format":
    case "error":
      view.setUint16(0, whole(format, value, 0, 0xFFFF), true);
      break;
    case "long_enum":
      view.setUint32(0, whole(format, value, 0, 0xFFFF_FFFF), true);
      break;
    case "int32":
      view.setInt32(0, whole(format, value, -0x8000_0000, 0x7FFF_FFFF), true);
      break;
    case "float":
      view.setFloat32(0, single(value), true);
      break;
  }
  return bytes;
}

function whole(format: NumberFormat, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(
      `Cannot encode ${value} as ${format}: whole numbers from ${min} to ${max}`,
    );
  }
  return value;
}

function single(value: number): number {
  if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) {
    throw new RangeError(`Cannot encode ${value} as float: from ${-MAX_FLOAT} to ${MAX_FLOAT}`);
  }
  return value;
}

/** A version as the devices tell it, in two FLOAT halves of a 32-bit word: X.Y.Z (4.2.3). */
export function versionText(msb: number, lsb: number): string {
  const word = joinHalves(msb, lsb);
  return `${word >>> 24}.${word >>> 8 & 0xFF}.${word & 0xFF}`;
}

/** The two halves of a version, high first. */
export function versionHalves(version: string): [msb: number, lsb: number] {
  const [x = 0, y = 0, z = 0] = version.split(".").map(Number);
  return [x << 8, y << 8 | z];
}

/** A device's serial number (FID) from its two FLOAT halves, as eight hexadecimal digits. */
export function fidText(msb: number, lsb: number): string {
  return joinHalves(msb, lsb).toString(16).toUpperCase().padStart(8, "0");
}

/** The 32-bit word of two halves of 16 bits. */
export function joinHalves(msb: number, lsb: number): number {
  return ((msb & 0xFFFF) << 16 | lsb & 0xFFFF) >>> 0;
}
