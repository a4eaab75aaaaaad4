import assert from "node:assert/strict";
import fc from "fast-check";
import { DecodeError } from "../../protocol/bytes.ts";
import {
  decodeDirectory,
  decodeFileName,
  encodeDirectory,
  encodeFileName,
} from "../../protocol/datalog.ts";
import { attemptFrame } from "../../protocol/frame.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import { decodeGuid, encodeGuid } from "../../protocol/guid.ts";
import { decodeMessage, encodeMessage } from "../../protocol/message.ts";
import {
  decodeMultiInfoAnswer,
  decodeMultiInfoRequest,
  encodeMultiInfoAnswer,
  encodeMultiInfoRequest,
} from "../../protocol/multi_info.ts";
import { userInfoValue } from "../../protocol/object.ts";
import { decodeScreen, encodeScreen, SCREEN_HEIGHT, SCREEN_WIDTH } from "../../protocol/screen.ts";
import {
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  readRequest,
} from "../../protocol/service.ts";
import { decodeText, encodeText } from "../../protocol/text.ts";
import { decodeValue, encodeValue, type NumberFormat } from "../../protocol/value.ts";
import { bytes, concatenated, streams } from "./arbitraries.ts";

const items = [{ reference: 3000, aggregation: 1 }, { reference: 3005, aggregation: 1 }];

interface Fixture {
  readonly decode: (data: Uint8Array) => unknown;
  /** What it decodes; damaged, it leads further astray than bytes of chance do. */
  readonly sound: Uint8Array;
}

const value = (format: NumberFormat): Fixture => ({
  decode: (data) => decodeValue(format, data),
  sound: encodeValue(format, 1),
});

const property = userInfoValue(3000);
const data = encodeValue("float", 51.5);
const picture = Uint8Array.from(
  { length: SCREEN_WIDTH * SCREEN_HEIGHT },
  (_, at) => at % 97 < 40 ? at & 1 : 1,
);

const Decoders: Readonly<Record<string, Fixture>> = {
  decodeRequest: { decode: decodeRequest, sound: encodeRequest(readRequest(property)) },
  decodeResponse: {
    decode: decodeResponse,
    sound: encodeResponse({ service: 1, property, ok: true, data }),
  },
  "decodeResponse() of an error": {
    decode: decodeResponse,
    sound: encodeResponse({ service: 1, property, ok: false, code: 0x0022 }),
  },
  "decodeValue() of a bool": value("bool"),
  "decodeValue() of a FORMAT": value("format"),
  "decodeValue() of a SHORT_ENUM": value("short_enum"),
  "decodeValue() of a LONG_ENUM": value("long_enum"),
  "decodeValue() of an INT32": value("int32"),
  "decodeValue() of a FLOAT": value("float"),
  decodeText: { decode: decodeText, sound: encodeText("€ 12") },
  decodeMessage: {
    decode: decodeMessage,
    sound: encodeMessage({ remaining: 9, type: 16, source: 105, timestamp: 5, value: 0 }),
  },
  decodeMultiInfoRequest: { decode: decodeMultiInfoRequest, sound: encodeMultiInfoRequest(items) },
  decodeMultiInfoAnswer: {
    decode: (data) => decodeMultiInfoAnswer(items, data),
    sound: encodeMultiInfoAnswer(items, { flags: 0x20, time: 5, values: [51.5, NaN] }),
  },
  decodeGuid: { decode: decodeGuid, sound: encodeGuid("0".repeat(32)) },
  decodeFileName: { decode: decodeFileName, sound: encodeFileName("LG260621.CSV") },
  decodeDirectory: { decode: decodeDirectory, sound: encodeDirectory(["LG260621.CSV", "A"]) },
  decodeScreen: { decode: decodeScreen, sound: encodeScreen(picture) },
};

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 30 }),
  fc.uint8Array({ maxLength: 1100, size: "max" }),
);

for (const [name, { decode, sound }] of Object.entries(Decoders)) {
  Deno.test(`${name} throws nothing but a DecodeError, whatever the bytes`, () => {
    decode(sound);
    fc.assert(fc.property(fc.oneof(anyBytes, damaged(sound)), (bytes) => {
      try {
        decode(bytes);
      } catch (error) {
        assert.ok(error instanceof DecodeError, `${error}`);
      }
    }));
  });
}

Deno.test("attemptFrame() and FrameDecoder throw nothing, whatever the bytes", () => {
  fc.assert(fc.property(fc.oneof(anyBytes, streams), fc.nat(), (bytes, start) => {
    attemptFrame(bytes, start % (bytes.length + 1));
    new FrameDecoder().push(bytes);
  }));
});

/** The same bytes with a few of them left out, put in or replaced. */
function damaged(sound: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edits = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 4 }), bytes(4)), { maxLength: 4 });
  return edits.map((edits) =>
    edits.reduce((whole, [place, left, put]) => {
      const at = place % (whole.length + 1);
      return concatenated([whole.subarray(0, at), put, whole.subarray(at + left)]);
    }, sound)
  );
}
