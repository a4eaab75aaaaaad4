import type { AgentDependencies } from "../../dependencies.ts";
import { sourceAddress } from "../../installation/line/source_address.ts";
import { machineFiles } from "../../installation/state_files.ts";
import type { Log } from "../../log.ts";
import { AGENT_VERSION } from "../../version.ts";
import type { CommandContext } from "../cli/command_context.ts";

/** What an agent gets that runs on this machine. */
export function agentDependencies(
  { clock, machine }: CommandContext,
  log: Log,
): AgentDependencies {
  return {
    clock,
    log,
    version: AGENT_VERSION,
    sourceAddress: drawSourceAddress(),
    files: machineFiles,
    readTextFile: machine.readTextFile,
  };
}

/** An address on the wire that nobody else has. */
export function drawSourceAddress(): number {
  return sourceAddress(crypto.getRandomValues(new Uint32Array(1))[0]!);
}
