import assert from "node:assert/strict";
import { datapointsOf, Families, findDatapoint } from "../../../protocol/catalogue/lookup.ts";
import { parseOptions } from "../../../protocol/catalogue/options.ts";

Deno.test("parseOptions() gives code and text of each choice, in the list's order", () => {
  assert.deepEqual(parseOptions("1=Automatic|2=;|4=,"), [
    { code: 1, text: "Automatic" },
    { code: 2, text: ";" },
    { code: 4, text: "," },
  ]);
});

Deno.test("parseOptions() puts the code behind every text that the list repeats, the first too", () => {
  const texts = parseOptions("0=---|1=A|2=M|3=M|4=---").map(({ text }) => text);
  assert.deepEqual(texts, ["--- (0)", "A", "M (2)", "M (3)", "--- (4)"]);
});

Deno.test("options of every datapoint have distinct texts and rising codes", () => {
  for (const { family, number, options } of Families.flatMap(datapointsOf)) {
    const where = `${family} ${number}`;
    assert.equal(new Set(options.map(({ text }) => text)).size, options.length, where);
    const codes = options.map(({ code }) => code);
    assert.deepEqual(codes, [...new Set(codes)].toSorted((a, b) => a - b), where);
    assert.ok(options.every(({ code, text }) => Number.isInteger(code) && text !== ""), where);
  }
});

Deno.test("options exist for every enumeration and code, and for nothing else", () => {
  for (const { family, number, format, encoding, options } of Families.flatMap(datapointsOf)) {
    const listed = format === "short_enum" || encoding === "code" ||
      (format === "long_enum" && encoding !== "weekdays");
    assert.equal(options.length > 0, listed, `${family} ${number}`);
  }
});

Deno.test("an option called None is told from a value that is not available", () => {
  const options = findDatapoint("vs", 15049)?.options;
  assert.equal(options?.find(({ code }) => code === 0)?.text, "None (0)");
});

Deno.test("options of the 14 infos that repeat a text are told apart by their codes", () => {
  const repeating = Families.flatMap(datapointsOf)
    .filter(({ kind, format }) => kind === "info" && format === "short_enum")
    .filter(({ options }) => options.some(({ code, text }) => text.endsWith(` (${code})`)))
    .filter(({ number }) => number !== 15049)
    .map(({ number }) => number);
  assert.deepEqual(repeating, [
    ...[3054, 3055, 11016, 11034, 11038, 11063, 11064, 11066, 11079, 11080],
    ...[15002, 15051, 15090, 15091],
  ]);
  const errors = findDatapoint("vt", 11034)?.options.map(({ text }) => text);
  assert.deepEqual(errors, [
    ...["No Error", "BatOverV (1)", "Earth", "No Batt", "OverTemp", "BatOverV (5)", "PvOverV"],
    ...["Others", "--- (8)", "--- (9)", "--- (10)", "--- (11)", "HardErr"],
  ]);
});
