import { registerCatalogue } from "./catalogue.ts";
import { registerCheckConfig } from "./check_config.ts";
import { registerCompletion } from "./completion.ts";
import type { RegisterCommand } from "./command_context.ts";
import { registerVersion } from "./version.ts";

/** Every command, in the order in which the help lists them. */
export const AllCommands: readonly RegisterCommand[] = [
  registerCheckConfig,
  registerCatalogue,
  registerCompletion,
  registerVersion,
];
