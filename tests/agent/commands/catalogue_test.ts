import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { run } from "./command_test_context.ts";

Deno.test("catalogue finds by words and lists what it found", async () => {
  const { exitCode, out, err } = await run("catalogue battery temperature --family xt");
  strictEqual(exitCode, 0);
  deepStrictEqual(err, []);
  ok(out[0]?.startsWith("FAMILY  NUMBER  LEVEL"));
  ok(out.some((line) => /^xt +3001 +- +°C +battery_temperature +Battery temperature$/.test(line)));
  ok(out.slice(1).every((line) => line.startsWith("xt ")));
});

Deno.test("catalogue fits its list to the terminal", async () => {
  const { out } = await run("catalogue", { columns: 80 });
  strictEqual(out.length, 1263);
  for (const line of out) ok([...line].length <= 80, line);
  ok(out.some((line) => line.endsWith("…")));
});

Deno.test("catalogue tells everything of a single datapoint", async () => {
  const { out } = await run("catalogue 1138");
  strictEqual(out[0], "xt 1138  Battery charge current");
  ok(out.includes("  key       battery_charge_current_1138"), out.join("\n"));
  ok(out.includes("  limits    0 to 200"), out.join("\n"));
});

Deno.test("catalogue --json writes whole datapoints", async () => {
  const { out } = await run("catalogue 3010 --family xt --json");
  const [datapoint, ...others] = JSON.parse(out.join("\n"));
  deepStrictEqual(others, []);
  strictEqual(datapoint.key, "battery_cycle_phase");
  deepStrictEqual(datapoint.options[1], { code: 1, text: "Bulk" });
});

Deno.test("catalogue says that nothing fits", async () => {
  deepStrictEqual(await run("catalogue flux capacitor"), {
    exitCode: 1,
    out: [],
    err: ['studer-agent: no datapoint fits "flux capacitor"; try fewer words, or parts of words'],
  });
});
