import { registerCapture } from "./capture.ts";
import { registerCatalogue } from "./catalogue.ts";
import { registerCheckConfig } from "./check_config.ts";
import { registerCompletion } from "./completion.ts";
import type { RegisterCommand } from "./cli/command_context.ts";
import { registerDemo } from "./demo.ts";
import { registerDoctor } from "./doctor.ts";
import { registerFind } from "./find.ts";
import { registerRead } from "./read.ts";
import { registerRun } from "./run.ts";
import { registerScan } from "./scan.ts";
import { registerService } from "./service.ts";
import { registerSetup } from "./setup.ts";
import { registerSimulate } from "./simulate.ts";
import { registerVersion } from "./version.ts";
import { registerWatch } from "./watch.ts";

/** Every command, in the order in which the help lists them. */
export const AllCommands: readonly RegisterCommand[] = [
  registerRun,
  registerCheckConfig,
  registerSetup,
  registerFind,
  registerScan,
  registerRead,
  registerWatch,
  registerCatalogue,
  registerCapture,
  registerDoctor,
  registerService,
  registerSimulate,
  registerDemo,
  registerCompletion,
  registerVersion,
];
