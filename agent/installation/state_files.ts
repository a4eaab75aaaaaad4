/** The little that durable state needs of a file system; everything rejects where it fails. */
export interface StateFiles {
  /** Undefined where there is no such file. */
  readTextFile(path: string): Promise<string | undefined>;
  /** Resolves when the text has reached the disk, not just the system's memory. */
  writeTextFile(path: string, text: string): Promise<void>;
  /** Replaces what is at `to` in one step. */
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

  async writeTextFile(path, text) {
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    using file = await Deno.create(path);
    const bytes = new TextEncoder().encode(text);
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written));
    }
    await file.sync();
  },

  rename: (from, to) => Deno.rename(from, to),
};
