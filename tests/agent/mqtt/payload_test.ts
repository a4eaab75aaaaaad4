import assert from "node:assert/strict";
import fc from "fast-check";
import type { PlantDatapoint } from "../../../agent/installation/device.ts";
import type { Value } from "../../../agent/installation/values.ts";
import { attributesOf, formatFloat, formatValue, hasState } from "../../../agent/mqtt/payload.ts";
import { parseValue } from "../../../agent/mqtt/parse_value.ts";
import { infoWith, operatingState, parameterOf, parameterWith, pvPower } from "./samples.ts";

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });

/** Digits that count: without sign, point, exponent, and the zeros at both ends. */
function significantDigits(text: string): number {
  const digits = text.replace(/e.*$/, "").replace(/[-.]/g, "");
  return digits.replace(/^0+/, "").replace(/0+$/, "").length;
}

Deno.test("formatFloat() gives the same float32 back, and no shorter decimal does", () => {
  fc.assert(
    fc.property(float32, (value) => {
      const text = formatFloat(value);
      assert.equal(Math.fround(Number(text)) + 0, value + 0);
      for (let digits = 1; digits < significantDigits(text); digits++) {
        assert.notEqual(Math.fround(Number(value.toPrecision(digits))), value);
      }
    }),
    { numRuns: 2000 },
  );
});

Deno.test("formatFloat() writes every whole number of a float32's width as it is", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -(2 ** 24) + 1, max: 2 ** 24 - 1 }),
      (value) => assert.equal(formatFloat(value), String(value)),
    ),
  );
});

