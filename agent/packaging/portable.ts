import { createHash } from "node:crypto";
import { copyFile, cp } from "node:fs/promises";
import { join } from "node:path";
import { archiveOf } from "./archive.ts";
import { AGENT_VERSION, BundleFlags } from "./bundle.ts";
import header from "./portable_header.sh" with { type: "text" };
import { runOrFail } from "./run_program.ts";
import { type Target, Targets } from "./targets.ts";

const BYTES_PER_MB = 1e6;
const EXECUTABLE = 0o755;
/** The files of the program, in the order of the header's shell. */
const FILES = "LC_ALL=C && set -- deno agent/*";

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
  await cp(parts.bundle, join(content, "agent"), { recursive: true });
  await Deno.chmod(join(content, "deno"), EXECUTABLE);

  const archive = await archiveOf(content, ["deno", "agent"], join(directory, "content.tar"));
  const said = (script: string) =>
    runOrFail("The program cannot be summed up", "sh", ["-c", script], { cwd: content });
  const length = Number(await said(`${FILES} && cat "$@" | wc -c`));
  const text = headerText({
    VERSION: AGENT_VERSION,
    TARGET: Targets[target].triple,
    SUM: createHash("sha256").update(archive).digest("hex"),
    CONTENT_SUM: (await said(`${FILES} && b2sum "$@" | b2sum`)).trim(),
    ROOM_MB: `${Math.ceil(length / BYTES_PER_MB)}`,
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
