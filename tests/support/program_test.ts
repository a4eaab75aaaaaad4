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

/** It guards only against a program without end: a slow machine is not a fault. */
const ENDS_WITHIN_MS = 600_000;

/** Where programs are: an ordinary user's PATH leaves out those of the administrator. */
const Directories = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin", "/sbin"];

/** Runs a program to its end; it finds those of the administrator, and speaks English. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env" | "clearEnv"> = {},
): Promise<Said> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    ...options,
    args: [...args],
    env: { PATH: Directories.join(":"), LC_ALL: "C.UTF-8", ...options.env },
    stdin: "null",
    signal: AbortSignal.timeout(ENDS_WITHIN_MS),
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** Whether this machine has a program. */
export function isInstalled(program: string): boolean {
  return Directories.map((directory) => `${directory}/${program}`).some((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });
}
