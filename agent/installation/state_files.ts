/** The little that durable state needs of a file system; everything rejects where it fails. */
export interface StateFiles {
  /** Undefined where there is no such file. */
  readTextFile(path: string): Promise<string | undefined>;
  /**
   * Puts the text in the file's place in one step: whatever happens, the old text is there, or the
   * new one. Resolves when the new one has reached the disk, not just the system's memory.
   */
  replace(path: string, text: string): Promise<void>;
  /** Moves the file, over what is at `to`. */
  rename(from: string, to: string): Promise<void>;
}

/** The machine's own files; a directory that is missing is made. */
export const machineFiles: StateFiles = {
  async readTextFile(path) {
    try {
      return await Deno.readTextFile(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
  },

  async replace(path, text) {
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    const beside = `${path}.new`;
    await writeThrough(beside, text);
    await Deno.rename(beside, path);
  },

  rename: (from, to) => Deno.rename(from, to),
};

async function writeThrough(path: string, text: string): Promise<void> {
  using file = await Deno.create(path);
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) {
    written += await file.write(bytes.subarray(written));
  }
  await file.sync();
}
