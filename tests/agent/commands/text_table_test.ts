import { deepStrictEqual } from "node:assert/strict";
import { type Column, textTable } from "../../../agent/commands/cli/text_table.ts";

interface Row {
  readonly name: string;
  readonly power: number;
}

const columns: readonly Column<Row>[] = [
  { title: "POWER", text: ({ power }) => String(power), align: "right" },
  { title: "NAME", text: ({ name }) => name, flexible: true },
];
const rows = [{ name: "Xtender", power: 12 }, { name: "VarioString of the south", power: 3456 }];

Deno.test("textTable() lines its columns up", () => {
  deepStrictEqual(textTable(columns, rows, Infinity), [
    "POWER  NAME",
    "   12  Xtender",
    " 3456  VarioString of the south",
  ]);
});

Deno.test("textTable() cuts a flexible column where the line is short", () => {
  deepStrictEqual(textTable(columns, rows, 20), [
    "POWER  NAME",
    "   12  Xtender",
    " 3456  VarioString …",
  ]);
});

Deno.test("textTable() leaves a flexible column readable, however short the line", () => {
  deepStrictEqual(textTable(columns, rows, 3).at(-1), " 3456  VarioStri…");
});
