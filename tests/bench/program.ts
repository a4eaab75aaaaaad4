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

/** Starts `deno` and waits until it says something that fits `ready` on its standard error. */
export async function startProgram(args: readonly string[], ready: RegExp): Promise<Program> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    env: { NO_COLOR: "1" },
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
    said.reject(new Error(`Cannot run deno ${args.join(" ")}: ${text}`));
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
