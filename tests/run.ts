import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** How many tests there were; steps within a test are not counted. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

// `ok | 12 passed (3 steps) | 0 failed | 1 ignored (1s)`, or FAILED in front.
const SUMMARY = /^(?:ok|FAILED) \| (\d+) passed\b.*? \| (\d+) failed\b(.*)$/gm;
const IGNORED = /\| (\d+) ignored\b/;
// deno-lint-ignore no-control-regex
const COLOUR = /\x1b\[[\d;]*m/g;

/** Reads the last summary of `deno test`; undefined where it ended without one. */
export function summaryOf(output: string): Summary | undefined {
  const summary = [...output.replaceAll(COLOUR, "").matchAll(SUMMARY)].at(-1);
  if (summary === undefined) return undefined;
  const [, passed, failed, rest] = summary;
  return {
    passed: Number(passed),
    failed: Number(failed),
    skipped: Number(IGNORED.exec(rest!)?.[1] ?? 0),
  };
}

/** The closing line: `12 passed, 0 failed`, and what was skipped where anything was. */
export function closingLine({ passed, failed, skipped }: Summary): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** What stands against a run, as a line for its reader; undefined where it is good. */
export function faultOf(
  summary: Summary,
  { childSucceeded, ci }: { readonly childSucceeded: boolean; readonly ci: boolean },
): string | undefined {
  if (summary.failed > 0) return `${summary.failed} tests failed`;
  if (summary.passed === 0) return "No test ran: check the filter and the paths";
  if (ci && summary.skipped > 0) return `${summary.skipped} tests were skipped: not allowed in CI`;
  if (!childSucceeded) return "deno test failed though its tests passed";
  return undefined;
}

/** Behind the summary comes at most the table of coverage: so much is kept to look for it. */
const MAX_KEPT_LENGTH = 1 << 18;

async function main(args: readonly string[]): Promise<number> {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const colours = Deno.stdout.isTerminal() && Deno.env.get("NO_COLOR") === undefined;
  const namesPaths = await Promise.all(args.map((arg) => exists(resolve(root, arg))));
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "--allow-all",
      "--sanitize-ops",
      "--sanitize-resources",
      ...args,
      ...(namesPaths.includes(true) ? [] : ["tests/"]),
    ],
    cwd: root,
    // The child's output is a pipe, so it cannot see by itself whether there is a terminal.
    env: colours ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();

  let tail = "";
  const decoder = new TextDecoder();
  for await (const chunk of child.stdout) {
    await writeAll(chunk);
    tail = (tail + decoder.decode(chunk, { stream: true })).slice(-MAX_KEPT_LENGTH);
  }
  const { success } = await child.status;

  const summary = summaryOf(tail) ?? { passed: 0, failed: 1, skipped: 0 };
  const ci = (Deno.env.get("CI") ?? "") !== "";
  const fault = faultOf(summary, { childSucceeded: success, ci });
  const lines = [...(fault === undefined ? [] : [fault]), closingLine(summary)];
  await writeAll(new TextEncoder().encode(lines.join("\n") + "\n"));
  return fault === undefined ? 0 : 1;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

async function writeAll(bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
