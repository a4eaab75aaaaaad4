import type { Command, Option } from "commander";
import { createProgram } from "../../agent/commands/program.ts";
import { parseBuildArguments } from "../../agent/packaging/build_arguments.ts";
import { BuildError } from "../../agent/packaging/build_error.ts";
import { parseBuild } from "../../agent/packaging/compile.ts";
import config from "../../deno.json" with { type: "json" };
import { testMachine } from "../agent/config/test_machine.ts";
import { ManualClock } from "../support/manual_clock.ts";

/** The command line, as `--help` knows it. */
export const Program: Command = createProgram({
  terminal: { out() {}, err() {}, progress() {}, isTerminal: false, columns: 80 },
  machine: testMachine(),
  clock: new ManualClock(),
  signal: new AbortController().signal,
});

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

const long = ({ long }: Option) => long!;
const CommonOptions = ["--help", ...Program.options.map(long)];

/** What is wrong with a command line: each word that names nothing. Empty for any other text. */
export function commandProblems(text: string): string[] {
  const words = text.split(/\s+/);
  const task = words.indexOf("task");
  if (task >= 0) return taskProblems(words.slice(task + 1));
  const installer = words.indexOf("install.sh");
  if (installer >= 0) return optionProblems(words.slice(installer + 1), InstallerOptions);
  const start = words.findIndex((word) => /(^|\/)studer-agent$/.test(word));
  if (start >= 0 && words.length > start + 1) return programProblems(words.slice(start + 1));
  const named = Program.commands.some((command) => command.name() === words[0]);
  return named && words.length > 1 ? programProblems(words) : [];
}

function taskProblems([name = "", ...words]: readonly string[]): string[] {
  if (!Object.hasOwn(config.tasks, name)) return [`there is no task ${name}`];
  if (name === "agent") return words.length > 0 ? programProblems(words) : [];
  const command = CommandOfTask[name];
  if (command !== undefined) return programProblems([command, ...words]);
  try {
    ParserOfTask[name]?.(words);
    return [];
  } catch (error) {
    if (error instanceof BuildError) return [error.message];
    throw error;
  }
}

/** The words behind the program's name: a command, commands below it, and options. */
function programProblems(words: readonly string[]): string[] {
  const [name, ...rest] = words;
  if (/^[<[-]/.test(name!)) return optionProblems(words, CommonOptions);
  const command = Program.commands.find((command) => command.name() === name);
  if (command === undefined) return [`there is no command ${name}`];
  const below = command.commands.find((below) => below.name() === rest[0]);
  if (command.commands.length > 0 && below === undefined && rest.length > 0) {
    return [`there is no command ${name} ${rest[0]}`];
  }
  const options = [...CommonOptions, ...command.options.map(long)];
  return optionProblems(rest, [...options, ...below?.options.map(long) ?? []]);
}

function optionProblems(words: readonly string[], known: readonly string[]): string[] {
  return words.map((word) => /^--[a-z][a-z-]*/.exec(word)?.[0])
    .filter((option) => option !== undefined && !known.includes(option))
    .map((option) => `there is no option ${option}`);
}

/** True for an option that some command knows. */
export function isOption(option: string): boolean {
  const below = (command: Command): string[] => [
    ...command.options.map(long),
    ...command.commands.flatMap(below),
  ];
  return option === "--help" || below(Program).includes(option);
}
