import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import config from "../../../deno.json" with { type: "json" };
import { run } from "./command_test_context.ts";

Deno.test("version tells the agent's version, and what it is made of", async () => {
  const { exitCode, out } = await run("version");
  strictEqual(exitCode, 0);
  strictEqual(out[0], `studer-agent ${config.version} (${Deno.build.target})`);
  match(out[1] ?? "", /^Deno \d+\.\d+\.\d+, catalogue \d+\.\d+\.\d+$/);
});

Deno.test("version --json writes the same as JSON", async () => {
  const { out } = await run("version --json");
  const { version, target, deno } = JSON.parse(out.join("\n"));
  deepStrictEqual([version, target, deno], [config.version, Deno.build.target, Deno.version.deno]);
});
