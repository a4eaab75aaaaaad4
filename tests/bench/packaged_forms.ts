import { join } from "node:path";
import { BundleFlags } from "../../agent/packaging/bundle.ts";
import { compile } from "../../agent/packaging/compile.ts";
import { ProgramPlaces } from "../../agent/packaging/debian/package_files.ts";
import { packageDebian } from "../../agent/packaging/package_deb.ts";
import { AgentTask, type Executable, ThisDeno, timeOf } from "./program.ts";

/** A way to run the agent, or the least that there is to compare with. */
export interface Form {
  readonly name: string;
  readonly executable: Executable;
  /** What ends at once, and what stays. */
  readonly ends: readonly string[];
  readonly stays: readonly string[];
}

/** What users are handed, and where it lies. */
export interface PackagedForms {
  /** Deno and an empty file: nothing that runs on Deno starts faster, or takes less. */
  readonly floor: Form;
  readonly source: Form;
  readonly portable: Form & { readonly path: string };
  readonly debian: Form & { readonly path: string };
}

/** Builds both packages for this machine in a directory. */
export async function buildForms(directory: string): Promise<PackagedForms> {
  const targets = [Deno.build.arch];
  const [portable] = await compile({ targets, portable: true, directory }) as [string];
  const [debian] = await packageDebian({ targets, directory }, new Date()) as [string];

  const empty = join(directory, "empty.mjs");
  const idle = join(directory, "idle.mjs");
  await Deno.writeTextFile(empty, "");
  await Deno.writeTextFile(idle, 'console.error("Running"); setInterval(() => {}, 1e6);');
  const config = join(directory, "agent.config.yaml");
  await Deno.writeTextFile(config, configuration(directory), { mode: 0o600 });
  const run = ["run", "--config", config];

  const bare = ["run", ...BundleFlags];
  return {
    floor: {
      name: "Deno and an empty file",
      executable: ThisDeno,
      ends: [...bare, empty],
      stays: [...bare, idle],
    },
    source: {
      name: "from source",
      executable: ThisDeno,
      ends: [...AgentTask, "version"],
      stays: [...AgentTask, ...run],
    },
    portable: {
      name: "the portable file",
      executable: { path: portable, env: { CACHE_DIRECTORY: join(directory, "portable") } },
      ends: ["version"],
      stays: run,
      path: portable,
    },
    debian: {
      name: "the Debian package",
      executable: {
        path: await unpackedLauncher(debian, directory),
        env: { CACHE_DIRECTORY: join(directory, "debian") },
      },
      ends: ["version"],
      stays: run,
      path: debian,
    },
  };
}

/** The launcher of a package that is not installed, told where its program lies. */
async function unpackedLauncher(path: string, directory: string): Promise<string> {
  const root = join(directory, "root");
  await timeOf({ path: "dpkg-deb" }, ["--extract", path, root]);
  const launcher = join(directory, "studer-agent");
  let text = await Deno.readTextFile(join(root, "usr/bin/studer-agent"));
  for (const place of Object.values(ProgramPlaces)) {
    text = text.replaceAll(place, join(root, place));
  }
  await Deno.writeTextFile(launcher, text, { mode: 0o755 });
  return launcher;
}

/** An agent that waits for its gateway and its broker, so that it costs what it must. */
function configuration(directory: string): string {
  return JSON.stringify({
    installations: [{ id: "home", link: { type: "tcp-listen", port: 0 } }],
    mqtt: { url: "embedded", port: 0 },
    web: { listen: "127.0.0.1:0" },
    stateDirectory: join(directory, "state"),
  });
}
