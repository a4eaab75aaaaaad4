import { CommanderError } from "commander";
import { ConfigError, problemLine } from "../config/problem.ts";
import { loadCommands } from "./all_commands.ts";
import type { CommandContext } from "./cli/command_context.ts";
import { createProgram, PROGRAM_NAME } from "./program.ts";
import { usageMessage } from "./cli/usage_error.ts";
import { ExitCode, UserError } from "./cli/user_error.ts";

/** Runs one command line, without the program's name; resolves to its exit code. */
export async function runCommand(
  argv: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  try {
    await createProgram(context, await loadCommands(argv))
      .parseAsync([...argv], { from: "user" });
    return ExitCode.done;
  } catch (error) {
    return report(error, context);
  }
}

/** Says what went wrong; anything that nobody foresaw is thrown on. */
function report(error: unknown, { terminal, signal }: CommandContext): ExitCode {
  if (error instanceof ConfigError) {
    for (const problem of error.problems) terminal.err(problemLine(problem));
    return ExitCode.usage;
  }
  if (error instanceof UserError) {
    // Whoever ended the command knows why the line was lost.
    if (signal.aborted && error.exitCode === ExitCode.noConnection) return ExitCode.interrupted;
    terminal.err(`${PROGRAM_NAME}: ${error.message}`);
    return error.exitCode;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return ExitCode.done;
    // Without any command the help itself is the answer.
    if (error.code !== "commander.help") terminal.err(`${PROGRAM_NAME}: ${usageMessage(error)}`);
    return ExitCode.usage;
  }
  throw error;
}
