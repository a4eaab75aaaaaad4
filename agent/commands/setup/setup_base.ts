import { resolve } from "node:path";
import { fileTroubleOf } from "../../config/file_trouble.ts";
import { ConfigFiles, findConfigFile, loadConfig, parseConfig } from "../../config/load.ts";
import { ConfigError, problemLine } from "../../config/problem.ts";
import type { Config } from "../../config/schema.ts";
import { readYaml } from "../../config/yaml_text.ts";
import { Places } from "../../service/places.ts";
import { Manual } from "../../setup/manual.ts";
import type { Base } from "../../setup/surroundings.ts";
import type { Texts } from "../../setup/texts/texts.ts";
import type { CommandContext } from "../cli/command_context.ts";
import { ExitCode, UserError } from "../cli/user_error.ts";
import type { SetupOptions } from "./setup_options.ts";

/**
 * The configuration that is there, or the manual; and where the new one is written. Throws a
 * `UserError` where what is there cannot be read, or is wrong.
 */
export function setupBase(
  options: SetupOptions,
  texts: Texts,
  context: CommandContext,
): { file: string; base: Base } {
  const { machine } = context;
  const file = resolve(machine.directory, options.config ?? usualFile(texts, context));
  const text = textOf(file, texts, context);
  if (text === undefined || text === Manual) {
    const { config } = parseConfig(Manual, file, resolve(file, ".."), machine);
    return { file, base: { text: Manual, config, isNew: true, namesState: false } };
  }
  const config = configAt(file, texts, context);
  const namesState = Object.hasOwn(readYaml(text).tree as object, "stateDirectory");
  return { file, base: { text, config, isNew: false, namesState } };
}

/** What is there; throws a `UserError` where it is wrong. */
function configAt(file: string, texts: Texts, { machine, terminal }: CommandContext): Config {
  try {
    return loadConfig(file, machine).config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) terminal.err(texts.inEnglish(problemLine(problem)));
    throw new UserError(texts.configWrong(file), ExitCode.usage, { cause: error });
  }
}

/** Where a configuration is, or else belongs; a manual as it came is nobody's. */
function usualFile(texts: Texts, context: CommandContext): string {
  const own = isRoot() ? Places.config : ConfigFiles[0];
  const found = findConfigFile(context.machine) ?? own;
  const path = resolve(context.machine.directory, found);
  return textOf(path, texts, context) === Manual ? own : found;
}

function textOf(file: string, texts: Texts, { machine }: CommandContext): string | undefined {
  try {
    return machine.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    const line = texts.fileUnreadable(file, fileTroubleOf(error));
    throw new UserError(line, ExitCode.usage, { cause: error });
  }
}

function isRoot(): boolean {
  return Deno.uid() === 0;
}
