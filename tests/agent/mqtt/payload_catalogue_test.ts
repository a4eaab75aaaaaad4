import assert from "node:assert/strict";
import { datapointsOf, Families } from "../../../protocol/catalogue/lookup.ts";
import type { Datapoint } from "../../../protocol/catalogue/datapoint.ts";
import { attributesOf, formatValue, hasState, textKindOf } from "../../../agent/mqtt/payload.ts";
import { parseValue } from "../../../agent/mqtt/parse_value.ts";
import { isPublishable, stateTopic } from "../../../agent/mqtt/topics.ts";

const catalogue = Families.flatMap((family) => datapointsOf(family));

/** Values that the datapoint can have, by its form. */
function samplesOf(datapoint: Datapoint): readonly number[] {
  switch (textKindOf(datapoint)) {
    case "none":
      return [];
    case "switch":
      return [0, 1];
    case "option":
      return datapoint.options.map(({ code }) => code);
    case "weekdays":
      return [0, 1, 127];
    case "time_of_day":
      return [0, 425, 1440];
    case "date_time":
      return [0, 1_782_018_000];
    case "integer":
      return [0, -1, 2_147_483_647];
    case "float":
      return [0, 52.5, -0.125, Math.fround(0.1), 65_535].map(Math.fround);
  }
}

Deno.test("every value of every datapoint of the catalogue comes back from its payload", () => {
  assert.equal(catalogue.length, 1262);
  for (const datapoint of catalogue) {
    const { family, number } = datapoint;
    const texts = new Set<string>();
    for (const value of samplesOf(datapoint)) {
      const text = formatValue(datapoint, value);
      assert.notEqual(text, "None", `${family} ${number}: ${value} looks like no value at all`);
      assert.deepEqual(parseValue(datapoint, text), { ok: true, value }, `${family} ${number}`);
      texts.add(text);
    }
    assert.equal(texts.size, samplesOf(datapoint).length, `${family} ${number} is ambiguous`);
  }
});

Deno.test("every datapoint has a state, but the signals and the two that are unsupported", () => {
  const without = catalogue.filter((datapoint) => !hasState(datapoint));
  assert.equal(without.filter(({ encoding }) => encoding === "signal").length, 87);
  assert.deepEqual(
    without.filter(({ format }) => format === undefined).map(({ number }) => number),
    [
      5012,
      5045,
    ],
  );
  assert.equal(without.length, 89);
});

Deno.test("no datapoint's topic is another one's, nor that of a device's status", () => {
  for (const family of Families) {
    const topics = datapointsOf(family).map(({ key }) => stateTopic("studer", "home", "x", key));
    assert.ok(topics.every(isPublishable));
    assert.equal(new Set(topics).size, topics.length);
    assert.ok(!topics.includes("studer/home/x/status"));
  }
});

Deno.test("attributesOf() is JSON for every datapoint, and says more of every parameter", () => {
  for (const datapoint of catalogue.filter(hasState)) {
    const point = { installation: "home", device: "x", datapoint: datapoint.number };
    const value = samplesOf(datapoint)[0] ?? null;
    const attributes = attributesOf(datapoint, { point, value, at: 0 });
    assert.deepEqual(JSON.parse(JSON.stringify(attributes)), attributes);
    assert.equal("level" in attributes, datapoint.kind === "parameter");
    assert.equal(
      "number" in attributes,
      !["switch", "float", "integer"].includes(textKindOf(datapoint)),
    );
  }
});
