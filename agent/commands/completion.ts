import { Argument, type Command } from "commander";
import { DeviceClasses, deviceNamed, devicesOf } from "../../protocol/address.ts";
import type { Family } from "../../protocol/catalogue/datapoint.ts";
import { datapointsOf, Families } from "../../protocol/catalogue/lookup.ts";
import { isReadable } from "./cli/chosen_points.ts";
import type { CommandContext } from "./cli/command_context.ts";

/** `completion`: a script that lets the shell complete what can be typed. */
export function registerCompletion(program: Command, { terminal }: CommandContext): void {
  program.command("completion")
    .description('write a completion script; use it by: eval "$(studer-agent completion bash)"')
    .addArgument(new Argument("<shell>", "the shell").choices(["bash"]))
    .action(() => {
      for (const line of bashCompletion(program)) terminal.out(line);
    });
}

/** The script holds every word itself: a program that starts at each Tab is slow on a small computer. */
function bashCompletion(program: Command): string[] {
  const commands = placesOf([program]);
  const paths = commands.map(({ path }) => path).filter((path) => path !== "");
  return [
    `_studer_agent() {`,
    `  local word="\${COMP_WORDS[COMP_CWORD]}" words="" command="" family="" points="" each`,
    `  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do`,
    `    case "$command/$each" in ${paths.join("|")}) command="$command/$each" ;; esac`,
    `    case "$each" in`,
    ...Families.map((family) => `      ${devicesIn(family).join("|")}) family=${family} ;;`),
    `    esac`,
    `  done`,
    `  case "$family" in`,
    `    "") points="${Families.flatMap(devicesIn).join(" ")}" ;;`,
    ...Families.map((family) => `    ${family}) points="${keysOf(family).join(" ")}" ;;`),
    `  esac`,
    `  case "\${COMP_WORDS[COMP_CWORD-1]}" in`,
    ...new Set(commands.flatMap(({ line }) => choicesOf(line.at(-1)!))),
    `    --config) COMPREPLY=($(compgen -f -- "$word")); return ;;`,
    `    *) case "$command" in`,
    ...commands.map(({ path, line }) => `      "${path}") words="${wordsAt(line).join(" ")}" ;;`),
    `    esac ;;`,
    `  esac`,
    `  COMPREPLY=($(compgen -W "$words" -- "$word"))`,
    `}`,
    `complete -o default -F _studer_agent ${program.name()}`,
  ];
}

/** A command as it is typed: `/service/install`; and those that lead to it, itself the last. */
interface Place {
  readonly path: string;
  readonly line: readonly Command[];
}

function placesOf(line: readonly Command[]): Place[] {
  const path = line.slice(1).map((command) => `/${command.name()}`).join("");
  return [{ path, line }, ...line.at(-1)!.commands.flatMap((each) => placesOf([...line, each]))];
}

/** What can be typed behind a command. */
function wordsAt(line: readonly Command[]): string[] {
  const { commands, registeredArguments } = line.at(-1)!;
  return [
    ...commands.map((command) => command.name()),
    ...registeredArguments.flatMap((argument) =>
      argument.name() === "device" ? ["$points"] : argument.argChoices ?? []
    ),
    ...line.flatMap(({ options }) => options.map(({ long }) => long!)),
    "--help",
  ];
}

function choicesOf({ options }: Command): string[] {
  return options.flatMap(({ long, argChoices }) =>
    argChoices === undefined ? [] : [`    ${long}) words="${argChoices.join(" ")}" ;;`]
  );
}

function devicesIn(family: Family): string[] {
  return DeviceClasses.flatMap(devicesOf).map(({ name }) => name)
    .filter((name) => deviceNamed(name)?.family === family);
}

function keysOf(family: Family): string[] {
  return datapointsOf(family).filter(isReadable).map(({ key }) => key);
}
