import { existsSync } from "node:fs";
import type { Machine } from "../../config/machine.ts";
import { isOfInstalling } from "../../service/event.ts";
import { installService } from "../../service/install.ts";
import { thisServiceMachine } from "../../service/machine.ts";
import { checkPlaces } from "../../service/refusals.ts";
import { ServiceError } from "../../service/service_error.ts";
import type { NoService } from "../../setup/surroundings.ts";
import type { Texts } from "../../setup/texts/texts.ts";
import type { CommandContext } from "../cli/command_context.ts";
import { configOfService, ownProgram, serviceNeeds } from "../service_options.ts";
import { ExitCode, UserError } from "../cli/user_error.ts";

/** Why the agent cannot be made a service with this configuration; undefined where it can. */
export function noServiceAt(configPath: string, machine: Machine): NoService | undefined {
  if (!existsSync("/run/systemd/system")) return "no_systemd";
  if (Deno.uid() !== 0) return "not_root";
  if (ownProgram(machine) === undefined) return "from_source";
  try {
    checkPlaces({ configPath });
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return "hidden_file";
  }
}

/** Makes the agent a service; throws a `UserError` where that fails, and nothing of it stays then. */
export async function installAsService(
  configPath: string,
  restart: boolean,
  texts: Texts,
  say: (line: string) => void,
  context: CommandContext,
): Promise<void> {
  const { machine, signal } = context;
  const program = ownProgram(machine);
  if (program === undefined) throw new TypeError("A service was promised that cannot be had");
  const needs = serviceNeeds(configPath, configFor(configPath, texts, context));
  try {
    await installService({ ...needs, program, restart }, {
      machine: thisServiceMachine(),
      say(event) {
        if (isOfInstalling(event)) say(`  ${texts.installEvents(event)}`);
      },
      signal,
    });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const exitCode = signal.aborted ? ExitCode.interrupted : ExitCode.refused;
    throw new UserError(texts.serviceTroubles(error.trouble), exitCode, { cause: error });
  }
}

function configFor(configPath: string, texts: Texts, { terminal, machine }: CommandContext) {
  try {
    return configOfService(configPath, machine, "", (line) => terminal.err(texts.inEnglish(line)));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(texts.serviceCannotRead(configPath), ExitCode.usage, { cause: error });
  }
}
