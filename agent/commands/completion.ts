import { Argument, type Command } from "commander";
import type { CommandContext } from "./cli/command_context.ts";

/** `completion`: a script that lets the shell complete commands, options and their choices. */
export function registerCompletion(program: Command, { terminal }: CommandContext): void {
  program.command("completion")
    .description('write a completion script; use it by: eval "$(studer-agent completion bash)"')
    .addArgument(new Argument("<shell>", "the shell").choices(["bash"]))
    .action(() => {
      for (const line of bashCompletion(program)) terminal.out(line);
    });
}

function bashCompletion(program: Command): string[] {
  const commands = program.commands.map((command) => command.name());
  const choices = [program, ...program.commands]
    .flatMap(({ options }) => options)
    .filter(({ argChoices }) => argChoices !== undefined)
    .map(({ long, argChoices = [] }) => `    ${long}) words="${argChoices.join(" ")}" ;;`);
  const options = program.commands.map((command) =>
    `      ${command.name()}) words="${flagsOf(program, command)}" ;;`
  );
  return [
    `_studer_agent() {`,
    `  local word="\${COMP_WORDS[COMP_CWORD]}" words="" command="" each`,
    `  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do`,
    `    case "$each" in ${commands.join("|")}) command="$each"; break ;; esac`,
    `  done`,
    `  case "\${COMP_WORDS[COMP_CWORD-1]}" in`,
    ...new Set(choices),
    `    --config) COMPREPLY=($(compgen -f -- "$word")); return ;;`,
    `    *) case "$command" in`,
    `      "") words="${[...commands, flagsOf(program)].join(" ")}" ;;`,
    ...options,
    `    esac ;;`,
    `  esac`,
    `  COMPREPLY=($(compgen -W "$words" -- "$word"))`,
    `}`,
    `complete -o default -F _studer_agent ${program.name()}`,
  ];
}

function flagsOf(...commands: readonly Command[]): string {
  const flags = commands.flatMap(({ options }) => options.map(({ long }) => long));
  return [...flags, "--help"].join(" ");
}
