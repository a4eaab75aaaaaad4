import { deepStrictEqual, ok } from "node:assert/strict";
import { run } from "./command_test_context.ts";

/** What bash would offer for the last of these words. */
async function offered(...words: readonly string[]): Promise<string[]> {
  const { out } = await run("completion bash");
  const script = [
    ...out,
    `COMP_WORDS=(studer-agent ${words.map((word) => `'${word}'`).join(" ")})`,
    `COMP_CWORD=${words.length}`,
    `_studer_agent`,
    `printf '%s\\n' "\${COMPREPLY[@]}"`,
  ];
  const { success, stdout, stderr } = await new Deno.Command("bash", {
    args: ["--norc", "-c", script.join("\n")],
  }).output();
  ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim().split("\n").sort();
}

Deno.test("completion bash offers commands, options and choices", async () => {
  deepStrictEqual(await offered("catal"), ["catalogue"]);
  deepStrictEqual(await offered("--json", "check"), ["check-config"]);
  deepStrictEqual(await offered("catalogue", "--fam"), ["--family"]);
  deepStrictEqual(await offered("check-config", "--con"), ["--config"]);
  deepStrictEqual(await offered("catalogue", "--family", "b"), ["bms", "bsp"]);
  deepStrictEqual(await offered("--log-level", ""), ["debug", "error", "info", "warn"]);
});
