import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BuildError } from "./build_error.ts";
import { runOrFail } from "./run_program.ts";
import { DENO_VERSION, type Target, Targets } from "./targets.ts";

/** Fetches Deno's executable for a target from npm into a directory, and gives its path. */
export async function fetchDeno(target: Target, directory: string): Promise<string> {
  const { denoPackage, integrity } = Targets[target];
  const wanted = `${denoPackage}@${DENO_VERSION}`;
  const args = ["pack", wanted, "--silent", "--pack-destination", directory];
  const said = await runOrFail(`${wanted} cannot be fetched`, "npm", args);
  const archive = join(directory, said.trim().split("\n").at(-1)!);
  checkIntegrity(wanted, await readFile(archive), integrity);
  await runOrFail(`${archive} cannot be unpacked`, "tar", [
    "-xzf",
    archive,
    "-C",
    directory,
    "--strip-components=1",
    "package/deno",
  ]);
  return join(directory, "deno");
}

/** Throws a `BuildError` where bytes are not those that npm's integrity names. */
export function checkIntegrity(what: string, bytes: Uint8Array, integrity: string): void {
  const found = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  if (found === integrity) return;
  throw new BuildError(
    `${what} is not what it was: ${found} instead of ${integrity}; do not use it`,
  );
}
