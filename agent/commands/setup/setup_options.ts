import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { fileTroubleOf } from "../../config/file_trouble.ts";
import { secretOf } from "../../config/secret_files.ts";
import type { FlagAnswers } from "../../setup/flag_ask.ts";
import { type Language, Languages } from "../../setup/texts/languages.ts";
import type { Texts } from "../../setup/texts/texts.ts";
import type { CommandContext } from "../cli/command_context.ts";
import type { CommonOptions } from "../cli/common_options.ts";
import type { SearchGiven } from "../cli/search_options.ts";
import { ExitCode, UserError } from "../cli/user_error.ts";

const MAX_PASSWORD_LENGTH = 4096;

/** What the command line says to `setup`. */
export interface SetupOptions extends CommonOptions, SearchGiven {
  readonly yes?: true;
  readonly language?: Language;
  readonly broker?: string;
  readonly username?: string;
  readonly passwordFile?: string;
  readonly caFile?: string;
  readonly shareBroker?: boolean;
  readonly installationId?: string;
  readonly name?: string;
  readonly timeZone?: string;
  readonly homeAssistant?: boolean;
  readonly service?: boolean;
  readonly test: boolean;
}

/** Lets every question be answered by an option. */
export function addSetupOptions(command: Command): Command {
  return command
    .option("--yes", "take what is proposed, without asking")
    .addOption(
      new Option("--language <code>", "the language of the questions (default: that of LANG)")
        .choices(Object.keys(Languages)),
    )
    .option(
      "--broker <url>",
      "the MQTT broker: mqtt://HOST:1883, mqtts://HOST:8883, embedded or embedded:PORT",
    )
    .option("--username <name>", "the user at the broker")
    .option("--password-file <file>", "a file with that user's password, which is read once")
    .option("--ca-file <file>", "the authority behind the broker's private certificate (PEM)")
    .option("--share-broker", "let other machines reach the embedded broker")
    .option("--no-share-broker", "keep the embedded broker to this machine")
    .option("--installation-id <id>", "the plant's name in MQTT topics; a new one is added")
    .option("--name <name>", "the plant's name for people")
    .option("--time-zone <zone>", "of the gateway's clock, such as Europe/Paris")
    .option("--home-assistant", "let Home Assistant find the devices by itself")
    .option("--no-home-assistant", "tell Home Assistant nothing")
    .option("--service", "run the agent as a service")
    .option("--no-service", "do not run the agent as a service")
    .option("--no-test", "take link and broker as given, without trying them");
}

/** What the options answer, by their names. */
export function answersOf(
  options: SetupOptions,
  texts: Texts,
  context: CommandContext,
): FlagAnswers {
  const { passwordFile } = options;
  const answers: Readonly<Record<string, string | boolean | undefined>> = {
    "--broker": options.broker,
    "--username": options.username,
    "--password-file": passwordFile && passwordIn(passwordFile, texts, context),
    "--ca-file": options.caFile,
    "--share-broker": options.shareBroker,
    "--installation": options.installation,
    "--installation-id": options.installationId,
    "--name": options.name,
    "--time-zone": options.timeZone,
    "--home-assistant": options.homeAssistant,
    "--service": options.service,
    // Whoever answers everything beforehand wants it done.
    "--yes": options.yes ?? (context.terminal.readLine === undefined ? true : undefined),
  };
  return new Map(
    Object.entries(answers).filter((entry): entry is [string, string | boolean] =>
      entry[1] !== undefined
    ),
  );
}

function passwordIn(file: string, texts: Texts, { machine }: CommandContext): string {
  const refused = (complaint: string, cause?: unknown) =>
    new UserError(`--password-file${texts.colon}${complaint}`, ExitCode.usage, { cause });
  const path = resolve(machine.directory, file);
  let password;
  try {
    password = secretOf(machine.readTextFile(path));
  } catch (error) {
    throw refused(texts.fileUnreadable(file, fileTroubleOf(error)), error);
  }
  if (password.trim() === "" || password.length > MAX_PASSWORD_LENGTH) {
    throw refused(texts.passwordFileEmpty(file));
  }
  return password;
}
