import { resolve } from "node:path";
import type { Command } from "commander";
import { parseConfig } from "../config/load.ts";
import { FlagAsk } from "../setup/flag_ask.ts";
import { missingFlags, type Occasion } from "../setup/missing_flags.ts";
import { setup, type SetupDeeds, type SetupResult } from "../setup/setup.ts";
import { SetupError, type SetupFailure } from "../setup/setup_error.ts";
import { TerminalAsk } from "../setup/terminal_ask.ts";
import { type Language, languageOf, Languages } from "../setup/texts/languages.ts";
import type { Texts } from "../setup/texts/texts.ts";
import { fileBehind, writeConfig, writeTroubleAt } from "../setup/write_config.ts";
import type { CommandContext } from "./cli/command_context.ts";
import { optionsOf } from "./cli/common_options.ts";
import { usageMessage } from "./cli/usage_error.ts";
import { addSearchOptions, searchOptions } from "./cli/search_options.ts";
import { setupBase } from "./setup/setup_base.ts";
import { contradictionIn } from "./setup/setup_contradictions.ts";
import { addSetupOptions, answersOf, type SetupOptions } from "./setup/setup_options.ts";
import { installAsService, noServiceAt } from "./setup/setup_service.ts";
import { setupSurroundings } from "./setup/setup_surroundings.ts";
import { showFirstValues } from "./setup/show_first_values.ts";
import { ExitCode, UserError } from "./cli/user_error.ts";

/** `setup`: asks little, proposes everything, and writes the configuration at the end. */
export function registerSetup(
  program: Command,
  context: CommandContext,
  languages: Readonly<Record<Language, Texts>> = Languages,
): void {
  const textsIn = (given: Language | undefined) =>
    languages[given ?? languageOf((name) => context.machine.variable(name))];
  const command = program.command("setup")
    .description("set the agent up: find the gateway, try the broker, write the configuration");
  const typed = new Set<string>();
  addSetupOptions(addSearchOptions(command, "setup"))
    .addHelpText(
      "after",
      "\nIt asks what no option answers, and writes nothing before the end; what is configured is" +
        "\nproposed, and stays unless it is changed. Without a terminal, give --yes or every answer." +
        "\nExit codes: 0 done, 1 stopped or refused, 2 an answer is missing or wrong, 3 the gateway" +
        "\nor the broker does not answer, 130 interrupted; nothing is written then.",
    )
    .action((paths: readonly string[], _options, command: Command) => {
      const options = optionsOf<SetupOptions>(command);
      return runSetup(paths, options, typed, textsIn(options.language), context);
    });
  command.exitOverride((error) => {
    if (error.exitCode === 0) throw error;
    const texts = textsIn(command.opts<SetupOptions>().language);
    throw new UserError(texts.wrongUsage(usageMessage(error)), ExitCode.usage, { cause: error });
  });
  for (const option of command.options) {
    command.on(`option:${option.name()}`, () => typed.add(option.long!));
  }
}

async function runSetup(
  paths: readonly string[],
  options: SetupOptions,
  typed: ReadonlySet<string>,
  texts: Texts,
  context: CommandContext,
): Promise<void> {
  const { terminal, machine, signal } = context;
  const { file, base } = setupBase(options, texts, context);
  // Another program reads the result alone.
  const say = options.json ? terminal.err : terminal.out;
  const noService = noServiceAt(fileBehind(file), machine);
  const attended = terminal.readLine !== undefined && !options.yes;
  const said = { options, ports: paths, typed, attended, base };
  const contradiction = contradictionIn(said, texts);
  if (contradiction !== undefined) throw new UserError(contradiction, ExitCode.usage);
  const occasion = { isNew: base.isNew, hasService: noService === undefined };
  const ask = askOf(options, occasion, texts, say, context);
  const surroundings = setupSurroundings({
    options,
    context,
    base,
    texts,
    where: searchOptions(paths, options, machine),
    tests: options.test,
    noService,
  });
  try {
    const result = await setup({ ask, texts, surroundings, base }, deedsAt(file, context));
    if (result.answers.service) {
      await installAsService(file, result.changed, texts, say, context);
      say(texts.serviceStarted);
    }
    if (options.test) await showFirstValues(file, result, texts, say, context);
    if (signal.aborted) throw new SetupError("interrupted", texts.interruptedLate(file));
    if (options.json) terminal.out(JSON.stringify(summaryOf(file, result), undefined, 2));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    throw new UserError(error.message, ExitCodes[error.failure], { cause: error });
  } finally {
    if (signal.aborted) terminal.progress("");
  }
}

/** Whoever answers: the options, a person, or the proposals; throws where answers will lack. */
function askOf(
  options: SetupOptions,
  occasion: Occasion,
  texts: Texts,
  say: (line: string) => void,
  context: CommandContext,
): FlagAsk {
  const answers = answersOf(options, texts, context);
  const person = personAt(context, texts, say);
  const takesProposals = options.yes ?? false;
  if (person === undefined && !takesProposals) {
    const given = new Set([...answers.keys(), ...(options.link === undefined ? [] : ["--link"])]);
    refuseMissing(missingFlags(given, occasion), texts);
  }
  return new FlagAsk({ answers, person, takesProposals, say, texts });
}

/** What is done at the end, with the file that the name stands for. */
function deedsAt(file: string, { machine, clock }: CommandContext): SetupDeeds {
  const written = fileBehind(file);
  const stamp = new Date(clock.wallTime()).toISOString().slice(0, 23).replaceAll(":", "");
  return {
    file,
    writeTrouble: () => writeTroubleAt(written),
    parse: (text) => parseConfig(text, file, resolve(file, ".."), machine).config,
    write: (text) => writeConfig(written, text, `${written}.${stamp}.bak`),
  };
}

const ExitCodes: Readonly<Record<SetupFailure, ExitCode>> = {
  declined: ExitCode.refused,
  usage: ExitCode.usage,
  no_connection: ExitCode.noConnection,
  interrupted: ExitCode.interrupted,
};

function refuseMissing(flags: readonly string[], texts: Texts): void {
  if (flags.length > 0) throw new UserError(texts.flagsMissing(flags.join(", ")), ExitCode.usage);
}

/** What was set up, for other programs; without secrets. */
function summaryOf(file: string, { answers, changed }: SetupResult): Record<string, unknown> {
  const { plant, link, broker, discovery, service } = answers;
  const { url, username } = broker;
  return { file, changed, plant, link, broker: { url, username }, discovery, service };
}

function personAt(
  { terminal, signal }: CommandContext,
  texts: Texts,
  say: (line: string) => void,
): TerminalAsk | undefined {
  const { readLine } = terminal;
  if (readLine === undefined) return undefined;
  return new TerminalAsk(
    {
      async readLine(prompt, { hidden = false } = {}) {
        const line = await readLine(prompt, { hidden, signal });
        if (line === undefined) throw new SetupError("interrupted", texts.interrupted);
        return line;
      },
    },
    texts,
    say,
  );
}
