import assert from "node:assert/strict";
import { concat } from "../../protocol/bytes.ts";
import type { CaptureRecord } from "../../protocol/capture.ts";
import { encodeFrame, HEADER_LENGTH, START_BYTE } from "../../protocol/frame.ts";
import { REDACTED_GUID, redactedFid } from "../../protocol/frame_redaction.ts";
import { FrameDecoder, type FrameEvent } from "../../protocol/frame_decoder.ts";
import { encodeGuid, guidProperty } from "../../protocol/guid.ts";
import { datalogProperty } from "../../protocol/datalog.ts";
import { messageProperty } from "../../protocol/message.ts";
import { encodeMultiInfoAnswer, multiInfoProperty } from "../../protocol/multi_info.ts";
import { parameterProperty, type PropertyRef, userInfoValue } from "../../protocol/object.ts";
import { redactCapture } from "../../protocol/redaction.ts";
import { decodeScreen, encodeScreen, screenProperty } from "../../protocol/screen.ts";
import {
  decodeResponse,
  encodeRequest,
  encodeResponse,
  readRequest,
  writeRequest,
} from "../../protocol/service.ts";
import { encodeText } from "../../protocol/text.ts";
import { decodeValue, encodeValue, fidText } from "../../protocol/value.ts";
import { createRandom } from "../../simulator/random.ts";

const head = { agentVersion: "0", link: "serial", date: "", redacted: false };
const GUID = "0B1BD03ABA32C9586135354C407D3D28".slice(0, 32);
const [MSB, LSB] = [0x1A2B, 0x3C4D];
const AGENT = 0x5C0A_11ED;

function answer(source: number, property: PropertyRef, data: Uint8Array): Uint8Array {
  return encodeFrame({
    flags: 0,
    source,
    destination: AGENT,
    data: encodeResponse({ service: 1, property, ok: true, data }),
  });
}

function redacted(...pieces: readonly Uint8Array[]): Uint8Array[] {
  const records = pieces.map((bytes, at): CaptureRecord => ({ at, to: "agent", bytes }));
  const capture = redactCapture({ head, records });
  assert.equal(capture.head.redacted, true);
  const redactedRecords = [...capture.records];
  assert.deepEqual(
    redactedRecords.map(({ at, to }) => [at, to]),
    records.map(({ at }) => [at, "agent"]),
  );
  assert.deepEqual(
    redactedRecords.map(({ bytes }) => bytes.length),
    pieces.map(({ length }) => length),
  );
  return redactedRecords.map(({ bytes }) => bytes);
}

/** What is in the data of the one frame. */
function dataOf(source: number, property: PropertyRef, data: Uint8Array): Uint8Array {
  const [bytes] = redacted(answer(source, property, data));
  const [event] = new FrameDecoder().push(bytes!);
  assert.ok(event?.kind === "frame", "the frame is whole");
  assert.equal(event.frame.source, source);
  const response = decodeResponse(event.frame.data);
  assert.deepEqual(response.property, property);
  assert.ok(response.ok);
  return response.data;
}

const float = (value: number) => encodeValue("float", value);

Deno.test("redactCapture() puts the device's address in a serial number's place", () => {
  for (
    const [address, high, low] of [[101, 3156, 3157], [303, 11067, 11068], [701, 15102, 15103], [
      601,
      7048,
      7049,
    ]] as const
  ) {
    const halves = [
      decodeValue("float", dataOf(address, userInfoValue(high), float(MSB))),
      decodeValue("float", dataOf(address, userInfoValue(low), float(LSB))),
    ] as const;
    assert.equal(fidText(...halves), redactedFid(address));
  }
});

Deno.test("redactCapture() finds serial numbers among many infos", () => {
  const items = [[3000, 1], [3156, 2], [3157, 2], [11068, 3], [9999, 1]].map((
    [reference, aggregation],
  ) => ({ reference: reference!, aggregation: aggregation! }));
  const data = dataOf(
    501,
    multiInfoProperty(4),
    encodeMultiInfoAnswer(items, { flags: 0x20, time: 5, values: [50, MSB, LSB, LSB, 7] }),
  );
  assert.deepEqual(
    data,
    encodeMultiInfoAnswer(items, { flags: 0x20, time: 5, values: [50, 0, 102, 303, 0] }),
  );
});

