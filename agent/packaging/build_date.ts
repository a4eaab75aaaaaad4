import { BuildError } from "./build_error.ts";
import { root } from "./bundle.ts";
import { runProgram } from "./run_program.ts";

/**
 * The time that everything in a build bears: `SOURCE_DATE_EPOCH`, else that of the last commit.
 * Throws a `BuildError` where there is neither.
 */
export async function buildDate(
  given: string = Deno.env.get("SOURCE_DATE_EPOCH") ?? "",
): Promise<Date> {
  const { out } = given === ""
    ? await runProgram("git", ["log", "-1", "--format=%ct"], { cwd: root })
    : { out: given };
  if (!/^\d+\s*$/.test(out)) {
    throw new BuildError(
      given === ""
        ? "The sources are no git repository: give the time of the build by SOURCE_DATE_EPOCH"
        : `SOURCE_DATE_EPOCH is ${given}; give seconds since 1970`,
    );
  }
  return new Date(Number(out) * 1000);
}
