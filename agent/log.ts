import type { Clock } from "../protocol/clock.ts";

/** Least first; a log at one level is silent about those before it. */
export const LogLevels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = typeof LogLevels[number];

/** What may stand beside a message; secrets never do. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Where the parts tell what happened: one line each, action first, no full stop. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** What is logged, how it looks, and where it goes. */
export interface LogOptions {
  readonly level: LogLevel;
  readonly format: "text" | "json";
  /** The lines go to systemd's journal, which notes the time itself, and the level from `<3>`. */
  readonly isJournal?: boolean;
  readonly clock: Clock;
  readonly write: (line: string) => void;
}

const MAX_LINE_LENGTH = 2000;

/** A field that is longer is cut, so that a line of JSON stays one. */
const MAX_FIELD_LENGTH = 500;

/** How syslog numbers the levels (sd-daemon(3)). */
const JournalLevels: Readonly<Record<LogLevel, number>> = { debug: 7, info: 6, warn: 4, error: 3 };

/** A log that writes one line per entry, without the line feed. */
export function createLog({ level, format, isJournal = false, clock, write }: LogOptions): Log {
  const threshold = LogLevels.indexOf(level);
  const writer = (entryLevel: LogLevel) => (message: string, fields: LogFields = {}) => {
    if (LogLevels.indexOf(entryLevel) < threshold) return;
    const time = new Date(clock.wallTime()).toISOString();
    const prefix = isJournal ? `<${JournalLevels[entryLevel]}>` : "";
    const timeText = isJournal ? "" : `${time} `;
    const line = format === "json"
      ? JSON.stringify({ time, level: entryLevel, message: cut(message), ...cutAll(fields) })
      : `${timeText}${entryLevel.toUpperCase().padEnd(5)} ${message}${fieldsText(fields)}`;
    write(prefix + (format === "json" ? line : cut(line, MAX_LINE_LENGTH)));
  };
  return {
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
  };
}

/** Where nobody wants to know. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** A log that says of everything where it comes from: `installation=home`. */
export function withFields(log: Log, context: LogFields): Log {
  const writer = (level: LogLevel) => (message: string, fields?: LogFields) =>
    log[level](message, { ...context, ...fields });
  return {
    debug: writer("debug"),
    info: writer("info"),
    warn: writer("warn"),
    error: writer("error"),
  };
}

function cut(text: string, length = MAX_FIELD_LENGTH): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function cutAll(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "string" ? cut(value) : value,
    ]),
  );
}

// A line feed from the line or a broker must not forge a second entry.
function fieldsText(fields: LogFields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const text = String(value);
      return ` ${name}=${/^[\w.:/+-]+$/.test(text) ? text : JSON.stringify(text)}`;
    })
    .join("");
}
