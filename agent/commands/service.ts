import type { Command } from "commander";
import { resolve } from "node:path";
import { eventText } from "../service/event.ts";
import { installService, type ServiceDependencies } from "../service/install.ts";
import { imageAt, thisServiceMachine } from "../service/machine.ts";
import { Places } from "../service/places.ts";
import { checkUser } from "../service/refusals.ts";
import { ServiceError } from "../service/service_error.ts";
import { serviceStatus } from "../service/status.ts";
import { statusLines } from "../service/status_lines.ts";
import { uninstallService } from "../service/uninstall.ts";
import type { CommandContext } from "./cli/command_context.ts";
import { type CommonOptions, optionsOf } from "./cli/common_options.ts";
import {
  configOfService,
  missingConfig,
  ownProgram,
  serviceNeeds,
  serviceRemarks,
} from "./service_options.ts";
import { ExitCode, UserError } from "./cli/user_error.ts";

interface ServiceOptions extends CommonOptions {
  readonly dryRun?: true;
  readonly root?: string;
}

interface InstallCommandOptions extends ServiceOptions {
  readonly program?: string;
  readonly restart?: true;
}

interface UninstallCommandOptions extends ServiceOptions {
  readonly purge?: true;
}

/** `service`: the agent as a service of systemd. */
export function registerService(program: Command, context: CommandContext): void {
  const service = program.command("service")
    .description("run the agent as a service of this machine: install, uninstall, status");
  withPlace(service.command("install"))
    .description("let the agent run now, and after every start of the machine")
    .option("--program <file>", "the agent's program (default: this one)")
    .option("--restart", "start it anew even where nothing of the service changed")
    .addHelpText(
      "after",
      `\nThe service reads ${Places.config}, unless --config names another file, and runs as a` +
        "\nuser of its own. Done again it changes what is new, and starts the service anew if need be.",
    )
    .action((_options, command: Command) =>
      refusing(() => install(optionsOf<InstallCommandOptions>(command), context), context)
    );
  withPlace(service.command("uninstall"))
    .description("end the service and remove it; configuration and state stay")
    .option("--purge", "remove configuration, state and the service's user, too")
    .action((_options, command: Command) =>
      refusing(() => {
        const options = optionsOf<UninstallCommandOptions>(command);
        return uninstallService({
          purge: options.purge ?? false,
          dryRun: options.dryRun ?? false,
        }, dependencies(options, context));
      }, context)
    );
  service.command("status")
    .description("tell whether the service is installed and runs, and its last errors")
    .action((_options, command: Command) => status(optionsOf(command), context));
}

/** The options of whatever changes a machine. */
function withPlace(command: Command): Command {
  return command
    .option("--dry-run", "only say what would be done, with the contents of all files")
    .option(
      "--root <dir>",
      "a machine's image: read and write below this directory, and run nothing",
    );
}

async function install(options: InstallCommandOptions, context: CommandContext): Promise<void> {
  const { machine } = context;
  const deps = dependencies(options, context);
  // Whoever may not read the configuration is told why, not that it is missing.
  if (!options.dryRun) checkUser("install", deps.machine);
  const { root } = deps.machine;
  const given = resolve(machine.directory, options.config ?? Places.config);
  // Of an image, too, the service knows its configuration by the place that it has there.
  const path = given.startsWith(`${root}/`) ? given.slice(root.length) : given;
  const program = options.program ?? ownProgram(machine);
  if (program === undefined) {
    throw new UserError(
      "this agent runs from its source: make it one file with deno task compile --portable and " +
        "run service install with that, or give --program FILE",
      ExitCode.usage,
    );
  }
  const missing = options.dryRun ? missingConfig(`${root}${path}`, machine) : undefined;
  const config = missing === undefined
    ? configOfService(path, machine, root, context.terminal.err)
    : undefined;
  await installService({
    ...serviceNeeds(path, config),
    program: resolve(machine.directory, program),
    restart: options.restart ?? false,
    dryRun: options.dryRun ?? false,
  }, deps);
  if (missing !== undefined) context.terminal.out(missing);
  if (root === "" && config !== undefined) {
    for (const line of serviceRemarks(path, config, machine)) context.terminal.out(line);
  }
}

async function status(options: CommonOptions, { terminal, clock }: CommandContext): Promise<void> {
  const status = await serviceStatus(thisServiceMachine());
  if (options.json) terminal.out(JSON.stringify(status, undefined, 2));
  switch (status.kind) {
    case "no-systemd":
      throw new UserError("systemd does not run on this machine", ExitCode.refused);
    case "not-installed":
      throw new UserError(
        "the service is not installed; type sudo studer-agent service install",
        ExitCode.refused,
      );
    case "installed":
      if (!options.json) {
        for (const line of statusLines(status, clock.wallTime())) terminal.out(line);
      }
      if (status.isRunning) return;
      throw new UserError(
        "the service does not run; see journalctl -u studer-agent, then type " +
          "sudo systemctl restart studer-agent",
        ExitCode.refused,
      );
  }
}

function dependencies(
  { root }: ServiceOptions,
  { terminal, machine, signal }: CommandContext,
): ServiceDependencies {
  return {
    machine: root === undefined
      ? thisServiceMachine()
      : imageAt(resolve(machine.directory, root).replace(/\/$/, "")),
    say: (event) => terminal.out(eventText(event)),
    signal,
  };
}

async function refusing(
  action: () => Promise<void>,
  { signal }: Pick<CommandContext, "signal">,
): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const exitCode = signal.aborted ? ExitCode.interrupted : ExitCode.refused;
    throw new UserError(error.message, exitCode, { cause: error });
  }
}
