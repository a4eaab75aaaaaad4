import { loadCommands } from "../commands/all_commands.ts";
import { createProgram } from "../commands/program.ts";
import { runCommand } from "../commands/run_command.ts";
import type { CommandContext } from "../commands/cli/command_context.ts";
import { thisMachine } from "../config/machine.ts";
import { systemClock } from "../system_clock.ts";
import { BuildError } from "./build_error.ts";
import { AGENT_VERSION } from "./bundle.ts";
import { manPage } from "./man_page.ts";

/** The program's manual page of a day. */
export async function ownManPage(date: Date): Promise<string> {
  const program = createProgram(context(), await loadCommands());
  return manPage(program, { version: AGENT_VERSION, date });
}

/** What the program says to a command line. Throws a `BuildError` where it refuses it. */
export async function saidTo(...argv: string[]): Promise<string> {
  const said: string[] = [];
  const code = await runCommand(argv, context((line) => said.push(line)));
  if (code !== 0) throw new BuildError(`studer-agent ${argv.join(" ")} ended with ${code}`);
  return said.join("\n") + "\n";
}

function context(out: (line: string) => void = () => {}): CommandContext {
  const terminal = { out, err: () => {}, progress: () => {}, isTerminal: false, columns: Infinity };
  const { signal } = new AbortController();
  return { terminal, machine: thisMachine(), clock: systemClock, signal };
}
