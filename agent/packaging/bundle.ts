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

/** Writes the agent with all that it imports as one module into a directory, and gives its path. */
export function bundleAgent(directory: string): Promise<string> {
  return bundleModule(ENTRY_POINT, join(directory, "agent.mjs"));
}

/**
 * Writes a module of the sources with all that it imports as one, and gives its path. Minified it is
 * half as long. `--keep-names` would break it: `require` of Node's own modules then fails at the
 * start.
 */
export async function bundleModule(entryPoint: string, path: string): Promise<string> {
  const args = ["bundle", "--quiet", "--no-check", "--minify", "--output", path];
  await runOrFail(`${entryPoint} cannot be bundled`, Deno.execPath(), [...args, entryPoint], {
    cwd: root,
    env: { NO_COLOR: "1" },
  });
  return path;
}
