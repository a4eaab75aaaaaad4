import { dirname, resolve } from "node:path";
import type * as z from "zod";
import { explain } from "./explain.ts";
import { fileTrouble } from "./file_trouble.ts";
import type { Machine } from "./machine.ts";
import { ConfigError, type Path, pathText, type Problem } from "./problem.ts";
import { type Config, configSchema } from "./schema.ts";
import { readSecretFiles } from "./secret_files.ts";
import { fillVariables } from "./variables.ts";
import { type Position, readYaml } from "./yaml_text.ts";

/** Where a configuration is looked for, in this order. */
export const ConfigFiles = ["agent.config.yaml", "/etc/studer-agent/agent.config.yaml"] as const;

/** A configuration, and what is not wrong with it but should be known. */
export interface LoadedConfig {
  readonly file: string;
  readonly config: Config;
  readonly warnings: readonly Problem[];
}

const MAX_FILE_LENGTH = 1_000_000;

/** Reads and checks a configuration file; throws `ConfigError` with all that is wrong with it. */
export function loadConfig(file: string, machine: Machine): LoadedConfig {
  const path = resolve(machine.directory, file);
  let text;
  try {
    text = machine.readTextFile(path);
  } catch (error) {
    throw fileError(file, `cannot be read: ${fileTrouble(error)}`, error);
  }
  if (text.length > MAX_FILE_LENGTH) throw fileError(file, "is too long for a configuration");
  return parseConfig(text, file, dirname(path), machine);
}

/**
 * The file that `loadConfig` should read when none was named: the first whose text counts. Undefined
 * where there is none.
 */
export function findConfigFile(
  machine: Machine,
  counts: (text: string) => boolean = () => true,
): string | undefined {
  return ConfigFiles.find((file) => {
    try {
      return counts(machine.readTextFile(resolve(machine.directory, file)));
    } catch (error) {
      // A file that is there and cannot be read must be complained about, not passed over.
      return !(error instanceof Deno.errors.NotFound);
    }
  });
}

/** Checks a configuration's text; relative file names in it start at `directory`. */
export function parseConfig(
  text: string,
  file: string,
  directory: string,
  machine: Machine,
): LoadedConfig {
  const yaml = readYaml(text);
  const located = ({ path, message, position = yaml.positionOf(path) }: Remark): Problem => ({
    file,
    ...position,
    path: pathText(path),
    message,
  });
  if (yaml.broken) throw new ConfigError(inOrder(yaml.problems.map(located)));
  const filled = fillVariables(yaml.tree, machine.variable);
  const secrets = readSecretFiles(filled.tree, directory, machine);
  const result = configSchema(machine, directory).safeParse(secrets.tree, { error: explain });
  const unread: Remark[] = [...yaml.problems, ...filled.problems, ...secrets.problems];
  const complaints = result.error?.issues.flatMap(remarksOf) ?? [];
  // A value that could not be had, such as a variable's, is not also a wrong one.
  const places = new Set(unread.map(({ path }) => pathText(path)));
  const problems = [
    ...unread,
    ...complaints.filter(({ path }) => path.length === 0 || !places.has(pathText(path))),
  ];
  if (!result.success || problems.length > 0) {
    throw new ConfigError(inOrder(problems.map(located)));
  }
  return { file, config: result.data, warnings: inOrder(secrets.warnings.map(located)) };
}

interface Remark {
  readonly path: Path;
  readonly message: string;
  readonly position?: Position;
}

/** One remark per unknown key, and one for anything else. */
function remarksOf(issue: z.core.$ZodIssue): Remark[] {
  const path = issue.path.map((step) => typeof step === "symbol" ? String(step) : step);
  if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
  const messages = issue.message.split("\n");
  return issue.keys.map((key, index) => ({ path: [...path, key], message: messages[index] ?? "" }));
}

/** As they stand in the file, none twice. */
function inOrder(problems: readonly Problem[]): Problem[] {
  const distinct = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...distinct.values()].sort((a, b) =>
    (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
  );
}

function fileError(file: string, message: string, cause?: unknown): ConfigError {
  const problem = { file, line: undefined, column: undefined, path: "", message };
  return new ConfigError([problem], { cause });
}
