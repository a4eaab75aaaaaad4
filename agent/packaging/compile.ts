import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BuildError } from "./build_error.ts";
import { bundleAgent } from "./bundle.ts";
import { fetchDeno } from "./deno_executable.ts";
import { writeExecutable } from "./executable.ts";
import { writePortable } from "./portable.ts";
import { isTarget, type Target, Targets } from "./targets.ts";

/** What is to be built, and where to. */
export interface Build {
  readonly targets: readonly Target[];
  /** Self-extracting files in place of executables. */
  readonly portable: boolean;
  readonly directory: string;
}

const AllTargets = Object.keys(Targets) as Target[];
const BYTES_PER_MB = 1e6;

/** Throws a `BuildError` where the arguments make no sense. */
export function parseBuild(args: readonly string[]): Build {
  const { values } = parsed(args);
  const { target, portable = false, output = "dist" } = values;
  if (target !== undefined && !isTarget(target)) {
    throw new BuildError(`There is no target ${target}; give ${AllTargets.join(" or ")}`);
  }
  return {
    targets: target === undefined ? AllTargets : [target],
    portable,
    directory: resolve(output),
  };
}

/** Builds one file for each target, all from the same bundle, and gives their paths. */
export async function compile({ targets, portable, directory }: Build): Promise<string[]> {
  const workshop = await Deno.makeTempDir({ prefix: "studer-agent-build-" });
  try {
    await Deno.mkdir(directory, { recursive: true });
    const bundle = await bundleAgent(workshop);
    const outputs: string[] = [];
    for (const target of targets) {
      const output = join(directory, `studer-agent-${target}${portable ? "-portable" : ""}`);
      if (portable) {
        const place = join(workshop, target);
        await Deno.mkdir(place);
        const deno = await fetchDeno(target, place);
        await writePortable(target, { bundle, deno }, place, output);
      } else {
        await writeExecutable(target, bundle, output);
      }
      outputs.push(output);
    }
    return outputs;
  } finally {
    await Deno.remove(workshop, { recursive: true });
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        target: { type: "string" },
        portable: { type: "boolean" },
        output: { type: "string" },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new BuildError(
      `${error.message}; give --portable, --target ${AllTargets.join("|")}, --output DIRECTORY`,
      { cause: error },
    );
  }
}

async function main(args: readonly string[]): Promise<number> {
  try {
    const outputs = await compile(parseBuild(args));
    for (const path of outputs) {
      const { size } = await Deno.stat(path);
      await say(Deno.stdout, `${path} (${Math.round(size / BYTES_PER_MB)} MB)`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    await say(Deno.stderr, `compile: ${error.message}`);
    return 1;
  }
}

async function say(stream: { write(bytes: Uint8Array): Promise<number> }, line: string) {
  await stream.write(new TextEncoder().encode(`${line}\n`));
}

if (import.meta.main) Deno.exit(await main(Deno.args));
