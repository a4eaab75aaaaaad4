import { copyFile, cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { archiveOf } from "./archive.ts";
import { type BuildArguments, parseBuildArguments } from "./build_arguments.ts";
import { inWorkshop, runBuild } from "./build_command.ts";
import { bundleAgent, BundleFlags, bundleModule, root } from "./bundle.ts";
import { fetchDeno } from "./deno_executable.ts";
import { bundledLibraries, noticesText } from "./npm_notices.ts";
import type { Target } from "./targets.ts";

const SOURCES = "agent/packaging/home_assistant";
const ADDON = "studer_agent";
const EXECUTABLE = 0o755;

/** What Home Assistant calls a target. */
const Architectures: Readonly<Record<Target, string>> = { aarch64: "aarch64", x86_64: "amd64" };

/** What the container's program is made of. */
const Members = ["deno", "agent", "libraries.txt"] as const;

/** Assembles the repository of the Home Assistant add-on in a folder, and gives its path. */
export function packageAddon(
  { targets, directory }: Omit<BuildArguments, "flags">,
): Promise<string[]> {
  return inWorkshop(async (workshop) => {
    const output = join(directory, "home-assistant");
    // Beside its place and renamed: a build that is broken off leaves no half folder.
    const unfinished = `${output}.new`;
    await rm(unfinished, { recursive: true, force: true });
    const addon = join(unfinished, ADDON);
    await mkdir(addon, { recursive: true });
    await copySources(unfinished, addon);

    const bundle = await bundleAgent(workshop);
    await bundleModule(`${SOURCES}/configure.ts`, bundle);
    const libraries = noticesText(await bundledLibraries());
    for (const target of targets) {
      const place = join(workshop, target);
      await mkdir(place);
      await Deno.chmod(await fetchDeno(target, place), EXECUTABLE);
      await cp(bundle, join(place, "agent"), { recursive: true });
      await Deno.writeTextFile(join(place, "libraries.txt"), libraries);
      const archive = await archiveOf(place, Members, join(workshop, `${target}.tar`));
      await Deno.writeFile(join(addon, `program-${Architectures[target]}.tar.gz`), archive);
    }
    await rm(output, { recursive: true, force: true });
    await rename(unfinished, output);
    return [output];
  });
}

/** The files that are what they are in the sources, but for how the bundle is run. */
async function copySources(repository: string, addon: string): Promise<void> {
  const source = (...names: string[]) => join(root, SOURCES, ...names);
  await copyFile(source("repository.yaml"), join(repository, "repository.yaml"));
  await copyFile(join(root, "CHANGELOG.md"), join(addon, "CHANGELOG.md"));
  for (const name of await readdir(source(ADDON), { recursive: true })) {
    const from = source(ADDON, name);
    if ((await Deno.stat(from)).isDirectory) await mkdir(join(addon, name));
    else await copyFile(from, join(addon, name));
  }
  const script = join(addon, "run.sh");
  const text = await Deno.readTextFile(script);
  await Deno.writeTextFile(script, text.replaceAll("@FLAGS@", BundleFlags.join(" ")));
  await Deno.chmod(script, EXECUTABLE);
}

if (import.meta.main) {
  Deno.exit(await runBuild("package-addon", () => packageAddon(parseBuildArguments(Deno.args))));
}
