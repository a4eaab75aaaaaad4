import assert from "node:assert/strict";
import { Command } from "commander";
import { addCommonOptions } from "../../../agent/commands/cli/common_options.ts";
import { refuseRepeatedOptions } from "../../../agent/commands/cli/repeated_options.ts";
import { UserError } from "../../../agent/commands/cli/user_error.ts";
import { registerSetup } from "../../../agent/commands/setup.ts";
import { FlagAsk } from "../../../agent/setup/flag_ask.ts";
import { setup as setupDialogue, type SetupDeeds } from "../../../agent/setup/setup.ts";
import { SetupError } from "../../../agent/setup/setup_error.ts";
import type { Surroundings } from "../../../agent/setup/surroundings.ts";
import { TerminalAsk } from "../../../agent/setup/terminal_ask.ts";
import { English } from "../../../agent/setup/texts/en.ts";
import { type Run, setup, type Typed } from "../commands/setup_context.ts";
import { Around, baseOf } from "./parts.ts";
import { proseIn, pseudoLanguage } from "./pseudo_texts.ts";

/** The language in which everything is said. */
export const Pseudo = pseudoLanguage(English);
const { texts } = Pseudo;

/** `setup` of the command line, where all languages are the one that shows where a text is from. */
const run: Run = async (argv, context) => {
  const program = new Command("studer-agent").exitOverride();
  program.configureOutput({ outputError: () => {} });
  addCommonOptions(program);
  registerSetup(program, context, { en: texts, fr: texts, de: texts });
  refuseRepeatedOptions(program);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    context.terminal.err(error.message);
    return error.exitCode;
  }
};

function checkLines(lines: readonly string[]): void {
  for (const line of lines) assert.equal(proseIn(line), undefined, line);
}

/** Runs the command line, and gives all that it showed; throws where a word of it is no text's. */
export async function lines(
  directory: string,
  words: readonly string[],
  typed?: Typed,
): Promise<readonly string[]> {
  const { out, err, progress } = await setup(directory, words, typed, {}, run);
  const all = [...out, ...err, ...progress];
  checkLines(all);
  return all;
}

/** Runs a dialogue with what it looks at made up, and gives all that it showed; each question gets the next answer. */
export async function dialogue(
  surroundings: Partial<Surroundings>,
  answers: Readonly<Record<string, string | boolean>>,
  typed?: readonly string[],
  deeds: Partial<SetupDeeds> = {},
  base = baseOf(),
): Promise<readonly string[]> {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const left = [...typed ?? []];
  const keyboard = {
    readLine(prompt: string): Promise<string> {
      said.push(prompt);
      const next = left.shift();
      if (next === undefined) throw new SetupError("interrupted", texts.interrupted);
      return Promise.resolve(next);
    },
  };
  const ask = new FlagAsk({
    answers: new Map(Object.entries(answers)),
    person: typed && new TerminalAsk(keyboard, texts, say),
    takesProposals: typed === undefined,
    say,
    texts,
  });
  const all = { ...Around, ...surroundings };
  try {
    await setupDialogue({ ask, texts, base, surroundings: all }, {
      file: "/c.yaml",
      writeTrouble: () => undefined,
      parse: (text) => baseOf(text).config,
      write: () => ({ kind: "written", backup: "/c.bak" }),
      ...deeds,
    });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    said.push(error.message);
  }
  checkLines(said);
  return said;
}
