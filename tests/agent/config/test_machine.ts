import type { Machine } from "../../../agent/config/machine.ts";

export interface TestFile {
  readonly text: string;
  readonly mode?: number;
}

/** A machine with these files and variables only. */
export function testMachine(
  files: Readonly<Record<string, string | TestFile>> = {},
  variables: Readonly<Record<string, string>> = {},
): Machine {
  const known: Readonly<Record<string, string>> = { HOME: "/home/pi", ...variables };
  const fileAt = (path: string): TestFile => {
    const file = Object.hasOwn(files, path) ? files[path] : undefined;
    if (file === undefined) throw new Deno.errors.NotFound(path);
    return typeof file === "string" ? { text: file } : file;
  };
  return {
    hostName: "Solar-Pi.local",
    timeZone: "Europe/Zurich",
    directory: "/home/pi",
    variable: (name) => Object.hasOwn(known, name) ? known[name] : undefined,
    readTextFile: (path) => fileAt(path).text,
    fileMode: (path) => fileAt(path).mode ?? 0o600,
  };
}

/** A configuration that says no more than it must. */
export const MINIMAL =
  "installations: [{ id: home, link: { type: serial, path: /dev/ttyUSB0 } }]\n";
