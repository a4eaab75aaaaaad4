import assert from "node:assert/strict";
import { machineFiles } from "../../../agent/installation/state_files.ts";

/** A state directory that is not there yet. */
async function inDirectory(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await test(`${directory}/state`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

function namesIn(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name).toSorted();
}

Deno.test("machineFiles.replace() makes the directory, puts the text in place, and leaves nothing beside", () =>
  inDirectory(async (directory) => {
    const path = `${directory}/totals.json`;
    assert.equal(await machineFiles.readTextFile(path), undefined);
    for (const text of ["a long first text", "short", ""]) {
      await machineFiles.replace(path, text);
      assert.equal(await machineFiles.readTextFile(path), text);
    }
    assert.deepEqual(namesIn(directory), ["totals.json"]);
  }));

Deno.test("machineFiles.replace() keeps the old text where the new one cannot be written", () =>
  inDirectory(async (directory) => {
    const path = `${directory}/totals.json`;
    await machineFiles.replace(path, "old");
    // Nothing can be written where a directory is.
    await Deno.mkdir(`${path}.new`);
    await assert.rejects(machineFiles.replace(path, "new"));
    assert.equal(await machineFiles.readTextFile(path), "old");
  }));

Deno.test("machineFiles.replace() rejects where the file's place cannot be taken", () =>
  inDirectory(async (directory) => {
    const path = `${directory}/totals.json`;
    await Deno.mkdir(path, { recursive: true });
    await assert.rejects(machineFiles.replace(path, "new"));
    assert.ok((await Deno.stat(path)).isDirectory);
  }));
