import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import configuration from "../../deno.json" with { type: "json" };

/** A program in a process of its own; it ends when it is disposed of. */
export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** What it said when it was ready. */
  readonly said: RegExpExecArray;
}

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const READY_WITHIN_MS = 30_000;
const MAX_KEPT_LENGTH = 16 * 1024;

/** What follows `deno` in the task by which users run the agent: its flags are part of its cost. */
export const AgentTask: readonly string[] = configuration.tasks.agent.split(" ").slice(1);

/** A simulated gateway, see `simulate --help`; `said[1]` is where it serves. */
export function startSimulatorProgram(...options: readonly string[]): Promise<Program> {
  return startProgram(
    ["run", "--allow-all", "agent/main.ts", "simulate", ...options],
    /Simulating \w+ at (.+)/,
  );
}

/** Where a program is, and what it finds in its environment beside ours. */
export interface Executable {
  readonly path: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The Deno that runs the benchmarks. */
export const ThisDeno: Executable = { path: Deno.execPath() };

/** Starts a program and waits until it says something that fits `ready` on its standard error. */
export async function startProgram(
  args: readonly string[],
  ready: RegExp,
  { path, env = {} }: Executable = ThisDeno,
): Promise<Program> {
  const child = new Deno.Command(path, {
    args: [...args],
    cwd: root,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const said = Promise.withResolvers<RegExpExecArray>();
  let text = "";
  const reading = (async () => {
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
      text = (text + chunk).slice(-MAX_KEPT_LENGTH);
      const match = ready.exec(text);
      if (match !== null) said.resolve(match);
    }
    await child.status;
    said.reject(new Error(`Cannot run ${path} ${args.join(" ")}: ${text}`));
  })();
  const deadline = setTimeout(() => child.kill(), READY_WITHIN_MS);
  try {
    const match = await said.promise;
    return {
      pid: child.pid,
      said: match,
      async [Symbol.asyncDispose]() {
        try {
          child.kill();
        } catch {
          // It ended by itself.
        }
        await reading.catch(() => {});
      },
    };
  } finally {
    clearTimeout(deadline);
  }
}

/** Runs a program to its end, and resolves to how long that took, in milliseconds. */
export async function timeOf(
  { path, env = {} }: Executable,
  args: readonly string[],
): Promise<number> {
  const start = performance.now();
  const { success, stderr } = await new Deno.Command(path, {
    args: [...args],
    cwd: root,
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
  }).output();
  const took = performance.now() - start;
  if (success) return took;
  throw new Error(`Cannot run ${path} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}
