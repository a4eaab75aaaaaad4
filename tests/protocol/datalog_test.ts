import assert from "node:assert/strict";
import fc from "fast-check";
import { DecodeError } from "../../protocol/bytes.ts";
import {
  encodeCustomDatalogField,
  MAX_CUSTOM_DATALOG_LENGTH,
} from "../../protocol/custom_datalog_field.ts";
import {
  datalogProperty,
  decodeDirectory,
  decodeFileName,
  encodeDirectory,
  encodeFileName,
} from "../../protocol/datalog.ts";
import { decodeText } from "../../protocol/text.ts";

const names = fc.uint8Array({ minLength: 1, maxLength: 20 })
  .map((bytes) => decodeText(bytes).replaceAll("\n", "_"));

Deno.test("decodeFileName() reads what encodeFileName() wrote", () => {
  fc.assert(fc.property(names, (name) => {
    assert.equal(decodeFileName(encodeFileName(name)), name);
  }));
  assert.equal(encodeFileName("LG171010.CSV").toHex(), "4c473137313031302e4353560a");
});

Deno.test("decodeFileName() refuses a name that does not end", () => {
  for (const text of ["", "LG171010.CSV", "LG171010.CSV\n\r"]) {
    assert.throws(() => decodeFileName(new TextEncoder().encode(text)), DecodeError, text);
  }
});

Deno.test("decodeDirectory() reads what encodeDirectory() wrote", () => {
  fc.assert(fc.property(fc.array(names), (names) => {
    assert.deepEqual(decodeDirectory(encodeDirectory(names)), names);
  }));
});

Deno.test("datalogProperty() names object and action by the specification's numbers", () => {
  assert.deepEqual(datalogProperty("directory", "start"), {
    objectType: 0x0101,
    objectId: 1,
    propertyId: 0x21,
  });
  assert.deepEqual(datalogProperty("file", "abort"), {
    objectType: 0x0101,
    objectId: 2,
    propertyId: 0x25,
  });
});

Deno.test("encodeCustomDatalogField() refuses separators and what is too long", () => {
  assert.equal(encodeCustomDatalogField("Zähler 12 €").toHex(), "5ae4686c657220313220a4");
  for (const text of ["a;b", "a,b", "#"]) {
    assert.throws(() => encodeCustomDatalogField(text), RangeError, text);
  }
  const longest = "€".repeat(MAX_CUSTOM_DATALOG_LENGTH);
  assert.equal(encodeCustomDatalogField(longest).length, MAX_CUSTOM_DATALOG_LENGTH);
  assert.throws(() => encodeCustomDatalogField(longest + "€"), RangeError);
});
