import { createHash } from "node:crypto";
import { copyFile, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { archiveOf } from "./archive.ts";
import { AGENT_VERSION, BundleFlags } from "./bundle.ts";
import header from "./portable_header.sh" with { type: "text" };
import { type Target, Targets } from "./targets.ts";

const Members = ["deno", "agent.mjs"] as const;
const BYTES_PER_MB = 1e6;
const EXECUTABLE = 0o755;
const PLAIN = 0o644;

/** Makes one self-extracting file of a bundle and Deno's executable, with a directory to work in. */
export async function writePortable(
  target: Target,
  parts: { readonly bundle: string; readonly deno: string },
  directory: string,
  output: string,
): Promise<void> {
  const content = join(directory, "content");
  await Deno.mkdir(content);
  await copyFile(parts.deno, join(content, "deno"));
  await copyFile(parts.bundle, join(content, "agent.mjs"));
  await Deno.chmod(join(content, "deno"), EXECUTABLE);
  await Deno.chmod(join(content, "agent.mjs"), PLAIN);

  const archive = await archiveOf(content, Members, join(directory, "content.tar"));
  const sizes = await Promise.all(
    Members.map(async (name) => (await stat(join(content, name))).size),
  );
  const sums = await Promise.all(
    Members.map(async (name) =>
      `${hash("blake2b512", await readFile(join(content, name)))}  ${name}`
    ),
  );
  const text = headerText({
    VERSION: AGENT_VERSION,
    TARGET: Targets[target].triple,
    SUM: hash("sha256", archive),
    SUMS: sums.join("\n"),
    ROOM_MB: `${Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / BYTES_PER_MB)}`,
    FLAGS: BundleFlags.join(" "),
  });

  // Beside its place and renamed: a build that is broken off leaves no half file.
  const unfinished = `${output}.new`;
  await Deno.writeTextFile(unfinished, text);
  await Deno.writeFile(unfinished, archive, { append: true });
  await Deno.chmod(unfinished, EXECUTABLE);
  await Deno.rename(unfinished, output);
}

/** The header with its values; the archive begins at the line behind it. */
export function headerText(values: Readonly<Record<string, string>>): string {
  const known: Readonly<Record<string, string>> = { ...values, FIRST_LINE: "@FIRST_LINE@" };
  const text = header.replaceAll(/@([A-Z_]+)@/g, (_, name: string) => {
    const value = known[name];
    if (value === undefined) throw new RangeError(`The header asks for ${name}, which nobody gave`);
    return value;
  });
  return text.replace("@FIRST_LINE@", `${text.split("\n").length}`);
}

function hash(algorithm: "sha256" | "blake2b512", bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest("hex");
}
