import type { Command } from "commander";
import type { Clock } from "../../../protocol/clock.ts";
import type { Machine } from "../../config/machine.ts";
import { createLog, type Log, type LogLevel } from "../../log.ts";
import type { CommonOptions } from "./common_options.ts";
import type { Terminal } from "./terminal.ts";

/** What a command gets from outside. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly machine: Machine;
  readonly clock: Clock;
  /** Aborted when the user wants the command to end. */
  readonly signal: AbortSignal;
}

/**
 * Adds a command to the program: its name, arguments, options, and what it does. A command that
 * ends normally has done its work; one that could not throws a `UserError` or a `ConfigError`.
 */
export type RegisterCommand = (program: Command, context: CommandContext) => void;

/**
 * A log to standard error, in JSON where that is wanted; a command for people is silent unless
 * something goes wrong.
 */
export function commandLog(
  { terminal, clock }: CommandContext,
  { logLevel, json }: CommonOptions,
  { level, format }: { readonly level: LogLevel; readonly format: "text" | "json" } = {
    level: "warn",
    format: "text",
  },
): Log {
  return createLog({
    level: logLevel ?? level,
    format: json ? "json" : format,
    isJournal: terminal.isJournal ?? false,
    clock,
    write: terminal.err,
  });
}
