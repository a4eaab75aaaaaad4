import assert from "node:assert/strict";
import type { CommandContext } from "../../../agent/commands/cli/command_context.ts";
import { runCommand } from "../../../agent/commands/run_command.ts";
import { parseConfig } from "../../../agent/config/load.ts";
import { type Machine, thisMachine } from "../../../agent/config/machine.ts";
import type { Config } from "../../../agent/config/schema.ts";
import { fastClock } from "../../support/fast_clock.ts";

/** Deadlines shrink; whoever answers on this machine still does within them. */
const FACTOR = 10;

/** What the command left behind. */
export interface SetupRun {
  readonly exitCode: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
  readonly progress: readonly string[];
}

/** Runs a command line. */
export type Run = (argv: readonly string[], context: CommandContext) => Promise<number>;

/** What is typed at the first question that fits; at one that nothing fits, the input ends. */
export type Typed = readonly (readonly [question: RegExp, answer: string])[];

/** Has a link that nobody tries. */
export const UNTRIED = ["--no-test", "--link", "tcp:127.0.0.1:4001"];

/** Asks nobody in the network. */
export const ALONE = ["--listen", "0s", "--moxa-address", "127.0.0.1:9"];

/** Runs `setup` for a configuration in a directory; without `typed` nobody is there. */
export async function setup(
  directory: string,
  words: readonly string[],
  typed?: Typed,
  machine: Partial<Machine> = {},
  run: Run = runCommand,
): Promise<SetupRun> {
  const [out, err, progress]: [string[], string[], string[]] = [[], [], []];
  const left = [...typed ?? []];
  // Without it root would write into this machine's own /etc.
  const isPlaced = words.includes("--config") || machine.readTextFile !== undefined;
  const config = isPlaced ? [] : ["--config", `${directory}/agent.config.yaml`];
  const exitCode = await run(["setup", ...config, ...words], {
    terminal: {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      progress: (text) => progress.push(text),
      isTerminal: typed !== undefined,
      columns: 100,
      ...(typed && {
        readLine: (prompt: string) => {
          out.push(prompt);
          const next = left.findIndex(([question]) => question.test(prompt));
          return Promise.resolve(next < 0 ? undefined : left.splice(next, 1)[0]![1]);
        },
      }),
    },
    machine: {
      ...thisMachine(),
      directory,
      timeZone: "Europe/Zurich",
      variable: (name) => name === "HOME" ? directory : undefined,
      ...machine,
    },
    clock: fastClock(FACTOR),
    signal: new AbortController().signal,
  });
  assert.deepEqual(left, [], `was not asked; ${[...out, ...err].join("\n")}`);
  return { exitCode, out, err, progress };
}

/** The configuration that was written. */
export function read(path: string): Config {
  return parseConfig(Deno.readTextFileSync(path), path, "/", thisMachine()).config;
}

/** What lies in a directory. */
export function namesIn(path: string): string[] {
  return [...Deno.readDirSync(path)].map(({ name }) => name).sort();
}
