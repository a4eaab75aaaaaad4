import assert from "node:assert/strict";
import fc from "fast-check";
import {
  attemptFrame,
  encodeFrame,
  frameLength,
  HEADER_LENGTH,
  MAX_DATA_LENGTH,
  MAX_FRAME_LENGTH,
} from "../../protocol/frame.ts";
import { bytes, frames } from "./arbitraries.ts";

Deno.test("attemptFrame() reads what encodeFrame() wrote, wherever it begins", () => {
  fc.assert(fc.property(frames, bytes(20), (frame, before) => {
    const encoded = encodeFrame(frame);
    const stream = new Uint8Array([...before, ...encoded]);
    assert.deepEqual(attemptFrame(stream, before.length), { kind: "frame", frame });
    assert.equal(encoded.length, frameLength(frame.data.length));
  }));
});

Deno.test("attemptFrame() asks for the header first and then for the whole frame", () => {
  fc.assert(fc.property(frames, fc.nat(), (frame, cut) => {
    const encoded = encodeFrame(frame);
    const available = cut % encoded.length;
    assert.deepEqual(attemptFrame(encoded.subarray(0, available), 0), {
      kind: "incomplete",
      length: available < HEADER_LENGTH ? HEADER_LENGTH : encoded.length,
    });
  }));
});

Deno.test("attemptFrame() refuses a frame with any one bit turned over", () => {
  const encoded = encodeFrame({
    flags: 0x34,
    source: 101,
    destination: 1,
    data: Uint8Array.of(2, 1, 1, 0, 0xB8, 0x0B, 0, 0, 1, 0, 0, 0xC0, 0x45, 0x41),
  });
  for (let bit = 0; bit < encoded.length * 8; bit++) {
    const damaged = encoded.slice();
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    assert.equal(attemptFrame(damaged, 0).kind, "invalid", `bit ${bit}`);
  }
});

Deno.test("attemptFrame() names what is wrong", () => {
  const encoded = encodeFrame({ flags: 0, source: 1, destination: 101, data: Uint8Array.of(7) });
  const reasonWith = (at: number) => {
    const damaged = encoded.slice();
    damaged[at]! ^= 0x01;
    return attemptFrame(damaged, 0);
  };
  assert.deepEqual(reasonWith(0), { kind: "invalid", reason: "noise" });
  assert.deepEqual(reasonWith(3), { kind: "invalid", reason: "header_checksum" });
  assert.deepEqual(reasonWith(HEADER_LENGTH), { kind: "invalid", reason: "data_checksum" });
});

Deno.test("attemptFrame() refuses a header that announces more than the limit", () => {
  // The checksums of AA 00 01000000 65000000 with data_length 4096 and 4097.
  const header = (length: string, checksum: string) =>
    Uint8Array.fromHex(`AA000100000065000000${length}${checksum}`);
  assert.deepEqual(attemptFrame(header("0010", "756D"), 0), {
    kind: "incomplete",
    length: MAX_FRAME_LENGTH,
  });
  assert.deepEqual(attemptFrame(header("0110", "766F"), 0), { kind: "invalid", reason: "length" });
});

Deno.test("encodeFrame() takes the longest data and refuses one byte more", () => {
  const frame = (length: number) => ({
    flags: 0,
    source: 1,
    destination: 501,
    data: new Uint8Array(length),
  });
  assert.equal(encodeFrame(frame(MAX_DATA_LENGTH)).length, MAX_FRAME_LENGTH);
  assert.throws(() => encodeFrame(frame(MAX_DATA_LENGTH + 1)), RangeError);
});
