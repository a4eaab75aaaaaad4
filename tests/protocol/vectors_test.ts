import assert from "node:assert/strict";
import { concatenated } from "./arbitraries.ts";
import { attemptFrame, encodeFrame, type Frame } from "../../protocol/frame.ts";
import { FrameDecoder, type FrameEvent } from "../../protocol/frame_decoder.ts";
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  type Request,
  type Response,
} from "../../protocol/service.ts";
import { bytesOf, type Vector, Vectors } from "./vectors.ts";

for (const [index, vector] of Vectors.entries()) {
  const bytes = bytesOf(vector);

  Deno.test(`vector "${vector.name}" decodes to its frame, service and content`, () => {
    const frame = frameIn(bytes);
    assert.deepEqual(
      { flags: frame.flags, source: frame.source, destination: frame.destination },
      { flags: vector.flags, source: vector.source, destination: vector.destination },
    );
    const { service, property, data } = serviceIn(vector, frame);
    assert.equal(service, vector.service);
    assert.deepEqual(property, propertyOf(vector));
    assert.deepEqual(vector.content.decode(data), vector.content.value);
  });

  Deno.test(`vector "${vector.name}" is what its meaning encodes to`, () => {
    const { flags, source, destination, service, content } = vector;
    const property = propertyOf(vector);
    const data = content.encode(content.value);
    const frameData = vector.kind === "request"
      ? encodeRequest({ service, property, data })
      : encodeResponse({ service, property, ok: true, data });
    const encoded = encodeFrame({ flags, source, destination, data: frameData });
    assert.equal(encoded.toHex(), bytes.toHex());
  });

  Deno.test(`vector "${vector.name}" is the same after decoding and encoding`, () => {
    const frame = frameIn(bytes);
    const { service, property, data } = serviceIn(vector, frame);
    const again = vector.content.encode(vector.content.decode(data));
    const frameData = vector.kind === "request"
      ? encodeRequest({ service, property, data: again })
      : encodeResponse({ service, property, ok: true, data: again });
    assert.equal(encodeFrame({ ...frame, data: frameData }).toHex(), bytes.toHex());
  });

  Deno.test(`vector "${vector.name}" is found in a stream cut at every byte and joined to neighbours`, () => {
    const before = bytesOf(Vectors.at(index - 1)!);
    const after = bytesOf(Vectors[(index + 1) % Vectors.length]!);
    const joined = concatenated([before, bytes, after]);
    const expected = [before, bytes, after].map((each) => hexOf(frameIn(each)));
    for (let cut = 0; cut <= joined.length; cut++) {
      const decoder = new FrameDecoder();
      const events = [
        ...decoder.push(joined.subarray(0, cut)),
        ...decoder.push(joined.subarray(cut)),
      ];
      assert.deepEqual(framesIn(events).map(hexOf), expected, `cut at ${cut}`);
      assert.equal(decoder.pendingLength, 0, `cut at ${cut}`);
    }
    const decoder = new FrameDecoder();
    const bytewise = Array.from(joined, (byte) => decoder.push(Uint8Array.of(byte))).flat();
    assert.deepEqual(framesIn(bytewise).map(hexOf), expected);
    assert.equal(decoder.pendingLength, 0);
  });
}

function frameIn(bytes: Uint8Array): Frame {
  const attempt = attemptFrame(bytes, 0);
  assert.ok(attempt.kind === "frame", `Expected a frame, found ${JSON.stringify(attempt)}`);
  return attempt.frame;
}

function framesIn(events: readonly FrameEvent[]): Frame[] {
  return events.map((event) => {
    assert.ok(event.kind === "frame", "Expected frames only, found discarded bytes");
    return event.frame;
  });
}

function serviceIn(vector: Vector, frame: Frame): Request | Response & { readonly ok: true } {
  if (vector.kind === "request") return decodeRequest(frame.data);
  const response = decodeResponse(frame.data);
  assert.ok(response.ok, "Expected an answer, found an error");
  return response;
}

function propertyOf({ objectType, objectId, propertyId }: Vector): Request["property"] {
  return { objectType, objectId, propertyId };
}

function hexOf(frame: Frame): string {
  return encodeFrame(frame).toHex();
}
