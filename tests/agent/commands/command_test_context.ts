import { runCommand } from "../../../agent/commands/run_command.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { testMachine } from "../config/test_machine.ts";

export interface CommandResult {
  readonly exitCode: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

export interface TestSurroundings {
  readonly files?: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** The terminal's width; without one nobody watches. */
  readonly columns?: number;
  /** From the beginning, in place of later. */
  readonly isInterrupted?: boolean;
}

/** Runs a command line, words separated by blanks, on a machine with these files. */
export async function run(
  commandLine: string,
  { files = {}, variables = {}, columns, isInterrupted = false }: TestSurroundings = {},
): Promise<CommandResult> {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await runCommand(commandLine.split(" ").filter((word) => word !== ""), {
    terminal: {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      progress: () => {},
      isTerminal: columns !== undefined,
      columns: columns ?? Infinity,
    },
    machine: testMachine(files, variables),
    clock: new ManualClock(),
    signal: isInterrupted ? AbortSignal.abort() : new AbortController().signal,
  });
  return { exitCode, out, err };
}
