import { Command } from "commander";
import assert from "node:assert/strict";
import { registerSimulate } from "../../agent/commands/simulate.ts";
import { thisMachine } from "../../agent/config/machine.ts";
import { parseScenario } from "../../simulator/scenario/scenario.ts";
import { parseScript } from "../../simulator/script/script.ts";
import { ScriptFields } from "../../simulator/script/script_fields.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { simulatorTables, withTables } from "./simulator_tables.ts";

const DOCS = Deno.readTextFileSync(new URL("../../simulator/README.md", import.meta.url));

Deno.test("simulator/README.md holds the tables as the code has them: deno task docs writes them", () => {
  const tables = simulatorTables();
  assert.equal(withTables(DOCS, tables), DOCS);
  const named = [...DOCS.matchAll(/<!-- table: (\w+) -->/g)].map(([, name]) => name);
  assert.deepEqual(named.toSorted(), Object.keys(tables).toSorted());
});

Deno.test("simulator/README.md names every option of the command, and no other", () => {
  const program = new Command();
  registerSimulate(program, {
    terminal: { out() {}, err() {}, progress() {}, isTerminal: false, columns: 80 },
    machine: thisMachine(),
    clock: new ManualClock(),
    signal: new AbortController().signal,
  });
  const options = program.commands[0]!.options.map(({ long }) => long!);
  const section = sectionOf("Options");
  const listed = [...section.matchAll(/^\|.*?\|/gm)].flatMap(([row]) =>
    row.match(/--[a-z-]+/g) ?? []
  )
    .filter((option) => !/^-+$/.test(option));
  assert.deepEqual(listed.toSorted(), options.toSorted());
  const common = ["--link"];
  for (const [option] of DOCS.matchAll(/--[a-z]+(?:-[a-z]+)*/g)) {
    assert.ok([...options, ...common].includes(option), `${option} is no option`);
  }
});

Deno.test("simulator/README.md shows scenarios and scripts that can be read, with keys that there are", () => {
  const blocks = [...DOCS.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text!);
  assert.ok(blocks.length > 0);
  for (const block of blocks) {
    if (block.startsWith("# scenario")) parseScenario(block, "simulator/README.md");
    else parseScript(block, "simulator/README.md");
  }
  for (const key of Object.keys(ScriptFields)) {
    assert.ok(sectionOf("Scripts").includes(`| \`${key}\` |`), `${key} is not in the table`);
  }
});

function sectionOf(title: string): string {
  const [, section] = new RegExp(`\n## ${title}\n([^]*?)\n## `).exec(DOCS) ?? [];
  assert.ok(section !== undefined, `there is no section ${title}`);
  return section;
}
