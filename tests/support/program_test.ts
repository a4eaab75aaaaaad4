/**
 * A test that needs programs of the machine. Where one is not installed the test is left out by
 * name, but in CI it fails.
 */
export function programTest(
  programs: readonly string[],
  name: string,
  test: () => Promise<void>,
): void {
  const missing = programs.filter((program) => !isInstalled(program));
  const ignore = missing.length > 0 && Deno.env.get("CI") === undefined;
  if (ignore) {
    // deno-lint-ignore no-console -- whoever reads the results must see what was not tested.
    console.log(`SKIPPED: ${missing.join(", ")} not installed: ${name}`);
  }
  Deno.test({ name, ignore, fn: test });
}

/** How a program ended, and all that it said, to both outputs. */
export interface Said {
  readonly code: number;
  readonly text: string;
}

/** Long enough for a slow machine with other things to do. */
const ENDS_WITHIN_MS = 60_000;

/** Runs a program to its end. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env" | "clearEnv"> = {},
): Promise<Said> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    ...options,
    args: [...args],
    stdin: "null",
    signal: AbortSignal.timeout(ENDS_WITHIN_MS),
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** Whether this machine has a program. */
export function isInstalled(program: string): boolean {
  const directories = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin"];
  return directories.map((directory) => `${directory}/${program}`).some((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}
