import { BuildError } from "./build_error.ts";

const BYTES_PER_MB = 1e6;

/** Runs a build from the command line, tells what it made, and resolves to the exit code. */
export async function runBuild(name: string, build: () => Promise<string[]>): Promise<number> {
  try {
    for (const path of await build()) {
      const { size, isDirectory } = await Deno.stat(path);
      const megabytes = Math.round(size / BYTES_PER_MB);
      await say(Deno.stdout, isDirectory || megabytes === 0 ? path : `${path} (${megabytes} MB)`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    await say(Deno.stderr, `${name}: ${error.message}`);
    return 1;
  }
}

/** Gives a build a directory to work in, which is gone afterwards. */
export async function inWorkshop<T>(action: (directory: string) => Promise<T>): Promise<T> {
  const directory = await Deno.makeTempDir({ prefix: "studer-agent-build-" });
  try {
    return await action(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function say(stream: { write(bytes: Uint8Array): Promise<number> }, line: string) {
  await stream.write(new TextEncoder().encode(`${line}\n`));
}
