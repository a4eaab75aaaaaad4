import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { BuildError } from "./build_error.ts";
import { root } from "./bundle.ts";
import { runOrFail } from "./run_program.ts";

/** A library that the bundle contains, and what its authors want said with it. */
export interface Library {
  /** Name and version, such as `mqtt@5.16.0`. */
  readonly name: string;
  /** SPDX, such as `MIT`. */
  readonly licence: string;
  readonly text: string;
}

/** What `deno info --json` tells, as far as it is of use here. */
interface Graph {
  readonly modules: readonly { readonly kind: string; readonly npmPackage?: string }[];
  readonly npmPackages: Readonly<Record<string, NpmPackage>>;
}

interface NpmPackage {
  readonly dependencies: readonly string[];
  readonly localPath: string;
}

// Descriptions of types leave nothing in a bundle.
const TYPES_ONLY = /^(?:@types\/|undici-types@)/;
const LICENCE_FILE = /^(?:licen[cs]e|copying)\b/i;

/** The npm libraries of the agent, by name. Throws a `BuildError` where one tells no licence. */
export async function bundledLibraries(): Promise<Library[]> {
  const said = await runOrFail(
    "The agent's libraries cannot be listed",
    Deno.execPath(),
    ["info", "--json", "agent/main.ts"],
    { cwd: root, env: { NO_COLOR: "1" } },
  );
  const graph: Graph = JSON.parse(said);
  const libraries: Library[] = [];
  for (const name of reachable(graph)) {
    libraries.push(await libraryAt(name, graph.npmPackages[name]!.localPath));
  }
  return libraries;
}

/** Their notices as one text for people. */
export function noticesText(libraries: readonly Library[]): string {
  const rule = "-".repeat(78);
  return [
    "The agent contains these libraries from npm, each under its own licence.",
    ...libraries.map(({ name, licence, text }) => `${rule}\n${name} (${licence})\n\n${text}`),
  ].join("\n\n") + "\n";
}

function reachable({ modules, npmPackages }: Graph): string[] {
  const found = new Set<string>();
  const queue = modules.flatMap(({ npmPackage }) => npmPackage ?? []);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (found.has(name) || TYPES_ONLY.test(name)) continue;
    found.add(name);
    queue.push(...npmPackages[name]!.dependencies);
  }
  return [...found].sort();
}

async function libraryAt(name: string, directory: string): Promise<Library> {
  const { license } = JSON.parse(await readFile(join(directory, "package.json"), "utf8"));
  const file = (await readdir(directory)).find((name) => LICENCE_FILE.test(name));
  if (typeof license !== "string" || file === undefined) {
    throw new BuildError(`${name} tells no licence; see whether it may be handed on`);
  }
  const text = await readFile(join(directory, file), "utf8");
  return { name, licence: license, text: text.replaceAll("\r\n", "\n").trim() };
}
