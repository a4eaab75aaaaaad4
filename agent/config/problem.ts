/** Where something stands in the configuration: `["installations", 0, "link"]`. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with the configuration, and where. */
export interface Problem {
  /** The file's name as the user gave it. */
  readonly file: string;
  /** Counts from 1; undefined where the problem is the file itself. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** Such as `installations[0].link.baudRate`; empty for the whole document. */
  readonly path: string;
  /** The value found and what to do. */
  readonly message: string;
}

/** The configuration cannot be used; everything that is wrong with it, in the file's order. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(problems.map(problemLine).join("\n"), options);
    this.problems = problems;
  }
}

/** A problem as one line: `agent.config.yaml:5: installations[0].link.port: found 0; give …`. */
export function problemLine({ file, line, path, message }: Problem): string {
  const place = line === undefined ? file : `${file}:${line}`;
  return [place, path, message].filter((part) => part !== "").join(": ");
}

/** A path as people write it: `installations[0].link.baudRate`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const key = /^[\w-]+$/.test(step) ? step : shown(step);
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

const MAX_SHOWN_LENGTH = 60;

/** A value as it may stand in a message: on one line, and not longer than that can bear. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a group of keys";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_SHOWN_LENGTH ? `${text.slice(0, MAX_SHOWN_LENGTH)}…` : text;
}

/** `missing`, or the value found. */
export function found(value: unknown): string {
  return value === undefined ? "missing" : `found ${shown(value)}`;
}
