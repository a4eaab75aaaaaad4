import { join } from "node:path";
import { AgentFlags, BUNDLE_START } from "./bundle.ts";
import { BuildError } from "./build_error.ts";
import { runProgram } from "./run_program.ts";
import { type Target, Targets } from "./targets.ts";

// What `deno compile` was doing when it failed, in its own words.
const NO_BASE = /Setting up base binary|denort/i;

/** Makes an executable of a bundle with `deno compile`, which needs Deno's run-time base. */
export async function writeExecutable(
  target: Target,
  bundle: string,
  output: string,
): Promise<void> {
  const { triple } = Targets[target];
  const isolation = ["--no-config", "--no-lock", "--no-npm", "--no-remote", "--no-check"];
  const { success, err } = await runProgram(
    Deno.execPath(),
    [
      "compile",
      ...isolation,
      ...AgentFlags,
      "--target",
      triple,
      "--output",
      output,
      join(bundle, BUNDLE_START),
    ],
    { env: { NO_COLOR: "1" } },
  );
  if (success) return;
  throw new BuildError(
    NO_BASE.test(err)
      ? baseMissing(triple)
      : `studer-agent-${target} cannot be compiled: ${err.trim().replaceAll(/\s*\n\s*/g, " ")}`,
  );
}

function baseMissing(triple: string): string {
  const base = `denort-${triple}.zip of Deno ${Deno.version.deno}`;
  return `Deno's run-time base (${base}) cannot be had: give its unpacked executable by DENORT_BIN, ` +
    "or use deno task compile --portable, which needs none";
}
