import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildPackage } from "../../../../agent/packaging/debian/build_package.ts";
import { packageFiles } from "../../../../agent/packaging/debian/package_files.ts";
import type { Target } from "../../../../agent/packaging/targets.ts";

/** Texts as short as they may be: what a package is made of, without the program's weight. */
const Texts = {
  version: "1.2.3",
  flags: ["--allow-all"],
  changelog: "studer-agent (1.2.3) unstable; urgency=medium\n",
  copyright: "Copyright\n",
  libraries: "Libraries\n",
  manPage: ".TH STUDER-AGENT 1\n",
  completion: "complete studer-agent\n",
  exampleConfig: "installations: []\n",
};

/** Builds a package whose program is short, and gives its path. */
export async function smallPackage(
  directory: string,
  { target = "x86_64", name = "small" }: { readonly target?: Target; readonly name?: string } = {},
): Promise<string> {
  const place = join(directory, name);
  await mkdir(place);
  const bundle = join(place, "agent");
  const deno = join(place, "deno");
  await mkdir(bundle);
  await writeFile(join(bundle, "main.js"), "// the agent\n");
  await writeFile(deno, "#!/bin/sh\n");
  const output = join(directory, `${name}.deb`);
  const parts = { version: Texts.version, target, bundle, deno, files: packageFiles(Texts) };
  await buildPackage({ ...parts, date: new Date(1.7e12) }, join(place, "root"), output);
  return output;
}
