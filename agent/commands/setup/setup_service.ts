import { existsSync } from "node:fs";
import type { Machine } from "../../config/machine.ts";
import { installService } from "../../service/install.ts";
import { thisServiceMachine } from "../../service/machine.ts";
import { checkPlaces } from "../../service/refusals.ts";
import { ServiceError } from "../../service/service_error.ts";
import type { NoService } from "../../setup/surroundings.ts";
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
  say: (line: string) => void,
  { terminal, machine, signal }: CommandContext,
): Promise<void> {
  const program = ownProgram(machine);
  if (program === undefined) throw new TypeError("A service was promised that cannot be had");
  const config = configOfService(configPath, machine, "", terminal.err);
  try {
    await installService(
      { ...serviceNeeds(configPath, config), program, restart },
      { machine: thisServiceMachine(), say: (line) => say(`  ${line}`), signal },
    );
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const exitCode = signal.aborted ? ExitCode.interrupted : ExitCode.refused;
    throw new UserError(error.message, exitCode, { cause: error });
  }
}
