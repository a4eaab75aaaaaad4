import { deepStrictEqual, ok } from "node:assert/strict";
import { datapointsOf } from "../../../protocol/catalogue/lookup.ts";
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

Deno.test("service <Tab> offers its commands, and each of them its own options", async () => {
  const service = await offered("service", "");
  for (const word of ["install", "uninstall", "status"]) ok(service.includes(word), word);
  deepStrictEqual(await offered("--json", "service", "inst"), ["install"]);
  deepStrictEqual(await offered("service", "uninstall", "--pu"), ["--purge"]);
  deepStrictEqual(await offered("install", "--pu"), [""]);
});

Deno.test("read and watch <Tab> offer devices, and behind one its datapoints", async () => {
  deepStrictEqual(await offered("read", "b"), ["bms", "bsp"]);
  deepStrictEqual(await offered("watch", "l"), ["l1", "l2", "l3"]);
  const keys = datapointsOf("xt").map(({ key }) => key).filter((key) =>
    key.startsWith("battery_v")
  );
  ok(keys.length > 1);
  for (const words of [["read", "xt1"], ["watch", "--json", "l2", "input_current"]]) {
    deepStrictEqual(await offered(...words, "battery_v"), keys.toSorted());
  }
  deepStrictEqual(await offered("read", "bsp", "remaining"), ["remaining_autonomy"]);
  deepStrictEqual(await offered("read", "xt1", "--form"), ["--format"]);
});

Deno.test("read xt1 <Tab> offers nothing that cannot be read", async () => {
  const all = await offered("read", "xt1", "");
  const signal = datapointsOf("xt").find(({ encoding }) => encoding === "signal")!;
  ok(all.length > 400, `${all.length}`);
  ok(!all.includes(signal.key), signal.key);
});

Deno.test("completion bash offers commands, options and choices", async () => {
  deepStrictEqual(await offered("catal"), ["catalogue"]);
  deepStrictEqual(await offered("--json", "check"), ["check-config"]);
  deepStrictEqual(await offered("catalogue", "--fam"), ["--family"]);
  deepStrictEqual(await offered("check-config", "--con"), ["--config"]);
  deepStrictEqual(await offered("catalogue", "--family", "b"), ["bms", "bsp"]);
  deepStrictEqual(await offered("completion", "b"), ["bash"]);
  deepStrictEqual(await offered("--log-level", ""), ["debug", "error", "info", "warn"]);
});
