import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { AllCommands, loadCommands } from "../../../agent/commands/all_commands.ts";
import { run } from "./command_test_context.ts";

Deno.test("loadCommands() loads the one command that a line begins with, and all where it begins with none", async () => {
  const [all, version] = [AllCommands.length, await loadCommands(["version", "--json"])];
  deepStrictEqual(version.map(({ name }) => name), ["registerVersion"]);
  for (const line of [[], ["--json", "version"], ["help", "version"], ["versoin"]]) {
    strictEqual((await loadCommands(line)).length, all, line.join(" "));
  }
  // Its script tells of the others.
  strictEqual((await loadCommands(["completion", "bash"])).length, all);
});

Deno.test("AllCommands have the names by which they are called, and the same help loaded alone or with the others", async () => {
  for (const { name } of AllCommands) {
    const alone = await run(`${name} --help`, { columns: 90 });
    ok(alone.out[0]?.startsWith(`Usage: studer-agent ${name} `), name);
    deepStrictEqual(alone, await run(`help ${name}`, { columns: 90 }));
  }
});