Deno.test("formatFloat() writes what a meter shows without an exponent", () => {
  fc.assert(
    fc.property(float32, (value) => {
      fc.pre(Math.abs(value) >= 1e-6 && Math.abs(value) < 1e21);
      assert.match(formatFloat(value), /^-?\d+(\.\d+)?$/);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("formatFloat() rounds a computed number to the float32 that stands for it", () => {
  assert.equal(formatFloat(0.1), "0.1");
  assert.equal(formatFloat(Math.fround(52.8)), "52.8");
  assert.equal(formatFloat(0.1 + 0.2), "0.3");
  assert.equal(formatFloat(12.359375), "12.359375");
  assert.equal(formatFloat(-0), "0");
  assert.equal(formatFloat(-0.25), "-0.25");
  assert.equal(formatFloat(123_456_789), "123456790");
  assert.equal(formatFloat(Math.fround(0.0999756)), "0.0999756");
});

Deno.test("formatFloat() needs a digit too many for three powers of two only", () => {
  const longer: number[] = [];
  for (let exponent = -149; exponent <= 127; exponent++) {
    const power = 2 ** exponent;
    // The decimals that read as a power of two reach twice as far above it as below.
    const middle = power + 2 ** (exponent - 25);
    const digits = significantDigits(formatFloat(power));
    if (
      exponent > -126 && Math.fround(Number(middle.toPrecision(digits - 1 || 1))) === power &&
      digits > 1
    ) longer.push(exponent);
  }
  assert.deepEqual(longer, [-96, 87, 90]);
});

const formatted: readonly [string, PlantDatapoint, Value, string][] = [
  ["a measured value", infoWith(), 52.5, "52.5"],
  ["a measured value that is not there", infoWith(), null, "None"],
  ["a NaN", infoWith(), NaN, "None"],
  ["an infinite value", infoWith(), Infinity, "None"],
  ["a value of the plant", pvPower, 1234.5, "1234.5"],
  ["an INT32 beyond a float32's digits", parameterOf("int32"), 2_147_483_647, "2147483647"],
  ["an INT32 below zero", parameterOf("int32"), -16_777_217, "-16777217"],
  ["a BOOL that is 1", parameterOf("bool"), 1, "ON"],
  ["a BOOL that is 0", parameterOf("bool"), 0, "OFF"],
  ["a BOOL that is neither", parameterOf("bool"), 2, "None"],
  ["an enumeration", operatingState, 2, "Charger"],
  ["a code that the list lacks", operatingState, 77, "None"],
  ["an enumeration without a list", parameterOf("long_enum"), 3, "3"],
  [
    "a coded FLOAT",
    infoWith({ encoding: "code", options: [{ code: 256, text: "XTM" }] }),
    256,
    "XTM",
  ],
  ["a coded FLOAT without a list", infoWith({ encoding: "code" }), 12801, "12801"],
  ["a bit mask", infoWith({ encoding: "bit_mask" }), 257, "257"],
  ["half of a version", infoWith({ encoding: "u16_high" }), 65535, "65535"],
  ["the other half", infoWith({ encoding: "u16_low" }), 1620, "1620"],
  ["a cos phi", parameterOf("float", "cos_phi_offset"), Math.fround(-0.1), "-0.1"],
  ["the day's start", parameterOf("int32", "minutes_of_day"), 0, "00:00"],
  ["a time of day", parameterOf("int32", "minutes_of_day"), 425, "07:05"],
  ["the day's end", parameterOf("int32", "minutes_of_day"), 1440, "24:00"],
  ["a time after the day's end", parameterOf("int32", "minutes_of_day"), 1441, "None"],
  ["a time before the day's start", parameterOf("int32", "minutes_of_day"), -1, "None"],
  ["no day", parameterOf("long_enum", "weekdays"), 0, "-"],
  ["two days", parameterOf("long_enum", "weekdays"), 3, "Mo,Tu"],
  ["every day", parameterOf("long_enum", "weekdays"), 127, "Mo,Tu,We,Th,Fr,Sa,Su"],
  ["an eighth day", parameterOf("long_enum", "weekdays"), 128, "None"],
  [
    "the gateway's clock",
    parameterOf("int32", "local_seconds"),
    1_782_018_000,
    "2026-06-21T05:00:00",
  ],
  ["a signal", parameterOf("int32", "signal"), 1, "None"],
];
for (const [what, datapoint, value, text] of formatted) {
  Deno.test(`formatValue() writes ${what} as ${text}`, () => {
    assert.equal(formatValue(datapoint, value), text);
  });
}

Deno.test("formatValue() is never empty, which would delete a retained topic", () => {
  const datapoints = formatted.map(([, datapoint]) => datapoint);
  fc.assert(
    fc.property(fc.constantFrom(...datapoints), fc.option(fc.double()), (datapoint, value) => {
      assert.notEqual(formatValue(datapoint, value), "");
    }),
  );
});

Deno.test("hasState() is false for signals and unsupported formats only", () => {
  assert.ok(hasState(infoWith()));
  assert.ok(hasState(pvPower));
  assert.ok(hasState(parameterOf("int32", "minutes_of_day")));
  assert.ok(!hasState(parameterOf("int32", "signal")));
  assert.ok(!hasState(parameterWith({ format: undefined })));
});

Deno.test("parseValue() reads back what formatValue() writes", () => {
  for (const [what, datapoint, value, text] of formatted) {
    if (text === "None") continue;
    for (const variant of [text, text.toLowerCase(), ` ${text.toUpperCase()} `]) {
      assert.deepEqual(parseValue(datapoint, variant), { ok: true, value }, `${what}: ${variant}`);
    }
  }
});

Deno.test("parseValue() reads back every float32", () => {
  fc.assert(
    fc.property(float32, (value) => {
      const parsed = parseValue(infoWith(), formatFloat(value));
      assert.ok(parsed.ok);
      assert.equal(parsed.value + 0, value + 0);
    }),
  );
});

Deno.test("parseValue() takes other words for the same", () => {
  const value = (datapoint: PlantDatapoint, text: string) => parseValue(datapoint, text);
  for (const word of ["1", "true", "yes", "On"]) {
    assert.deepEqual(value(parameterOf("bool"), word), { ok: true, value: 1 });
  }
  for (const word of ["0", "false", "No", "off"]) {
    assert.deepEqual(value(parameterOf("bool"), word), { ok: true, value: 0 });
  }
  assert.deepEqual(value(operatingState, "2"), { ok: true, value: 2 });
  assert.deepEqual(value(parameterOf("int32", "signal"), "PRESS"), { ok: true, value: 1 });
  assert.deepEqual(value(parameterOf("int32", "minutes_of_day"), "7:30:00"), {
    ok: true,
    value: 450,
  });
  assert.deepEqual(value(parameterOf("long_enum", "weekdays"), "tu, mo"), { ok: true, value: 3 });
  assert.deepEqual(value(parameterOf("int32", "local_seconds"), "2026-06-21 05:00"), {
    ok: true,
    value: 1_782_018_000,
  });
  assert.deepEqual(value(infoWith(), "+1.5e1"), { ok: true, value: 15 });
  // The shortest decimal of the greatest float32 is greater than that.
  const greatest = Math.fround(3.4028234663852886e38);
  assert.deepEqual(value(infoWith(), formatFloat(greatest)), { ok: true, value: greatest });
});

const refused: readonly [PlantDatapoint, string][] = [
  [infoWith(), ""],
  [infoWith(), "None"],
  [infoWith(), "NaN"],
  [infoWith(), "Infinity"],
  [infoWith(), "1e39"],
  [infoWith(), "12,5"],
  [infoWith(), "0x10"],
  [infoWith(), "12 V"],
  [parameterOf("int32"), "1.5"],
  [parameterOf("int32"), "2147483648"],
  [parameterOf("bool"), "2"],
  [parameterOf("bool"), "None"],
  [operatingState, "None"],
  [operatingState, "77"],
  [parameterOf("int32", "minutes_of_day"), "24:01"],
  [parameterOf("int32", "minutes_of_day"), "12:60"],
  [parameterOf("int32", "minutes_of_day"), "450"],
  [parameterOf("long_enum", "weekdays"), "None"],
  [parameterOf("long_enum", "weekdays"), ""],
  [parameterOf("long_enum", "weekdays"), "Mo,Xx"],
  [parameterOf("int32", "local_seconds"), "2026-02-30T00:00:00"],
  [parameterOf("int32", "local_seconds"), "2100-01-01T00:00:00"],
  [parameterOf("int32", "local_seconds"), "yesterday"],
  [parameterOf("int32", "signal"), "0"],
  [parameterWith({ format: undefined }), "1"],
];
for (const [datapoint, text] of refused) {
  const form = datapoint.kind === "system" ? undefined : datapoint.encoding;
  Deno.test(`parseValue() refuses ${JSON.stringify(text)} for ${form ?? datapoint.format}`, () => {
    const parsed = parseValue(datapoint, text);
    assert.ok(!parsed.ok);
    assert.ok(parsed.problem.startsWith(`${JSON.stringify(text)} is no value of `));
  });
}

Deno.test("parseValue() names the options, and cuts what it was given", () => {
  const parsed = parseValue(operatingState, "x".repeat(1000));
  assert.ok(!parsed.ok);
  assert.match(parsed.problem, /give one of Invalid value, Inverter, Charger$/);
  assert.ok(parsed.problem.length < 200);
});

Deno.test("parseValue() never throws, whatever the text", () => {
  const datapoints = formatted.map(([, datapoint]) => datapoint);
  fc.assert(
    fc.property(fc.constantFrom(...datapoints), fc.string(), (datapoint, text) => {
      const parsed = parseValue(datapoint, text);
      if (parsed.ok) assert.ok(Number.isFinite(parsed.value));
    }),
    { numRuns: 1000 },
  );
});

function attributes(datapoint: PlantDatapoint, value: Value, more?: Record<string, unknown>) {
  const point = { installation: "home", device: "xt1", datapoint: datapoint.number };
  return attributesOf(datapoint, {
    point,
    value,
    at: 0,
    ...(more !== undefined && { attributes: more }),
  });
}

Deno.test("attributesOf() has nothing to say of a measured number", () => {
  assert.deepEqual(attributes(infoWith(), 52.5), {});
  assert.deepEqual(attributes(pvPower, 52.5), {});
  assert.deepEqual(attributes(operatingState, null), {});
});

Deno.test("attributesOf() puts the number beside a text, known to the list or not", () => {
  assert.deepEqual(attributes(operatingState, 2), { number: 2 });
  assert.deepEqual(attributes(operatingState, 77), { number: 77 });
  assert.deepEqual(attributes(parameterOf("long_enum", "weekdays"), 0), {
    number: 0,
    level: "expert",
  });
});

Deno.test("attributesOf() tells what may be written to a parameter", () => {
  assert.deepEqual(attributes(parameterWith({ min: 0, max: 60, step: 2 }), 50), {
    level: "expert",
    min: 0,
    max: 60,
    step: 2,
  });
  const choice = parameterOf("long_enum", undefined, operatingState.options);
  assert.deepEqual(attributes(choice, 1), {
    number: 1,
    level: "expert",
    options: ["Invalid value", "Inverter", "Charger"],
  });
  assert.deepEqual(attributes(parameterOf("bool"), 1), { level: "expert" });
});

Deno.test("attributesOf() does not tell a 12 V battery the limits of a 48 V one", () => {
  const voltage = parameterWith({ min: 38, max: 68, step: 0.1, for48V: true });
  assert.deepEqual(attributes(voltage, 13), { level: "expert" });
  assert.deepEqual(attributes(voltage, 13, { min: 9.5, max: 17 }), {
    level: "expert",
    min: 9.5,
    max: 17,
  });
});

Deno.test("attributesOf() lets the reading have the last word", () => {
  assert.deepEqual(
    attributes(parameterWith({ max: 60 }), 50, { max: 30, flash: 40, differs: true }),
    {
      level: "expert",
      max: 30,
      flash: 40,
      differs: true,
    },
  );
  assert.deepEqual(attributes(pvPower, 5, { estimated: true }), { estimated: true });
});
