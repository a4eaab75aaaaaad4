/** A script cannot be played: one line with its place, what was found, and what to do. */
export class ScriptError extends Error {
  override readonly name = "ScriptError";

  constructor(file: string, line: number, problem: string) {
    super(`${file}:${line}: ${problem}`);
  }
}
