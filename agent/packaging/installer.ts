import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import installScript from "./install.sh" with { type: "text" };
import removalScript from "./install_removal.sh" with { type: "text" };
import { Targets } from "./targets.ts";

const SCRIPT = "install.sh";
const REMOVAL = "# @REMOVAL@\n";
const SUMS = "SHA256SUMS";
const EXECUTABLE = 0o755;

/**
 * Puts `install.sh` beside the programs in a directory, and the sums by which it knows them, also
 * of those that another build made. Gives the paths of both.
 */
export async function writeInstaller(directory: string): Promise<string[]> {
  const script = join(directory, SCRIPT);
  await Deno.writeTextFile(script, installScript.replace(REMOVAL, () => removalScript));
  await Deno.chmod(script, EXECUTABLE);
  const names = Object.keys(Targets).flatMap((target) => [
    `studer-agent-${target}`,
    `studer-agent-${target}-portable`,
  ]);
  const lines: string[] = [];
  for (const name of [SCRIPT, ...names]) {
    const sum = await sumOf(join(directory, name));
    if (sum !== undefined) lines.push(`${sum}  ${name}\n`);
  }
  const sums = join(directory, SUMS);
  await Deno.writeTextFile(sums, lines.join(""));
  return [script, sums];
}

async function sumOf(path: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  return hash.digest("hex");
}
