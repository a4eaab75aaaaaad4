import { BuildError } from "./build_error.ts";

/** How a program ended, and what it said. */
export interface Ended {
  readonly success: boolean;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. Throws a `BuildError` where there is no such program. */
export async function runProgram(
  name: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env"> = {},
): Promise<Ended> {
  const command = new Deno.Command(name, { ...options, args: [...args], stdin: "null" });
  try {
    const { success, stdout, stderr } = await command.output();
    const decoder = new TextDecoder();
    return { success, out: decoder.decode(stdout), err: decoder.decode(stderr) };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new BuildError(`There is no program ${name} on the PATH: install it`, { cause: error });
  }
}

/** As `runProgram`; throws a `BuildError` with the program's own last words where it fails. */
export async function runOrFail(
  what: string,
  name: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env"> = {},
): Promise<string> {
  const { success, out, err } = await runProgram(name, args, options);
  if (success) return out;
  throw new BuildError(`${what}: ${lastLine(err) || `${name} failed and did not say why`}`);
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)!.trim();
}
