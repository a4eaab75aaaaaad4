import assert from "node:assert/strict";
import fc from "fast-check";
import { DecodeError } from "../../protocol/bytes.ts";
import { decodeDirectory, decodeFileName } from "../../protocol/datalog.ts";
import { attemptFrame } from "../../protocol/frame.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import { decodeGuid } from "../../protocol/guid.ts";
import { decodeMessage } from "../../protocol/message.ts";
import { decodeMultiInfoAnswer, decodeMultiInfoRequest } from "../../protocol/multi_info.ts";
import { decodeScreen } from "../../protocol/screen.ts";
import { decodeRequest, decodeResponse } from "../../protocol/service.ts";
import { decodeText } from "../../protocol/text.ts";
import { decodeValue } from "../../protocol/value.ts";
import { streams } from "./arbitraries.ts";

const items = [{ reference: 3000, aggregation: 1 }, { reference: 3005, aggregation: 1 }];

const Decoders: Readonly<Record<string, (data: Uint8Array) => unknown>> = {
  decodeRequest,
  decodeResponse,
  "decodeValue() of a bool": (data) => decodeValue("bool", data),
  "decodeValue() of a FORMAT": (data) => decodeValue("format", data),
  "decodeValue() of a SHORT_ENUM": (data) => decodeValue("short_enum", data),
  "decodeValue() of a LONG_ENUM": (data) => decodeValue("long_enum", data),
  "decodeValue() of an INT32": (data) => decodeValue("int32", data),
  "decodeValue() of a FLOAT": (data) => decodeValue("float", data),
  decodeText,
  decodeMessage,
  decodeMultiInfoRequest,
  decodeMultiInfoAnswer: (data) => decodeMultiInfoAnswer(items, data),
  decodeGuid,
  decodeFileName,
  decodeDirectory,
  decodeScreen,
};

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 30 }),
  fc.uint8Array({ maxLength: 1100, size: "max" }),
);

for (const [name, decode] of Object.entries(Decoders)) {
  Deno.test(`${name} throws nothing but a DecodeError, whatever the bytes`, () => {
    fc.assert(fc.property(anyBytes, (bytes) => {
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
