import assert from "node:assert/strict";
import fc from "fast-check";
import {
  attemptFrame,
  encodeFrame,
  frameLength,
  MAX_FRAME_LENGTH,
  START_BYTE,
} from "../../protocol/frame.ts";
import { FrameDecoder, type FrameEvent } from "../../protocol/frame_decoder.ts";
import { chunked, concatenated, frames, noise, streams } from "./arbitraries.ts";
import { bytesOf, Vectors } from "./vectors.ts";

const cuts = fc.array(fc.nat(), { maxLength: 12 });

Deno.test("FrameDecoder.push() accounts for every byte and keeps less than a frame", () => {
  fc.assert(fc.property(streams, cuts, (stream, cuts) => {
    const decoder = new FrameDecoder();
    const told: Uint8Array[] = [];
    let received = 0;
    for (const chunk of chunked(stream, cuts)) {
      told.push(...decoder.push(chunk).map(bytesBehind));
      received += chunk.length;
      const toldLength = told.reduce((length, bytes) => length + bytes.length, 0);
      assert.equal(toldLength + decoder.pendingLength, received);
      assert.ok(decoder.pendingLength < MAX_FRAME_LENGTH);
    }
    const all = concatenated(told);
    assert.deepEqual(all, stream.subarray(0, all.length));
  }));
});

Deno.test("FrameDecoder.push() tells the same whichever way the stream is cut", () => {
  fc.assert(fc.property(streams, cuts, (stream, cuts) => {
    const whole = new FrameDecoder();
    const cut = new FrameDecoder();
    assert.deepEqual(
      outline(chunked(stream, cuts).flatMap((chunk) => cut.push(chunk))),
      outline(whole.push(stream)),
    );
    assert.equal(cut.pendingLength, whole.pendingLength);
  }));
});

Deno.test("FrameDecoder.push() finds every frame between two pieces of noise", () => {
  // Zeros enough to end whatever a false header in the noise may have announced.
  const end = new Uint8Array(MAX_FRAME_LENGTH);
  fc.assert(fc.property(noise, frames, noise, cuts, (before, frame, after, cuts) => {
    const encoded = encodeFrame(frame);
    const stream = concatenated([before, encoded, after, end]);
    fc.pre(!overlapsFrame(stream, before.length));
    const decoder = new FrameDecoder();
    const events = chunked(stream, cuts).flatMap((chunk) => decoder.push(chunk));
    let at = 0;
    const found = events.find((event) => {
      const isIt = at === before.length && event.kind === "frame";
      at += bytesBehind(event).length;
      return isIt;
    });
    assert.deepEqual(found, { kind: "frame", frame });
  }));
});

Deno.test("FrameDecoder.push() finds a frame behind a header that announces data which never come", () => {
  const vector = bytesOf(Vectors[1]!);
  const falseHeader = Uint8Array.fromHex("AA000100000065000000" + "1E00" + "8399");
  assert.deepEqual(attemptFrame(falseHeader, 0), { kind: "incomplete", length: frameLength(30) });
  const decoder = new FrameDecoder();
  const events = decoder.push(concatenated([falseHeader, vector, vector]));
  assert.deepEqual(events.map((event) => event.kind), ["discarded", "frame", "frame"]);
  assert.equal(decoder.pendingLength, 0);
});

Deno.test("FrameDecoder.push() skips CR LF between frames and says so", () => {
  const [first, second] = Vectors;
  const stream = concatenated([bytesOf(first!), Uint8Array.of(13, 10), bytesOf(second!)]);
  const events = new FrameDecoder().push(stream);
  assert.deepEqual(events.map((event) => event.kind), ["frame", "discarded", "frame"]);
  assert.deepEqual(events[1], {
    kind: "discarded",
    bytes: Uint8Array.of(13, 10),
    reason: "noise",
  });
});

Deno.test("FrameDecoder.push() gives nothing for an empty chunk", () => {
  const decoder = new FrameDecoder();
  assert.deepEqual(decoder.push(new Uint8Array(0)), []);
  decoder.push(Uint8Array.of(START_BYTE, 0));
  assert.deepEqual(decoder.push(new Uint8Array(0)), []);
  assert.equal(decoder.pendingLength, 2);
});

Deno.test("FrameDecoder.push() leaves frames as they were when more bytes come", () => {
  const vector = bytesOf(Vectors[1]!);
  const decoder = new FrameDecoder();
  decoder.push(vector.subarray(0, 20));
  const events = decoder.push(concatenated([vector.subarray(20), vector.subarray(0, 20)]));
  const before = events.map((event) => bytesBehind(event).toHex());
  decoder.push(concatenated([vector.subarray(20), vector]));
  assert.deepEqual(events.map((event) => bytesBehind(event).toHex()), before);
});

Deno.test("FrameDecoder.push() keeps its own copy of an unfinished frame", () => {
  const vector = bytesOf(Vectors[1]!);
  const chunk = vector.slice(0, 20);
  const decoder = new FrameDecoder();
  decoder.push(chunk);
  chunk.fill(0);
  const events = decoder.push(vector.subarray(20));
  assert.deepEqual(events.map((event) => bytesBehind(event).toHex()), [vector.toHex()]);
});

Deno.test("FrameDecoder.push() does bounded work for every hostile byte", () => {
  // Headers close together that all announce the longest data: each is tried once, and given up.
  const header = Uint8Array.fromHex("AA0001000000650000000010756D");
  const stream = concatenated(Array.from({ length: 1000 }, () => header));
  const decoder = new FrameDecoder();
  const discarded = Array.from(stream, (byte) => decoder.push(Uint8Array.of(byte))).flat();
  const discardedLength = discarded.reduce(
    (length, event) => length + bytesBehind(event).length,
    0,
  );
  assert.equal(discardedLength + decoder.pendingLength, stream.length);
  assert.ok(discarded.every((event) => event.kind === "discarded"));
});

Deno.test("FrameDecoder.reset() forgets an unfinished frame", () => {
  const vector = bytesOf(Vectors[1]!);
  const decoder = new FrameDecoder();
  decoder.push(vector.subarray(0, 20));
  decoder.reset();
  assert.equal(decoder.pendingLength, 0);
  assert.deepEqual(decoder.push(vector).map((event) => event.kind), ["frame"]);
});

// By chance the noise can hold a frame whose data are the bytes in question: it is rightly found.
function overlapsFrame(stream: Uint8Array, start: number): boolean {
  for (let at = 0; at < start; at++) {
    const attempt = attemptFrame(stream, at);
    if (attempt.kind === "frame" && at + frameLength(attempt.frame.data.length) > start) {
      return true;
    }
  }
  return false;
}

function bytesBehind(event: FrameEvent): Uint8Array {
  return event.kind === "frame" ? encodeFrame(event.frame) : event.bytes;
}

/** Frames and what was discarded between them: a cut divides what is discarded, and no more. */
function outline(events: readonly FrameEvent[]): string[] {
  const texts: string[] = [];
  let discarded = "";
  for (const event of events) {
    if (event.kind === "discarded") {
      discarded += event.bytes.toHex();
      continue;
    }
    texts.push(discarded, encodeFrame(event.frame).toHex());
    discarded = "";
  }
  return [...texts, discarded];
}
