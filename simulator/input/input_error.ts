/** A file cannot be used: one line with its place, what was found, and what to do. */
export class InputError extends Error {
  override readonly name = "InputError";

  constructor(file: string, line: number, problem: string) {
    super(`${file}:${line}: ${problem}`);
  }
}
