/** Why nothing was built, as one line: what, the value found, what to do. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}
