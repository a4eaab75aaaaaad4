import { type Command, CommanderError, InvalidArgumentError, type Option } from "commander";
import { loadCommands } from "../../agent/commands/all_commands.ts";
import { chosenPoints } from "../../agent/commands/cli/chosen_points.ts";
import type { CommonOptions } from "../../agent/commands/cli/common_options.ts";
import { parseLinkOption } from "../../agent/commands/cli/link_option.ts";
import { createProgram } from "../../agent/commands/program.ts";
import { usageMessage } from "../../agent/commands/cli/usage_error.ts";
import { UserError } from "../../agent/commands/cli/user_error.ts";
import { parseBuildArguments } from "../../agent/packaging/build_arguments.ts";
import { BuildError } from "../../agent/packaging/build_error.ts";
import { parseBuild } from "../../agent/packaging/compile.ts";
import config from "../../deno.json" with { type: "json" };
import { testMachine } from "../agent/config/test_machine.ts";
import { ManualClock } from "../support/manual_clock.ts";

const commands = await loadCommands();

/** The command line, as `--help` knows it. */
function program(): Command {
  return createProgram({
    terminal: { out() {}, err() {}, progress() {}, isTerminal: false, columns: 80 },
    machine: testMachine(),
    clock: new ManualClock(),
    signal: new AbortController().signal,
  }, commands);
}

/** The program's commands, by their names. */
export const CommandNames: readonly string[] = program().commands.map((each) => each.name());

/** The commands that a task stands for. */
const CommandOfTask: Readonly<Record<string, string>> = { demo: "demo", simulator: "simulate" };

/** The tasks with options of their own, each as it reads them. */
const ParserOfTask: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
  "compile": parseBuild,
  "package-deb": parseBuildArguments,
  "package-addon": parseBuildArguments,
};

const InstallerOptions: readonly string[] = [
  ...Deno.readTextFileSync(new URL("../../agent/packaging/install.sh", import.meta.url))
    .matchAll(/^ +(--[a-z-]+)\b/gm),
].map(([, option]) => option!);

const PROGRAM = /(^|\/)studer-agent(-aarch64|-x86_64)?(-portable)?$/;

/** What is wrong with a command line, in the program's own words. Empty for any other text. */
export function commandProblems(text: string): string[] {
  const words = text.split(/\s+/).map((word) => word.replace(/…$/, ""));
  const task = words.indexOf("task");
  if (task >= 0) return taskProblems(words.slice(task + 1));
  const installer = words.indexOf("install.sh");
  if (installer >= 0) return installerProblems(words.slice(installer + 1));
  const start = words.findIndex((word) => PROGRAM.test(word));
  if (start >= 0 && words.length > start + 1) return programProblems(words.slice(start + 1));
  return words.length > 1 && CommandNames.includes(words[0]!) ? programProblems(words) : [];
}

function taskProblems([name = "", ...words]: readonly string[]): string[] {
  if (!Object.hasOwn(config.tasks, name)) return [`there is no task ${name}`];
  if (name === "agent") return words.length > 0 ? programProblems(words) : [];
  const command = CommandOfTask[name];
  return command === undefined
    ? complaints(() => ParserOfTask[name]?.(words))
    : programProblems([command, ...words]);
}

function installerProblems(words: readonly string[]): string[] {
  return words.filter((word) => word.startsWith("--") && !InstallerOptions.includes(word))
    .map((option) => `install.sh has no option ${option}`);
}

const isPlaceholder = (word: string | undefined) => /^[<[]/.test(word ?? "");

/** Lets the program itself read the words; what it would do is not done. */
function programProblems(words: readonly string[]): string[] {
  // A command that stands alone is spoken of, not called.
  if (isPlaceholder(words[0]) || words.length === 1 && CommandNames.includes(words[0]!)) return [];
  const root = program();
  for (const leaf of withAllBelow(root).filter(({ commands }) => commands.length === 0)) {
    leaf.action(() => {
      const options = leaf.optsWithGlobals<CommonOptions>();
      if (options.link !== undefined) parseLinkOption(options);
      if (["read", "watch"].includes(leaf.name())) checkPoints(leaf.args);
    });
  }
  return complaints(() => root.parse(words, { from: "user" }));
}

function checkPoints([device, ...names]: readonly string[]): void {
  if (!isPlaceholder(device)) chosenPoints(device!, names, "float");
}

/** What is wrong with an option that stands alone, or with its value; empty where it is right. */
export function optionProblems(text: string): string[] {
  const [name, value] = text.split(" ", 2);
  if (name === "--help") return [];
  const known = withAllBelow(program()).flatMap(({ options }) => options)
    .filter(({ long }) => long === name);
  if (known.length === 0) return [`there is no option ${name}`];
  if (value === undefined || isPlaceholder(value)) return [];
  return known.some((option) => takes(option, value)) ? [] : [`${name} does not take ${value}`];
}

function takes({ required, optional, parseArg }: Option, value: string): boolean {
  return (required || optional) &&
    complaints(() => parseArg?.(value, undefined as never)).length === 0;
}

/** What is wrong with a link, as `--link` takes it. */
export function linkProblems(link: string): string[] {
  return complaints(() => parseLinkOption({ link }));
}

function withAllBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withAllBelow)];
}

/** What the program says against it, for faults that users make. */
function complaints(check: () => unknown): string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof InvalidArgumentError) return [error.message];
    if (error instanceof CommanderError) return error.exitCode === 0 ? [] : [usageMessage(error)];
    if (error instanceof UserError || error instanceof BuildError) return [error.message];
    throw error;
  }
}
