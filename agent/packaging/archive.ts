import { readFile } from "node:fs/promises";
import { runOrFail } from "./run_program.ts";

/**
 * Packs members of a directory into `path` with `.gz` behind it, and gives the bytes. The same
 * content gives the same archive, whoever makes it and whenever.
 */
export async function archiveOf(
  directory: string,
  members: readonly string[],
  path: string,
): Promise<Uint8Array> {
  const anonymous = ["--format=ustar", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
  const args = ["-cf", path, ...anonymous, "-C", directory, ...members];
  await runOrFail(`${path} cannot be written`, "tar", args);
  await runOrFail(`${path} cannot be compressed`, "gzip", ["-n", path]);
  return await readFile(`${path}.gz`);
}
