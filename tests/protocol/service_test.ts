import assert from "node:assert/strict";
import fc from "fast-check";
import { DecodeError } from "../../protocol/bytes.ts";
import { datalogProperty } from "../../protocol/datalog.ts";
import { ObjectType, parameterProperty, userInfoValue } from "../../protocol/object.ts";
import {
  answers,
  decodeRequest,
  decodeResponse,
  encodeRequest,
  encodeResponse,
  readRequest,
  type Request,
  type Response,
  writeRequest,
} from "../../protocol/service.ts";
import { requests, responses } from "./arbitraries.ts";

Deno.test("decodeRequest() reads what encodeRequest() wrote", () => {
  fc.assert(fc.property(requests, (request) => {
    assert.deepEqual(decodeRequest(encodeRequest(request)), request);
  }));
});

Deno.test("decodeResponse() reads what encodeResponse() wrote, errors too", () => {
  fc.assert(fc.property(responses, (response) => {
    assert.deepEqual(decodeResponse(encodeResponse(response)), response);
  }));
});

Deno.test("decodeRequest() and decodeResponse() refuse each other's data", () => {
  fc.assert(fc.property(requests, responses, (request, response) => {
    assert.throws(() => decodeResponse(encodeRequest(request)), DecodeError);
    assert.throws(() => decodeRequest(encodeResponse(response)), DecodeError);
  }));
});

Deno.test("decodeRequest() and decodeResponse() refuse data shorter than a service", () => {
  const request = encodeRequest(readRequest(userInfoValue(3000)));
  const response = Uint8Array.of(0x02, ...request.subarray(1));
  for (let length = 0; length < request.length; length++) {
    assert.throws(() => decodeRequest(request.subarray(0, length)), DecodeError, `${length}`);
    assert.throws(() => decodeResponse(response.subarray(0, length)), DecodeError, `${length}`);
  }
});

Deno.test("decodeResponse() refuses an error whose code has not two bytes", () => {
  const error = encodeResponse({
    service: 1,
    property: userInfoValue(3000),
    ok: false,
    code: 0x0022,
  });
  assert.throws(() => decodeResponse(error.subarray(0, -1)), DecodeError);
  assert.throws(() => decodeResponse(new Uint8Array([...error, 0])), DecodeError);
});

Deno.test("readRequest() and writeRequest() carry the service's number", () => {
  const property = parameterProperty(1138, "unsavedValue");
  const data = Uint8Array.of(1, 2, 3, 4);
  assert.equal(
    encodeRequest(readRequest(property)).toHex(),
    "0001" + "0200" + "72040000" + "0d00",
  );
  assert.equal(
    encodeRequest(writeRequest(property, data)).toHex(),
    "0002" + "0200" + "72040000" + "0d00" + "01020304",
  );
});

Deno.test("answers() takes the response that echoes the request, be it an error", () => {
  fc.assert(fc.property(requests, (request) => {
    const { service, property } = request;
    const data = Uint8Array.of(1);
    assert.ok(answers({ service, property, ok: true, data }, request));
    assert.ok(answers({ service, property, ok: false, code: 0x0022 }, request));
  }));
});

Deno.test("answers() refuses a response that differs in any one field", () => {
  const request: Request = readRequest(userInfoValue(3000));
  const answer: Response = { ...request, ok: true };
  const { property } = answer;
  assert.ok(answers(answer, request));
  const strangers: Response[] = [
    { ...answer, service: 2 },
    { ...answer, property: { ...property, objectType: ObjectType.parameter } },
    { ...answer, property: { ...property, objectId: 3001 } },
    { ...answer, property: { ...property, propertyId: 0x000D } },
  ];
  for (const stranger of strangers) {
    assert.ok(!answers(stranger, request), JSON.stringify(stranger));
  }
});

Deno.test("answers() lets a file transfer answer with the gateway's own action, of the same object", () => {
  const request = readRequest(datalogProperty("file", "start"));
  const answer = (property: Request["property"]): Response => ({
    service: request.service,
    property,
    ok: true,
    data: new Uint8Array(0),
  });
  assert.ok(answers(answer(datalogProperty("file", "datablock")), request));
  assert.ok(answers(answer(datalogProperty("file", "finish")), request));
  assert.ok(!answers(answer(datalogProperty("directory", "finish")), request));
  assert.ok(!answers(answer(userInfoValue(2)), request));
});
