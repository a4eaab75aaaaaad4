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
  const owner = ["--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX"];
  const same = ["--format=ustar", "--sort=name", "--mtime=@0", ...owner];
  const args = ["-cf", path, ...same, "-C", directory, ...members];
  await runOrFail(`${path} cannot be written`, "tar", args);
  await runOrFail(`${path} cannot be compressed`, "gzip", ["-n", path]);
  return await readFile(`${path}.gz`);
}
