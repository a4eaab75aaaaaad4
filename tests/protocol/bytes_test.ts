import assert from "node:assert/strict";
import fc from "fast-check";
import { ByteReader, ByteWriter, DecodeError } from "../../protocol/bytes.ts";
import { record, u16, u32, u8 } from "./arbitraries.ts";

const i32 = fc.integer({ min: -0x8000_0000, max: 0x7FFF_FFFF });

Deno.test("ByteReader reads what ByteWriter wrote, however small its buffer was", () => {
  const records = fc.array(record({ u8, u16, u32, i32, f32: fc.float(), bytes: fc.uint8Array() }));
  fc.assert(fc.property(records, fc.integer({ min: 0, max: 9 }), (records, capacity) => {
    const writer = new ByteWriter(capacity);
    for (const { u8, u16, u32, i32, f32, bytes } of records) {
      writer.u8(u8).u16(u16).u32(u32).i32(i32).f32(f32).u16(bytes.length).bytes(bytes);
    }
    const reader = new ByteReader(writer.finish());
    for (const record of records) {
      assert.deepEqual({
        u8: reader.u8(),
        u16: reader.u16(),
        u32: reader.u32(),
        i32: reader.i32(),
        f32: reader.f32(),
        bytes: reader.bytes(reader.u16()),
      }, record);
    }
    reader.end("the records");
  }));
});

Deno.test("ByteReader throws a DecodeError past the end, and stays where it was", () => {
  const reader = new ByteReader(Uint8Array.of(1, 2, 3));
  reader.u8();
  for (const read of [() => reader.u32(), () => reader.i32(), () => reader.f32()]) {
    assert.throws(read, DecodeError);
  }
  assert.throws(() => reader.bytes(3), DecodeError);
  assert.equal(reader.remaining, 2);
  assert.equal(reader.u16(), 0x0302);
  assert.throws(() => reader.u8(), DecodeError);
  assert.equal(reader.rest().length, 0);
});

Deno.test("ByteReader.end() names what has bytes left over", () => {
  const reader = new ByteReader(Uint8Array.of(1, 2));
  assert.throws(() => reader.end("a message"), {
    name: "DecodeError",
    message: "Expected the end of a message, found 2 more bytes",
  });
});

Deno.test("ByteWriter.finish() gives a copy of its own", () => {
  const writer = new ByteWriter().u8(1);
  const first = writer.finish();
  writer.u8(2);
  first[0] = 9;
  assert.deepEqual(writer.finish(), Uint8Array.of(1, 2));
});
