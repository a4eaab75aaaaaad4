import { resolve } from "node:path";
import { utf8Text } from "./utf8_text.ts";

/** What the configuration takes from the machine: defaults, variables, and files. */
export interface Machine {
  readonly hostName: string;
  /** IANA name, such as `Europe/Paris`. */
  readonly timeZone: string;
  /** Relative file names start here. */
  readonly directory: string;
  variable(name: string): string | undefined;
  /** Throws as Deno does where it is missing or may not be read, else `NotUtf8Error`. */
  readTextFile(path: string): string;
  /** The permission bits, such as 0o600; undefined where the system has none. */
  fileMode(path: string): number | undefined;
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  return {
    hostName: Deno.hostname(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    directory: Deno.cwd(),
    variable: (name) => Deno.env.get(name),
    readTextFile: (path) => utf8Text(Deno.readFileSync(path)),
    fileMode: (path) => Deno.statSync(path).mode ?? undefined,
  };
}

/** An absolute path: `~/` is the home directory, anything relative starts at `directory`. */
export function absolutePath(path: string, directory: string, machine: Machine): string {
  const home = machine.variable("HOME") ?? "/root";
  return resolve(directory, path.replace(/^~(?=\/|$)/, home));
}

/** Where the agent keeps what it must remember, unless told otherwise. */
export function defaultStateDirectory(machine: Machine): string {
  const given = machine.variable("STATE_DIRECTORY");
  return given !== undefined && given !== ""
    ? given
    : absolutePath("~/.local/state/studer-agent", machine.directory, machine);
}

/** The machine's name as a topic level. */
export function defaultAgentId({ hostName }: Machine): string {
  const name = hostName.toLowerCase().replace(/[^a-z0-9_-]+/g, "-").replace(/^-+|-+$/g, "");
  return name.slice(0, 64) || "agent";
}
