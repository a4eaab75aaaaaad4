import type { Command } from "commander";
import { CatalogueVersion } from "../../protocol/catalogue/lookup.ts";
import type { CommandContext } from "./cli/command_context.ts";
import { optionsOf } from "./cli/common_options.ts";
import { AGENT_VERSION } from "../version.ts";

/** `version`: which agent this is. */
export function registerVersion(program: Command, { terminal }: CommandContext): void {
  program.command("version")
    .description("tell the versions of the agent and of what it is made of")
    .action((_options, command: Command) => {
      const versions = {
        version: AGENT_VERSION,
        target: Deno.build.target,
        deno: Deno.version.deno,
        catalogue: CatalogueVersion,
      };
      if (optionsOf(command).json) return terminal.out(JSON.stringify(versions, undefined, 2));
      terminal.out(`studer-agent ${versions.version} (${versions.target})`);
      terminal.out(`Deno ${versions.deno}, catalogue ${versions.catalogue}`);
    });
}
