import { ConfigFiles, findConfigFile, loadConfig, parseConfig } from "../../config/load.ts";
import type { InstallationConfig } from "../../config/installation_schema.ts";
import type { LoadedConfig } from "../../config/load.ts";
import { absolutePath } from "../../config/machine.ts";
import { nearest } from "../../config/nearest.ts";
import { ConfigError } from "../../config/problem.ts";
import type { Config } from "../../config/schema.ts";
import { withoutVariables } from "../../config/variables.ts";
import { Manual } from "../../setup/manual.ts";
import type { CommandContext } from "./command_context.ts";
import type { CommonOptions } from "./common_options.ts";
import { parseLinkOption } from "./link_option.ts";
import { ExitCode, UserError } from "./user_error.ts";

/**
 * The configuration that the options choose: that of `--link`, else that of `--config`, else the
 * first file that is found. Throws `ConfigError` where it is wrong, `UserError` where there is none.
 */
export function chosenConfig(options: CommonOptions, { machine }: CommandContext): LoadedConfig {
  if (options.link !== undefined) return configOfLink(options, machine);
  if ((options.baud ?? options.parity) !== undefined) {
    throw new UserError(
      "--baud and --parity go with --link; without it, change the configuration",
      ExitCode.usage,
    );
  }
  const file = options.config ?? usualFile(machine);
  if (file !== undefined) return loadConfig(file, machine);
  throw new UserError(
    `no configuration: found neither ${
      ConfigFiles.join(" nor ")
    }; type sudo studer-agent setup, or give --config FILE or --link LINK`,
    ExitCode.usage,
  );
}

/** A manual as it came, as in a copy of the repository, is nobody's where there is anything else. */
function usualFile(machine: CommandContext["machine"]): string | undefined {
  return findConfigFile(machine, (text) => text !== Manual) ?? findConfigFile(machine);
}

/** The installation that the options choose: that of `--installation`, else the only one. */
export function chosenInstallation(
  { installation: id }: CommonOptions,
  { installations }: Config,
): InstallationConfig {
  const ids = installations.map((installation) => installation.id);
  const chosen = installations.length === 1 && id === undefined
    ? installations[0]
    : installations.find((installation) => installation.id === id);
  if (chosen !== undefined) return chosen;
  const meant = id === undefined ? undefined : nearest(id, ids);
  const advice = meant === undefined ? `give one of ${ids.join(", ")}` : `did you mean ${meant}?`;
  throw new UserError(
    id === undefined
      ? `--installation: missing, where there are ${ids.length}; ${advice}`
      : `--installation: found ${JSON.stringify(id)}; ${advice}`,
    ExitCode.usage,
  );
}

/** The configuration that `--link` stands for: one installation, and no more than `others`. */
export function configOfLink(
  options: CommonOptions,
  machine: CommandContext["machine"],
  others: object = {},
): LoadedConfig {
  const { link = "", installation = "home" } = options;
  const { path, ...fields } = parseLinkOption(options);
  const place = path === undefined ? {} : { path: absolutePath(path, machine.directory, machine) };
  const text = JSON.stringify(withoutVariables({
    installations: [{ id: installation, link: { ...fields, ...place } }],
    ...others,
  }));
  try {
    return parseConfig(text, "--link", machine.directory, machine);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const reasons = error.problems.map(({ message }) => message).join("; ");
    throw new UserError(`--link ${link}: ${reasons}`, ExitCode.usage, { cause: error });
  }
}
