import type { Command } from "commander";
import { stringify } from "yaml";
import { effectiveConfig } from "../config/effective.ts";
import { laterKeys } from "../config/later_keys.ts";
import { ConfigError, problemLine } from "../config/problem.ts";
import { configJsonSchema } from "../config/schema.ts";
import { chosenConfig } from "./cli/chosen_config.ts";
import type { CommandContext } from "./cli/command_context.ts";
import { type CommonOptions, optionsOf } from "./cli/common_options.ts";
import { ExitCode, UserError } from "./cli/user_error.ts";

interface CheckConfigOptions extends CommonOptions {
  readonly schema?: true;
}

/** `check-config`: tells what is wrong with a configuration, or what it amounts to. */
export function registerCheckConfig(program: Command, context: CommandContext): void {
  program.command("check-config")
    .description("tell what is wrong with the configuration, or what it amounts to")
    .argument("[file]", "the configuration, instead of --config")
    .option("--schema", "write the configuration's JSON Schema, for editors, and check nothing")
    .action((file: string | undefined, _options, command: Command) => {
      const options = optionsOf<CheckConfigOptions>(command);
      if (options.schema) return writeJson(context, configJsonSchema(context.machine));
      const chosen = file === undefined ? options : { ...options, config: file };
      return options.json ? checkForPrograms(chosen, context) : checkForPeople(chosen, context);
    });
}

function checkForPeople(options: CommonOptions, context: CommandContext): void {
  const { file, config, warnings } = chosenConfig(options, context);
  const { terminal } = context;
  terminal.out(`# ${file}: no problems; with all defaults it says:`);
  for (const line of stringify(effectiveConfig(config)).trimEnd().split("\n")) terminal.out(line);
  for (const warning of warnings) terminal.err(problemLine(warning));
  for (const { path, message } of laterKeys(config)) terminal.err(`${file}: ${path}: ${message}`);
}

function checkForPrograms(options: CommonOptions, context: CommandContext): void {
  try {
    const { file, config, warnings } = chosenConfig(options, context);
    writeJson(context, {
      file,
      config: effectiveConfig(config),
      warnings,
      later: laterKeys(config),
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { problems } = error;
    writeJson(context, { problems });
    throw new UserError(
      `${problems.length} ${
        problems.length === 1 ? "problem" : "problems"
      } in the configuration; see the list`,
      ExitCode.usage,
      { cause: error },
    );
  }
}

function writeJson({ terminal }: CommandContext, value: unknown): void {
  terminal.out(JSON.stringify(value, undefined, 2));
}
