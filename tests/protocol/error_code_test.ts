import assert from "node:assert/strict";
import { ErrorCode, errorName, ScomError } from "../../protocol/error_code.ts";

Deno.test("errorName() gives the specification's name of every code that it holds", () => {
  const codes = Object.entries(ErrorCode);
  assert.equal(codes.length, 23);
  assert.equal(new Set(Object.values(ErrorCode)).size, codes.length);
  for (const [name, code] of codes) assert.equal(errorName(code), name);
  assert.equal(errorName(0x0002), "DEVICE_NOT_FOUND");
  assert.equal(errorName(0x002D), "MULTICAST_READ_NOT_SUPPORTED");
  assert.equal(errorName(0x0081), "INVALID_SHELL_ARG");
});

Deno.test("errorName() gives the number of a code that the specification does not hold", () => {
  assert.equal(errorName(0x0099), "0x0099");
  assert.equal(errorName(0xABCD), "0xABCD");
  assert.equal(errorName(0), "0x0000");
});

Deno.test("ScomError.transient is true for a timeout, a busy gateway and a failed read alone", () => {
  const transient = Array.from({ length: 0x1_0000 }, (_, code) => code)
    .filter((code) => new ScomError(code).transient);
  assert.deepEqual(transient, [0x0003, 0x0013, 0x002A]);
});

Deno.test("ScomError tells the answer by its name", () => {
  const error = new ScomError(0x0022);
  assert.equal(error.message, "The gateway answered OBJECT_ID_NOT_FOUND");
  assert.equal(error.name, "ScomError");
  assert.equal(error.code, 0x0022);
  assert.ok(error instanceof Error);
});
