import assert from "node:assert/strict";
import { join } from "node:path";
import { closingLine, faultOf, summaryOf } from "./run.ts";

Deno.test("summaryOf() reads what deno test closes with", () => {
  const fixtures = {
    "ok | 12 passed | 0 failed (1s)": { passed: 12, failed: 0, skipped: 0 },
    "ok | 12 passed (3 steps) | 0 failed | 1 ignored (1s)": { passed: 12, failed: 0, skipped: 1 },
    "FAILED | 3 passed (1 step) | 2 failed (1 step) | 4 ignored (2 steps) | 5 filtered out (10ms)":
      { passed: 3, failed: 2, skipped: 4 },
    "ok | 0 passed | 0 failed (0ms)": { passed: 0, failed: 0, skipped: 0 },
    "\x1b[0m\x1b[32mok\x1b[0m | 7 passed | 0 failed \x1b[0m\x1b[38;5;245m(39ms)\x1b[0m": {
      passed: 7,
      failed: 0,
      skipped: 0,
    },
  };
  for (const [line, summary] of Object.entries(fixtures)) {
    assert.deepEqual(summaryOf(`running 1 test\na ... ok (1ms)\n\n${line}\n\n`), summary, line);
  }
});

Deno.test("summaryOf() believes the last summary, and no line that only resembles one", () => {
  const output = "ok | 1 passed | 0 failed (1s)\n\nFAILED | 1 passed | 1 failed (1s)\n\nerror\n";
  assert.deepEqual(summaryOf(output), { passed: 1, failed: 1, skipped: 0 });
  assert.equal(summaryOf("it said: ok | 1 passed | 0 failed (1s)\n"), undefined);
  assert.equal(summaryOf(""), undefined);
});

Deno.test("closingLine() names skipped tests only where there are some", () => {
  assert.equal(closingLine({ passed: 12, failed: 0, skipped: 0 }), "12 passed, 0 failed");
  assert.equal(closingLine({ passed: 1, failed: 2, skipped: 3 }), "1 passed, 2 failed, 3 skipped");
});

Deno.test("faultOf() refuses failures, empty runs and, in CI, skipped tests", () => {
  const fine = { childSucceeded: true, ci: true };
  const summary = { passed: 5, failed: 0, skipped: 0 };
  assert.equal(faultOf(summary, fine), undefined);
  assert.equal(faultOf({ ...summary, skipped: 1 }, { ...fine, ci: false }), undefined);
  assert.match(faultOf({ ...summary, skipped: 1 }, fine)!, /skipped/);
  assert.match(faultOf({ ...summary, failed: 1 }, fine)!, /failed/);
  assert.match(faultOf({ ...summary, passed: 0 }, fine)!, /No test ran/);
  assert.match(faultOf(summary, { ...fine, childSucceeded: false })!, /deno test failed/);
});

const Good = `Deno.test("good", () => {});`;
const Bad = `Deno.test("bad", () => { throw new Error("bad"); });`;
const Ignored = `Deno.test.ignore("ignored", () => {});`;

const Runs: ReadonlyArray<
  readonly [what: string, source: string, ci: string, line: string, code: number]
> = [
  ["good tests", Good, "", "1 passed, 0 failed", 0],
  ["a bad test", Good + Bad, "", "1 passed, 1 failed", 1],
  ["a skipped test", Good + Ignored, "", "1 passed, 0 failed, 1 skipped", 0],
  ["a skipped test in CI", Good + Ignored, "true", "1 passed, 0 failed, 1 skipped", 1],
  ["no test at all", "", "", "0 passed, 0 failed", 1],
  ["a file that does not compile", Good + "const a: = ;", "", "0 passed, 1 failed", 1],
];

for (const [what, source, ci, line, code] of Runs) {
  Deno.test(`run.ts closes ${what} with "${line}" and exit code ${code}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      const file = join(folder, "a_test.ts");
      await Deno.writeTextFile(file, source);
      const run = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--allow-all", join(import.meta.dirname!, "run.ts"), "--no-check", file],
        env: { CI: ci },
      }).output();
      const lines = new TextDecoder().decode(run.stdout).trimEnd().split("\n");
      assert.equal(lines.at(-1), line);
      assert.equal(run.code, code);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
