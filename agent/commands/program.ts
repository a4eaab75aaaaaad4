import { Command } from "commander";
import type { CommandContext, RegisterCommand } from "./cli/command_context.ts";
import { addCommonOptions, CommonHelp } from "./cli/common_options.ts";
import { refuseRepeatedOptions } from "./cli/repeated_options.ts";

/** What the program is called. */
export const PROGRAM_NAME = "studer-agent";

/** The command line's description: commands with their options, in the order of the help. */
export function createProgram(
  context: CommandContext,
  commands: readonly RegisterCommand[],
): Command {
  const { terminal } = context;
  const lines = (write: (line: string) => void) => (text: string) =>
    text.replace(/\n$/, "").split("\n").forEach(write);
  const program = new Command(PROGRAM_NAME)
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
  for (const register of commands) register(program, context);
  refuseRepeatedOptions(program);
  return program;
}
