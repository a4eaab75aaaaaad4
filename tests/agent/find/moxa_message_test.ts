import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeMoxaAnswer, moxaRequest } from "../../../agent/find/moxa_message.ts";
import { MoxaAnswer } from "./fake_moxa.ts";

Deno.test("moxaRequest() is the discovery's question", () => {
  assert.equal(moxaRequest().toHex(), "0100000800000000");
});

Deno.test("decodeMoxaAnswer() reads the MAC from byte 14 on, and the last four bytes' address", () => {
  const moxa = { address: "192.168.127.254", mac: "00:90:E8:01:02:AB" };
  assert.deepEqual(decodeMoxaAnswer(MoxaAnswer), moxa);
  const longer = Uint8Array.from([...MoxaAnswer, 0, 0, 10, 1, 2, 3]);
  assert.deepEqual(decodeMoxaAnswer(longer), { ...moxa, address: "10.1.2.3" });
});

Deno.test("decodeMoxaAnswer() takes nothing else for an answer", () => {
  assert.equal(decodeMoxaAnswer(moxaRequest()), undefined);
  assert.equal(decodeMoxaAnswer(MoxaAnswer.subarray(0, 23)), undefined);
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    const moxa = decodeMoxaAnswer(bytes);
    assert.equal(moxa !== undefined, bytes[0] === 0x81 && bytes.length >= 24);
  }));
});
