import { resolve } from "node:path";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { BuildError } from "./build_error.ts";
import { isTarget, type Target, Targets } from "./targets.ts";

/** What every build is told. */
export interface BuildArguments {
  readonly targets: readonly Target[];
  readonly directory: string;
  /** Those of the build's own flags that were given. */
  readonly flags: ReadonlySet<string>;
}

const AllTargets = Object.keys(Targets) as Target[];

/**
 * Reads `--target`, `--output` and a build's own flags. Throws a `BuildError` where the arguments
 * make no sense.
 */
export function parseBuildArguments(
  args: readonly string[],
  flags: readonly string[] = [],
): BuildArguments {
  const { target, output = "dist", ...given } = parsed(args, flags);
  if (target !== undefined && !isTarget(target)) {
    throw new BuildError(`There is no target ${target}; give ${AllTargets.join(" or ")}`);
  }
  return {
    targets: target === undefined ? AllTargets : [target],
    directory: resolve(output),
    flags: new Set(Object.keys(given)),
  };
}

function parsed(
  args: readonly string[],
  flags: readonly string[],
): { readonly target?: string; readonly output?: string } {
  const own = Object.fromEntries(flags.map((flag) => [flag, { type: "boolean" }] as const));
  const options: ParseArgsOptionsConfig = {
    target: { type: "string" },
    output: { type: "string" },
    ...own,
  };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const known = [...flags.map((flag) => `--${flag}`), `--target ${AllTargets.join("|")}`];
    throw new BuildError(`${error.message}; give ${known.join(", ")}, --output DIRECTORY`, {
      cause: error,
    });
  }
}
