import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import configuration from "../../deno.json" with { type: "json" };
import { runOrFail } from "./run_program.ts";

/** The directory of the sources. */
export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const ENTRY_POINT = "agent/main.ts";

/** The flags of `deno run` with which the agent runs from source: the same in every form of it. */
export const AgentFlags: readonly string[] = configuration.tasks.agent
  .split(" ").filter((word) => word.startsWith("--"));

/** How a Deno of our own runs the bundle: nothing is looked for outside of it. */
export const BundleFlags: readonly string[] = [
  "--no-config",
  "--no-lock",
  "--cached-only",
  "--no-remote",
  "--no-npm",
  ...AgentFlags,
];

/** The agent's version, such as `0.1.0`. */
export const AGENT_VERSION: string = configuration.version;

/** The file of the bundle by which the agent starts. */
export const BUNDLE_START = "main.js";

/** Writes the agent with all that it imports into the directory `agent` below, and gives its path. */
export async function bundleAgent(directory: string): Promise<string> {
  const bundle = join(directory, "agent");
  await bundleModule(ENTRY_POINT, bundle);
  return bundle;
}

/**
 * Writes a module of the sources with all that it imports into a directory. What is imported when it is
 * wanted is in files of its own: a command does not pay for the others. Minified it is half as long.
 * `--keep-names` would break it: `require` of Node's own modules then fails at the start.
 */
export async function bundleModule(entryPoint: string, directory: string): Promise<void> {
  const form = ["--code-splitting", "--minify", "--outdir", directory];
  const args = ["bundle", "--quiet", "--no-check", ...form, entryPoint];
  await runOrFail(`${entryPoint} cannot be bundled`, Deno.execPath(), args, {
    cwd: root,
    env: { NO_COLOR: "1" },
  });
}
