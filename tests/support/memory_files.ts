import type { StateFiles } from "../../agent/installation/state_files.ts";

/** A disk in memory, which can be full or unreadable. */
export class MemoryFiles implements StateFiles {
  readonly contents = new Map<string, string>();
  writes = 0;
  failure: { readonly on: readonly (keyof StateFiles)[]; readonly error: Error } | undefined;

  readTextFile(path: string): Promise<string | undefined> {
    return this.#attempt("readTextFile", () => this.contents.get(path));
  }

  replace(path: string, text: string): Promise<void> {
    return this.#attempt("replace", () => {
      this.writes++;
      this.contents.set(path, text);
    });
  }

  rename(from: string, to: string): Promise<void> {
    return this.#attempt("rename", () => {
      const text = this.contents.get(from);
      if (text === undefined) throw new Error(`No such file: ${from}`);
      this.contents.delete(from);
      this.contents.set(to, text);
    });
  }

  // Later, as a disk is: whoever does not wait sees the old state.
  async #attempt<Result>(operation: keyof StateFiles, done: () => Result): Promise<Result> {
    await Promise.resolve();
    if (this.failure?.on.includes(operation)) throw this.failure.error;
    return done();
  }
}
