import assert from "node:assert/strict";
import { type Datapoint, Levels, type Parameter } from "../../../protocol/catalogue/datapoint.ts";
import { datapointsOf, Families, findDatapoint } from "../../../protocol/catalogue/lookup.ts";

const all: readonly Datapoint[] = Families.flatMap(datapointsOf);
const parameters = all.filter((datapoint): datapoint is Parameter =>
  datapoint.kind === "parameter"
);

function count<T>(items: readonly T[], nameOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
}

Deno.test("datapointsOf() holds as many datapoints of each family and kind as the manufacturer lists", () => {
  assert.equal(all.length, 1262);
  assert.deepEqual(count(all, ({ family, kind }) => `${family} ${kind}`), {
    "xt info": 113,
    "xt parameter": 356,
    "bsp info": 35,
    "bsp parameter": 25,
    "bms info": 33,
    "bms parameter": 39,
    "vt info": 55,
    "vt parameter": 263,
    "vs info": 87,
    "vs parameter": 174,
    "rcc parameter": 82,
  });
});

Deno.test("datapointsOf() holds as many parameters of each family and level as the manufacturer lists", () => {
  const levels = (family: string) => {
    const counts = count(parameters.filter((p) => p.family === family), ({ level }) => level);
    return Levels.map((level) => counts[level] ?? 0);
  };
  assert.deepEqual(levels("xt"), [0, 8, 287, 41, 20]);
  assert.deepEqual(levels("bsp"), [0, 6, 18, 1, 0]);
  assert.deepEqual(levels("bms"), [0, 1, 28, 9, 1]);
  assert.deepEqual(levels("vt"), [0, 7, 246, 7, 3]);
  assert.deepEqual(levels("vs"), [0, 3, 163, 7, 1]);
  assert.deepEqual(levels("rcc"), [1, 12, 45, 15, 9]);
});

Deno.test("datapointsOf() holds as many datapoints of each format and encoding as the manufacturer lists", () => {
  assert.deepEqual(count(all, (d) => `${d.kind} ${d.format} ${d.encoding ?? ""}`.trim()), {
    "info float": 250,
    "info float bit_mask": 1,
    "info float code": 5,
    "info float u16_high": 8,
    "info float u16_low": 8,
    "info short_enum": 51,
    "parameter bool": 362,
    "parameter float": 370,
    "parameter float cos_phi_offset": 3,
    "parameter int32": 1,
    "parameter int32 local_seconds": 1,
    "parameter int32 minutes_of_day": 47,
    "parameter int32 signal": 87,
    "parameter long_enum": 50,
    "parameter long_enum weekdays": 16,
    "parameter undefined": 2,
  });
});

Deno.test("datapointsOf() holds as many user infos of each statistic as were classified", () => {
  assert.deepEqual(count(all.filter((d) => d.kind === "info"), ({ statistic }) => statistic), {
    instant: 87,
    minute_min: 14,
    minute_max: 14,
    minute_avg: 37,
    today: 34,
    yesterday: 15,
    lifetime: 7,
    resettable: 7,
    counter: 3,
    static: 54,
    state: 51,
  });
});

Deno.test("datapointsOf() lists user infos before parameters, and each kind by rising number", () => {
  for (const family of Families) {
    const datapoints = datapointsOf(family);
    const sorted = datapoints.toSorted((a, b) =>
      a.kind === b.kind ? a.number - b.number : a.kind === "info" ? -1 : 1
    );
    assert.deepEqual(datapoints.map((d) => d.number), sorted.map((d) => d.number), family);
    assert.equal(new Set(datapoints.map((d) => d.number)).size, datapoints.length, family);
  }
});

Deno.test("datapointsOf() keeps every number within its range on the wire", () => {
  const ranges: Record<string, [number, number]> = {
    "xt parameter": [1000, 1999],
    "xt info": [3000, 3999],
    "rcc parameter": [5000, 5999],
    "bsp parameter": [6000, 6999],
    "bms parameter": [6000, 6999],
    "bsp info": [7000, 7999],
    "bms info": [7000, 7999],
    "vt parameter": [10000, 10999],
    "vt info": [11000, 11999],
    "vs parameter": [14000, 14999],
    "vs info": [15000, 15999],
  };
  for (const { family, kind, number } of all) {
    const [first, last] = ranges[`${family} ${kind}`] ?? [0, -1];
    assert.ok(first <= number && number <= last, `${family} ${kind} ${number}`);
  }
});

Deno.test("datapointsOf() gives every info a quantity, in words of a–z, 0–9 and _", () => {
  for (const datapoint of all) {
    if (datapoint.kind === "info") assert.match(datapoint.quantity, /^[a-z0-9]+(_[a-z0-9]+)*$/);
  }
});

Deno.test("datapointsOf() keeps every printed default within its limits", () => {
  for (const { family, number, default: preset, min, max, options } of parameters) {
    if (preset === undefined) continue;
    const where = `${family} ${number}`;
    assert.ok(min !== undefined && max !== undefined && min <= preset && preset <= max, where);
    if (options.length > 0) assert.ok(options.some(({ code }) => code === preset), where);
  }
});

Deno.test("datapointsOf() leaves out default and limits of signals, date and language's default only", () => {
  const without = parameters.filter((p) => p.default === undefined && p.encoding !== "signal");
  assert.deepEqual(without.map(({ number }) => number), [5000, 5002]);
  for (const { number, encoding, default: preset, min, max, step } of parameters) {
    if (encoding === "signal") {
      assert.deepEqual([preset, min, max, step], Array(4).fill(undefined), String(number));
    }
  }
});

Deno.test("datapointsOf() marks the 66 battery voltages that are printed for 48 V", () => {
  const marked = parameters.filter(({ for48V }) => for48V);
  assert.equal(marked.length, 66);
  assert.ok(marked.every(({ unit, format }) => unit === "V" && format === "float"));
});

Deno.test("datapointsOf() marks exactly 5012 and 5045 as not supported over the wire", () => {
  const unsupported = all.filter(({ format }) => format === undefined);
  assert.deepEqual(unsupported.map(({ family, number }) => [family, number]), [
    ["rcc", 5012],
    ["rcc", 5045],
  ]);
});

Deno.test("datapointsOf() joins every upper half of a word with its lower half", () => {
  for (const family of Families) {
    const halves = datapointsOf(family).filter((d) => d.encoding?.startsWith("u16_"));
    for (const high of halves.filter(({ encoding }) => encoding === "u16_high")) {
      const low = findDatapoint(family, high.number + 1);
      assert.equal(low?.encoding, "u16_low");
      assert.equal(low?.name, high.name.replace("msb", "lsb"));
    }
  }
});

Deno.test("datapointsOf() carries 102 remarks that change a meaning", () => {
  assert.equal(all.filter(({ note }) => note !== undefined).length, 102);
});
