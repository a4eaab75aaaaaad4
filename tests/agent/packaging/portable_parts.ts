import { join } from "node:path";
import { compile } from "../../../agent/packaging/compile.ts";
import type { Target } from "../../../agent/packaging/targets.ts";

/** How a program ended, and what it said. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** It guards only against a program without end: an emulator on a slow machine is not a fault. */
const ENDS_WITHIN_MS = 900_000;

/** Builds the portable file of a target into a directory, and gives its path. */
export async function buildPortable(target: Target, directory: string): Promise<string> {
  const [path] = await compile({ targets: [target], portable: true, directory });
  return path!;
}

/** Runs a program with nothing in its environment but what is given and a PATH. */
export async function run(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(path, {
    args: [...args],
    clearEnv: true,
    env: { PATH: Deno.env.get("PATH")!, NO_COLOR: "1", ...env },
    stdin: "null",
    signal: AbortSignal.timeout(ENDS_WITHIN_MS),
  }).output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** Where a portable file unpacked itself to; the only directory there. */
export async function unpackedIn(base: string): Promise<string> {
  const names = (await Array.fromAsync(Deno.readDir(base))).map(({ name }) => name);
  if (names.length !== 1) throw new Error(`Expected one directory in ${base}: ${names.join(", ")}`);
  return join(base, names[0]!);
}
