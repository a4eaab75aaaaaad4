import assert from "node:assert/strict";
import type { Parameter } from "../../../protocol/catalogue/datapoint.ts";
import { limitsAt, limitsFor120V } from "../../../protocol/catalogue/limits.ts";
import { datapointsOf, Families, findDatapoint } from "../../../protocol/catalogue/lookup.ts";

function parameterOf(number: number): Parameter {
  const datapoint = findDatapoint("xt", number);
  assert.ok(datapoint?.kind === "parameter");
  return datapoint;
}

Deno.test("limitsAt() halves a battery voltage at 24 V and quarters it at 12 V", () => {
  const undervoltage = parameterOf(1108);
  assert.deepEqual(limitsAt(undervoltage, 48), { default: 46.3, min: 36, max: 72, step: 0.1 });
  assert.deepEqual(limitsAt(undervoltage, 24), { default: 23.15, min: 18, max: 36, step: 0.05 });
  assert.deepEqual(limitsAt(undervoltage, 12), { default: 11.575, min: 9, max: 18, step: 0.025 });
});

Deno.test("limitsAt() gives what is printed where the nominal voltage is not known", () => {
  assert.deepEqual(limitsAt(parameterOf(1108), undefined), limitsAt(parameterOf(1108), 48));
});

Deno.test("limitsAt() leaves alone what is no battery voltage", () => {
  const inputLimit = { default: 32, min: 2, max: 50, step: 1 };
  assert.deepEqual(limitsAt(parameterOf(1107), 12), inputLimit);
  assert.equal(limitsAt(parameterOf(1286), 24).default, 230);
});

Deno.test("limitsAt() leaves out the bounds that were not printed", () => {
  assert.deepEqual(limitsAt(parameterOf(1468), 24), {});
});

Deno.test("limitsFor120V() gives the seven parameters that differ, with their own step", () => {
  const differing = Families.flatMap(datapointsOf)
    .filter((datapoint) => datapoint.kind === "parameter")
    .map((parameter) => ({ number: parameter.number, limits: limitsFor120V(parameter) }))
    .filter(({ limits }) => limits !== undefined);
  assert.deepEqual(differing, [
    { number: 1199, limits: { default: 100, min: 40, max: 115, step: 1 } },
    { number: 1200, limits: { default: 90, min: 40, max: 115, step: 1 } },
    { number: 1286, limits: { default: 120, min: 55, max: 140, step: 1 } },
    { number: 1309, limits: { default: 90, min: 50, max: 115, step: 1 } },
    { number: 1432, limits: { default: 135, min: 117.5, max: 145, step: 1 } },
    { number: 1433, limits: { default: 5, min: 2, max: 15, step: 1 } },
    { number: 1560, limits: { default: 5, min: 2, max: 8, step: 1 } },
  ]);
});
