import type { Command, Option } from "commander";
import { ExitCode } from "../commands/cli/user_error.ts";
import { Places } from "../service/places.ts";

/** What each exit code means, here and in the README. */
export const ExitTexts: Readonly<Record<keyof typeof ExitCode, string>> = {
  done: "done",
  refused: "the answer is no: a device, this machine or you refused, there is no such thing, the " +
    "service does not run, or doctor found a fault",
  usage: "wrong usage or configuration",
  noConnection: "no connection",
  interrupted: "interrupted before it was done",
};

const Files: ReadonlyArray<readonly [path: string, text: string]> = [
  ["./agent.config.yaml", "The configuration, where there is one in this directory; else"],
  [Places.config, "that of the service."],
  [Places.state, "What the service must remember: the plant's energies, and its devices."],
];

/** The manual page of the program in section 1, as roff: every command with its options. */
export function manPage(
  program: Command,
  { version, date }: { readonly version: string; readonly date: Date },
): string {
  const commands = leavesOf(program).filter((command) => command.name() !== "help");
  return [
    `.TH STUDER\\-AGENT 1 ${
      date.toISOString().slice(0, 10)
    } "studer\\-agent ${version}" "User Commands"`,
    ".SH NAME",
    "studer\\-agent \\- edge agent for Studer\\-Innotec solar installations",
    ".SH SYNOPSIS",
    ".B studer\\-agent",
    text("<command> [options]"),
    ".SH DESCRIPTION",
    text(program.description()),
    ".SH COMMANDS",
    ...commands.flatMap(commandSection),
    ".SH COMMON OPTIONS",
    ...program.options.flatMap(optionItem),
    ".SH FILES",
    ...Files.flatMap(([path, meaning]) => item(path, meaning)),
    ".SH EXIT STATUS",
    ...Object.entries(ExitCode).flatMap(([name, code]) =>
      item(`${code}`, ExitTexts[name as keyof typeof ExitCode])
    ),
    "",
  ].join("\n");
}

/** The commands that do something: of a command with parts, its parts. */
function leavesOf(command: Command): Command[] {
  return command.commands.flatMap((each) => each.commands.length === 0 ? each : leavesOf(each));
}

function commandSection(command: Command): string[] {
  const help = command.createHelp();
  const name = help.commandUsage(command).replace(/^studer-agent /, "").replace("[options] ", "");
  return [
    `.SS ${text(name.replace(/ ?\[options\]/, ""))}`,
    text(sentence(command.description())),
    ...command.registeredArguments
      .filter(({ description }) => description !== "")
      .flatMap((argument) => item(argument.name(), help.argumentDescription(argument))),
    ...command.options.filter(({ hidden }) => !hidden).flatMap(optionItem),
  ];
}

function optionItem(
  { flags, description, argChoices, defaultValue, defaultValueDescription }: Option,
) {
  const standard = defaultValueDescription ?? shown(defaultValue);
  const more = [
    ...(argChoices === undefined ? [] : [`one of ${argChoices.join(", ")}`]),
    ...(standard === undefined ? [] : [`default: ${standard}`]),
  ];
  return item(flags, more.length === 0 ? description : `${description} (${more.join("; ")})`);
}

/** A default worth telling: switches are off without saying so. */
function shown(value: unknown): string | undefined {
  return value === undefined || value === false ? undefined : String(value);
}

function item(term: string, meaning: string): string[] {
  return [".TP", `.B ${text(term)}`, text(sentence(meaning))];
}

function sentence(words: string): string {
  const start = words.slice(0, 1).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}

/** Text that roff takes as such: neither requests nor hyphens where a user copies a minus. */
function text(words: string): string {
  return words.replaceAll("\\", "\\e").replaceAll("-", "\\-").replaceAll(/^(?=[.'])/gm, "\\&");
}
