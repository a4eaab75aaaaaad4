import assert from "node:assert/strict";
import {
  CatalogueVersion,
  datapointsOf,
  Families,
  findByKey,
  findDatapoint,
  menuOf,
  unknownDatapoint,
} from "../../../protocol/catalogue/lookup.ts";

Deno.test("CatalogueVersion names the edition of the manufacturer's appendix", () => {
  assert.equal(CatalogueVersion, "1.6.42");
});

Deno.test("findDatapoint() and findByKey() find every datapoint of every family", () => {
  for (const family of Families) {
    for (const datapoint of datapointsOf(family)) {
      assert.equal(findDatapoint(family, datapoint.number), datapoint);
      assert.equal(findByKey(family, datapoint.key), datapoint);
    }
  }
});

Deno.test("findDatapoint() tells apart the numbers that BSP and BMS share", () => {
  assert.equal(findDatapoint("bsp", 7000)?.family, "bsp");
  assert.equal(findDatapoint("bms", 7000)?.family, "bms");
  assert.equal(findDatapoint("bsp", 7054), undefined);
  assert.equal(findDatapoint("bms", 7034), undefined);
});

Deno.test("findByKey() does not know another family's key or an object's own property", () => {
  assert.equal(findByKey("xt", "power_of_the_pv_generator"), undefined);
  assert.equal(findByKey("xt", "constructor"), undefined);
});

Deno.test("unknownDatapoint() stands for an info that the catalogue lacks", () => {
  const info = unknownDatapoint("xt", 3079, "info", "float");
  assert.equal(info.key, "info_3079");
  assert.equal(info.name, "Info 3079");
  assert.equal(info.kind, "info");
  assert.equal(info.format, "float");
  assert.deepEqual(info.options, []);
});

Deno.test("unknownDatapoint() asks the highest level for a parameter that the catalogue lacks", () => {
  const parameter = unknownDatapoint("xt", 1999, "parameter", "int32");
  assert.ok(parameter.kind === "parameter");
  assert.equal(parameter.key, "parameter_1999");
  assert.equal(parameter.level, "qsp");
  assert.deepEqual([parameter.min, parameter.max], [undefined, undefined]);
});

Deno.test("menuOf() finds a menu by its number", () => {
  assert.equal(menuOf(1100)?.name, "BASIC SETTINGS");
  assert.equal(menuOf(1531)?.level, "expert");
  assert.equal(menuOf(1), undefined);
});