Deno.test("redactCapture() replaces the GUID, and leaves what says nothing of anybody", () => {
  assert.deepEqual(dataOf(501, guidProperty, encodeGuid(GUID)), encodeGuid(REDACTED_GUID));
  for (
    const [source, property, data] of [
      [101, userInfoValue(3000), float(51.5)],
      [101, parameterProperty(1138, "value"), float(60)],
    ] as const
  ) assert.deepEqual(dataOf(source, property, data), data);
});

Deno.test("redactCapture() erases what nobody knows the meaning of", () => {
  for (
    const property of [
      userInfoValue(3999),
      parameterProperty(1999, "value"),
      { objectType: 0x77, objectId: 3000, propertyId: 1 },
    ]
  ) assert.deepEqual(dataOf(101, property, float(MSB)), new Uint8Array(4));
  // A VarioTrack has no such info, whatever an Xtender means by the number.
  assert.deepEqual(dataOf(301, userInfoValue(3000), float(MSB)), new Uint8Array(4));
  const message = Uint8Array.from({ length: 18 }, (_, i) => i + 1);
  const kept = Uint8Array.from(message).fill(0, 14);
  assert.deepEqual(dataOf(501, messageProperty(0), message), kept);
});

Deno.test("redactCapture() leaves of a refusal the error alone", () => {
  const refusal = Uint8Array.of(3, 1, 1, 0, 0x55, 0x0C, 0, 0, 1, 0, 0x22, 0, ...float(LSB));
  const frame = { flags: 0, source: 101, destination: AGENT, data: refusal };
  const [bytes] = redacted(encodeFrame(frame));
  assert.deepEqual(bytes, encodeFrame({ ...frame, data: Uint8Array.from(refusal).fill(0, 12) }));
});

Deno.test("redactCapture() leaves neither a picture nor a file's content", () => {
  const picture = Uint8Array.from({ length: 128 * 64 }, (_, i) => i % 3 === 0 ? 1 : 0);
  const screen = dataOf(501, screenProperty("none"), encodeScreen(picture));
  assert.deepEqual(decodeScreen(screen), new Uint8Array(128 * 64));
  const file = dataOf(501, datalogProperty("file", "datablock"), encodeText("FID;1A2B3C4D\r\n"));
  assert.deepEqual(file, encodeText("000;00000000\r\n"));
  const names = encodeText("LG260621.CSV\n");
  assert.deepEqual(dataOf(501, datalogProperty("directory", "finish"), names), names);
});

Deno.test("redactCapture() blanks the owner's text in the custom datalog field", () => {
  const property = { objectType: 5, objectId: 0, propertyId: 1 };
  const bytes = encodeFrame({
    flags: 0,
    source: AGENT,
    destination: 501,
    data: encodeRequest(writeRequest(property, encodeText("Villa Rosa"))),
  });
  const [record] = redactCapture({ head, records: [{ at: 0, to: "gateway", bytes }] }).records;
  assert.ok(record!.bytes.toHex().includes(encodeText("xxxxxxxxxx").toHex()));
});

Deno.test("redactCapture() leaves a question as it is, and the line end behind a frame", () => {
  const question = encodeFrame({
    flags: 0,
    source: AGENT,
    destination: 101,
    data: encodeRequest(readRequest(userInfoValue(3157))),
  });
  const lineEnd = Uint8Array.of(0x0D, 0x0A);
  assert.deepEqual(redacted(question, lineEnd, lineEnd, question), [
    question,
    lineEnd,
    Uint8Array.of(0x55, 0x55),
    question,
  ]);
});

