import { type Command, Help, type HelpConfiguration, Option } from "commander";
import { type LogLevel, LogLevels } from "../../log.ts";

/** The options that every command knows, before its name or behind it. */
export interface CommonOptions {
  /** The configuration's file. */
  readonly config?: string;
  /** The id of the installation that is meant. */
  readonly installation?: string;
  readonly json?: true;
  readonly logLevel?: LogLevel;
  readonly trace?: "wire";
  /** A link in place of a configuration: `serial:/dev/ttyUSB0`, `tcp:HOST:PORT` … */
  readonly link?: string;
  readonly baud?: string;
  readonly parity?: string;
}

/** The commands that reach a plant, and so may be given a link to it. */
const LinkCommands: readonly string[] = [
  "run",
  "check-config",
  "setup",
  "scan",
  "read",
  "watch",
  "capture",
  "doctor",
];

/** What a link is given by, in the names of `CommonOptions`. */
const LinkOptions: readonly string[] = ["link", "baud", "parity"];

/** A command's help shows the common options too, those of a link only where it needs one. */
export const CommonHelp: HelpConfiguration = {
  showGlobalOptions: true,
  visibleGlobalOptions(command) {
    const options = Help.prototype.visibleGlobalOptions.call(this, command);
    if (LinkCommands.includes(command.name())) return options;
    return options.filter((option) => !LinkOptions.includes(option.attributeName()));
  },
};

/** Lets the program accept the common options. */
export function addCommonOptions(program: Command): void {
  program
    .option(
      "--config <file>",
      "the configuration (default: ./agent.config.yaml, then /etc/studer-agent)",
    )
    .option("--installation <id>", "the installation that is meant (default: the only one)")
    .option("--json", "write JSON, for other programs")
    .addOption(new Option("--log-level <level>", "log this and what is graver").choices(LogLevels))
    .addOption(new Option("--trace <what>", "log every byte").choices(["wire"]))
    .option(
      "--link <link>",
      "a link instead of a configuration: serial:/dev/ttyUSB0, tcp:HOST:PORT, tcp-listen:PORT or udp:HOST:PORT:LOCALPORT",
    )
    .addOption(
      new Option("--baud <rate>", "of a serial link (default: 38400)").choices(["38400", "115200"]),
    )
    .addOption(
      new Option("--parity <parity>", "of a serial link (default: even)")
        .choices(["even", "none", "odd"]),
    );
}

/** A command's own options together with the common ones. */
export function optionsOf<T extends CommonOptions = CommonOptions>(command: Command): T {
  return command.optsWithGlobals<T>();
}
