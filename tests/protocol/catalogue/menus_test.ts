import assert from "node:assert/strict";
import { datapointsOf, Families, menuOf } from "../../../protocol/catalogue/lookup.ts";
import { Menus } from "../../../protocol/catalogue/menus.ts";

Deno.test("Menus holds as many menus of each family as the manufacturer lists", () => {
  const counts = Families.map((family) => Menus.filter((menu) => menu.family === family).length);
  assert.deepEqual(counts, [52, 2, 7, 36, 25, 16]);
  assert.equal(new Set(Menus.map(({ number }) => number)).size, 138);
});

Deno.test("Menus hangs the VarioString's MPPT menu under both models", () => {
  assert.deepEqual(menuOf(14180)?.parents, [14194, 14195]);
  assert.deepEqual(Menus.filter((m) => m.parents.length > 1).map((m) => m.number), [14180]);
});

Deno.test("Menus names only parents in the same family, the first of which stands before it", () => {
  const seen = new Set<number>();
  for (const { family, number, parents } of Menus) {
    assert.ok(parents.every((parent) => menuOf(parent)?.family === family), String(number));
    assert.ok(parents[0] === undefined || seen.has(parents[0]), String(number));
    seen.add(number);
  }
});

Deno.test("Menus holds every menu that a parameter names, in its own family", () => {
  for (const datapoint of Families.flatMap(datapointsOf)) {
    if (datapoint.kind === "info") continue;
    for (const number of datapoint.menus) {
      assert.equal(menuOf(number)?.family, datapoint.family, `${datapoint.number} in ${number}`);
    }
  }
});

Deno.test("Menus leaves only four parameters of the gateway without one", () => {
  const alone = Families.flatMap(datapointsOf)
    .filter((datapoint) => datapoint.kind === "parameter" && datapoint.menus.length === 0)
    .map(({ number }) => number);
  assert.deepEqual(alone, [5000, 5002, 5012, 5019]);
});