Deno.test("redactCapture() leaves of noise the start bytes, and of damaged data the header before it", () => {
  const sound = answer(101, userInfoValue(3000), float(50));
  const damagedAt = (at: number) => sound.with(at, sound[at]! ^ 1);
  const noise = Uint8Array.of(0x0D, 0x0A, 1, START_BYTE, 2);
  const cut = sound.subarray(0, HEADER_LENGTH);
  assert.deepEqual(redacted(noise, damagedAt(2), damagedAt(sound.length - 1), sound, cut), [
    Uint8Array.of(0x55, 0x55, 0x55, START_BYTE, 0x55),
    new Uint8Array(sound.length).fill(0x55).with(0, START_BYTE),
    Uint8Array.from(sound).fill(0x55, HEADER_LENGTH),
    sound,
    cut,
  ]);
});

Deno.test("redactCapture() leaves nothing of a serial number that is damaged or cut short", () => {
  const whole = answer(101, userInfoValue(3157), float(LSB));
  const secret = float(LSB).toHex();
  for (let at = 0; at < whole.length; at++) {
    const damaged = whole.slice();
    damaged[at]! ^= 0x40;
    const sound = answer(101, userInfoValue(3000), float(50));
    for (
      const pieces of [[damaged, sound], [whole.subarray(0, at), sound], [
        whole.subarray(at),
        sound,
      ]]
    ) {
      const bytes = Uint8Array.from(redacted(...pieces).flatMap((piece) => [...piece]));
      if (at > 0) {
        assert.ok(!bytes.toHex().includes(secret), `damaged at ${at}`);
        // Three of its four bytes would be as good as all.
        assert.ok(!bytes.toHex().includes((float(LSB).subarray(1)).toHex()), `damaged at ${at}`);
      }
      assert.ok(bytes.toHex().includes(sound.toHex()), "the frame behind it is left alone");
    }
  }
});

Deno.test("redactCapture() keeps what a decoder finds, and where, in any cut", () => {
  const seed = 20260621;
  const random = createRandom(seed);
  const kinds = (events: readonly FrameEvent[]) => events.map(({ kind }) => kind).join();
  for (let round = 0; round < 200; round++) {
    const stream = Array.from({ length: 6 }, (): number[] => {
      if (random() < 0.3) return Array.from({ length: 9 }, () => Math.floor(random() * START_BYTE));
      const bytes = [...answer(101, userInfoValue(random() < 0.5 ? 3157 : 3000), float(LSB))];
      return random() < 0.3 ? [...bytes, 0x0D, 0x0A] : bytes;
    }).flat();
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < stream.length;) {
      const length = 1 + Math.floor(random() * 20);
      pieces.push(Uint8Array.from(stream.slice(at, at + length)));
      at += length;
    }
    const [before, after] = [new FrameDecoder(), new FrameDecoder()];
    const blanked = redacted(...pieces);
    for (const [index, piece] of pieces.entries()) {
      assert.equal(kinds(after.push(blanked[index]!)), kinds(before.push(piece)), `seed ${seed}`);
    }
  }
});

Deno.test("redactCapture() finds a serial number whose frame ends long after the other end spoke", () => {
  const whole = answer(101, userInfoValue(3157), float(LSB));
  const question = encodeFrame({
    flags: 0,
    source: AGENT,
    destination: 101,
    data: new Uint8Array(14),
  });
  const between = Array.from({ length: 1000 }, (_, at): CaptureRecord => ({
    at,
    to: "gateway",
    bytes: question.slice(),
  }));
  const records: CaptureRecord[] = [
    { at: 0, to: "agent", bytes: whole.subarray(0, 27) },
    ...between,
    { at: 1000, to: "agent", bytes: whole.subarray(27) },
  ];
  const before = structuredClone(records);
  const { records: redactedRecords } = redactCapture({ head, records });
  for (const _time of ["once", "again"]) {
    const heard = [...redactedRecords].filter(({ to }) => to === "agent");
    const stream = concat(heard.map(({ bytes }) => bytes));
    assert.deepEqual(stream, answer(101, userInfoValue(3157), float(101)));
  }
  assert.deepEqual(records, before, "what was recorded is left as it was");
});
