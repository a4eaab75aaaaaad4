import fc from "fast-check";
import {
  encodeFrame,
  type Frame,
  frameLength,
  HEADER_LENGTH,
  START_BYTE,
} from "../../protocol/frame.ts";
import type { PropertyRef } from "../../protocol/object.ts";
import type { Request, Response } from "../../protocol/service.ts";

/** Plain objects, as the decoders give them. */
export function record<T>(
  model: { [K in keyof T]: fc.Arbitrary<T[K]> },
): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true });
}

export const u8 = fc.integer({ min: 0, max: 0xFF });
export const u16 = fc.integer({ min: 0, max: 0xFFFF });
export const u32 = fc.integer({ min: 0, max: 0xFFFF_FFFF });

/** Any bytes, often start bytes among them. */
export function bytes(maxLength: number): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof({ weight: 4, arbitrary: u8 }, { weight: 1, arbitrary: fc.constant(0xAA) });
  return fc.array(byte, { maxLength }).map((array) => Uint8Array.from(array));
}

export const frames: fc.Arbitrary<Frame> = record({
  flags: u8,
  source: u32,
  destination: u32,
  data: fc.oneof(
    { weight: 9, arbitrary: bytes(40) },
    { weight: 1, arbitrary: fc.uint8Array({ minLength: 200, maxLength: 4096, size: "max" }) },
  ),
});

export const properties: fc.Arbitrary<PropertyRef> = record({
  objectType: u16,
  objectId: u32,
  propertyId: u16,
});

export const requests: fc.Arbitrary<Request> = record({
  service: u8,
  property: properties,
  data: bytes(40),
});

export const responses: fc.Arbitrary<Response> = fc.oneof(
  record({
    service: u8,
    property: properties,
    ok: fc.constant(true as const),
    data: bytes(40),
  }),
  record({ service: u8, property: properties, ok: fc.constant(false as const), code: u16 }),
);

/** A header that checks and announces `dataLength` bytes that never come. */
const falseHeaders = fc.oneof(fc.integer({ min: 0, max: 60 }), u16).map((dataLength) => {
  const frame = encodeFrame({ flags: 0, source: 1, destination: 101, data: new Uint8Array(0) });
  const header = frame.slice(0, HEADER_LENGTH);
  new DataView(header.buffer).setUint16(10, dataLength, true);
  return withHeaderChecksum(header);
});

const damagedFrames = fc.tuple(frames, fc.nat(), fc.integer({ min: 1, max: 0xFF })).map(
  ([frame, at, change]) => {
    const encoded = encodeFrame(frame);
    encoded[at % encoded.length]! ^= change;
    return encoded;
  },
);

const cutFrames = fc.tuple(frames, fc.nat()).map(([frame, at]) =>
  encodeFrame(frame).slice(0, at % frameLength(frame.data.length))
);

/** What a line delivers beside frames, the more deceptive the better. */
export const noise: fc.Arbitrary<Uint8Array> = fc.array(
  fc.oneof(
    bytes(40),
    falseHeaders,
    damagedFrames,
    cutFrames,
    fc.integer({ min: 1, max: 30 }).map((length) => new Uint8Array(length).fill(START_BYTE)),
  ),
  { maxLength: 4 },
).map(concatenated);

/** Frames and noise in any order. */
export const streams: fc.Arbitrary<Uint8Array> = fc.array(
  fc.oneof(frames.map(encodeFrame), noise),
  { maxLength: 6 },
).map(concatenated);

/** The same bytes in any cuts, empty chunks included. */
export function chunked(stream: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = cuts.map((cut) => cut % (stream.length + 1)).toSorted((a, b) => a - b);
  const ends = [...places, stream.length];
  return ends.map((end, i) => stream.subarray(ends[i - 1] ?? 0, end));
}

export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

// By the letter of specification 3.4, so that the tests do not lean on what they test.
function withHeaderChecksum(header: Uint8Array): Uint8Array {
  let a = 0xFF;
  let b = 0;
  for (const byte of header.subarray(1, 12)) {
    a = (a + byte) % 256;
    b = (b + a) % 256;
  }
  header.set([a, b], 12);
  return header;
}
