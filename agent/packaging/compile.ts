import { join } from "node:path";
import { parseBuildArguments } from "./build_arguments.ts";
import { inWorkshop, runBuild } from "./build_command.ts";
import { bundleAgent } from "./bundle.ts";
import { fetchDeno } from "./deno_executable.ts";
import { writeExecutable } from "./executable.ts";
import { writeInstaller } from "./installer.ts";
import { writePortable } from "./portable.ts";
import type { Target } from "./targets.ts";

/** What is to be built, and where to. */
export interface Build {
  readonly targets: readonly Target[];
  /** Self-extracting files in place of executables. */
  readonly portable: boolean;
  readonly directory: string;
}

/** Throws a `BuildError` where the arguments make no sense. */
export function parseBuild(args: readonly string[]): Build {
  const { targets, directory, flags } = parseBuildArguments(args, ["portable"]);
  return { targets, directory, portable: flags.has("portable") };
}

/** Builds one file for each target, all from the same bundle, and gives their paths. */
export function compile({ targets, portable, directory }: Build): Promise<string[]> {
  return inWorkshop(async (workshop) => {
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
  });
}

async function compileWithInstaller(build: Build): Promise<string[]> {
  return [...await compile(build), ...await writeInstaller(build.directory)];
}

if (import.meta.main) {
  Deno.exit(await runBuild("compile", () => compileWithInstaller(parseBuild(Deno.args))));
}
