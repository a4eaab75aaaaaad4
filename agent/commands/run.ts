import type { Command } from "commander";
import { startAgent } from "../agent.ts";
import { problemLine } from "../config/problem.ts";
import { keepInformed } from "../service/keep_informed.ts";
import { openNotifier } from "../service/notifier.ts";
import { StateDirectoryInUseError } from "../control/state_directory_in_use.ts";
import { AGENT_VERSION } from "../version.ts";
import { agentDependencies } from "./plant/agent_dependencies.ts";
import { chosenConfig, chosenInstallation } from "./cli/chosen_config.ts";
import { type CommandContext, commandLog } from "./cli/command_context.ts";
import { optionsOf } from "./cli/common_options.ts";
import { ExitCode, UserError } from "./cli/user_error.ts";
import { wireTrace } from "./cli/wire_trace.ts";

/** `run`: reads the plant and publishes it, until it is told to end. */
export function registerRun(program: Command, context: CommandContext): void {
  const { terminal, machine, clock, signal } = context;
  program.command("run")
    .description("read the plant and publish it, for ever")
    .action(async (_options, command: Command) => {
      const options = optionsOf(command);
      const { config: all, file, warnings } = chosenConfig(options, context);
      const config = options.installation === undefined
        ? all
        : { ...all, installations: [chosenInstallation(options, all)] };
      const log = commandLog(context, options, config.log);
      for (const warning of warnings) log.warn(problemLine(warning));
      const trace = wireTrace(options, terminal);
      using notifier = openNotifier(machine.variable, Deno.pid, log);
      const agent = await startAgent(config, {
        ...agentDependencies(context, log),
        ...(trace && { trace: (_id, direction, bytes) => trace(direction, bytes) }),
      }).catch((error) => {
        if (!(error instanceof StateDirectoryInUseError)) throw error;
        throw new UserError(error.message, ExitCode.usage, { cause: error });
      });
      log.info("Running", { version: AGENT_VERSION, configuration: file });
      const { tried, health } = agent;
      await (notifier === undefined
        ? aborted(signal)
        : keepInformed({ tried, health, notifier, clock, log }, signal));
      log.info("Ending");
      await agent.stop();
    });
}

/** Resolves when the signal is aborted. */
function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true })
  );
}
