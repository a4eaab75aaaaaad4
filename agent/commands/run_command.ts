import { Command, CommanderError } from "commander";
import { ConfigError, problemLine } from "../config/problem.ts";
import { AllCommands } from "./all_commands.ts";
import type { CommandContext } from "./command_context.ts";
import { addCommonOptions, CommonHelp } from "./common_options.ts";
import { usageMessage } from "./usage_error.ts";
import { ExitCode, UserError } from "./user_error.ts";

const NAME = "studer-agent";

/** Runs one command line, without the program's name; resolves to its exit code. */
export async function runCommand(
  argv: readonly string[],
  context: CommandContext,
): Promise<ExitCode> {
  try {
    await createProgram(context).parseAsync([...argv], { from: "user" });
    return ExitCode.done;
  } catch (error) {
    return report(error, context);
  }
}

/** The command line's description: every command with its options. */
function createProgram(context: CommandContext): Command {
  const { terminal } = context;
  const lines = (write: (line: string) => void) => (text: string) =>
    text.replace(/\n$/, "").split("\n").forEach(write);
  const program = new Command(NAME)
    .description("Reads Studer-Innotec solar installations and publishes them by MQTT.")
    .exitOverride()
    .configureHelp(CommonHelp)
    .configureOutput({
      writeOut: lines((line) => terminal.out(line)),
      writeErr: lines((line) => terminal.err(line)),
      // What is wrong arrives as an exception, too.
      outputError: () => {},
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    });
  addCommonOptions(program);
  for (const register of AllCommands) register(program, context);
  return program;
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
    terminal.err(`${NAME}: ${error.message}`);
    return error.exitCode;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return ExitCode.done;
    // Without any command the help itself is the answer.
    if (error.code !== "commander.help") terminal.err(`${NAME}: ${usageMessage(error)}`);
    return ExitCode.usage;
  }
  throw error;
}
