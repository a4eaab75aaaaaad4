import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type BuildArguments, parseBuildArguments } from "./build_arguments.ts";
import { inWorkshop, runBuild } from "./build_command.ts";
import { buildDate } from "./build_date.ts";
import { AGENT_VERSION, bundleAgent, BundleFlags, root } from "./bundle.ts";
import { buildPackage } from "./debian/build_package.ts";
import { debianChangelog } from "./debian/changelog.ts";
import { Architectures } from "./debian/control.ts";
import { copyrightText } from "./debian/copyright.ts";
import { type PackageFile, packageFiles } from "./debian/package_files.ts";
import { fetchDeno } from "./deno_executable.ts";
import { bundledLibraries, noticesText } from "./npm_notices.ts";
import { ownManPage, saidTo } from "./own_documents.ts";

/**
 * Builds a Debian package for each target, all from the same bundle and of the same date, and gives
 * their paths.
 */
export function packageDebian(
  { targets, directory }: Omit<BuildArguments, "flags">,
  date: Date,
): Promise<string[]> {
  return inWorkshop(async (workshop) => {
    await Deno.mkdir(directory, { recursive: true });
    const bundle = await bundleAgent(workshop);
    const files = await writtenFiles(date);
    const outputs: string[] = [];
    for (const target of targets) {
      const place = join(workshop, target);
      await Deno.mkdir(place);
      const deno = await fetchDeno(target, place);
      const output = join(
        directory,
        `studer-agent_${AGENT_VERSION}_${Architectures[target]}.deb`,
      );
      const parts = { version: AGENT_VERSION, target, bundle, deno, files, date };
      await buildPackage(parts, join(place, "root"), output);
      outputs.push(output);
    }
    return outputs;
  });
}

/** What both architectures share. */
async function writtenFiles(date: Date): Promise<PackageFile[]> {
  const source = (name: string) => readFile(join(root, name), "utf8");
  const libraries = await bundledLibraries();
  return packageFiles({
    version: AGENT_VERSION,
    flags: BundleFlags,
    changelog: debianChangelog(await source("CHANGELOG.md"), { version: AGENT_VERSION, date }),
    copyright: copyrightText(await source("LICENSE"), libraries),
    libraries: noticesText(libraries),
    manPage: await ownManPage(date),
    completion: await saidTo("completion", "bash"),
    exampleConfig: await source("agent.config.yaml"),
  });
}

if (import.meta.main) {
  const build = async () => packageDebian(parseBuildArguments(Deno.args), await buildDate());
  Deno.exit(await runBuild("package-deb", build));
}
