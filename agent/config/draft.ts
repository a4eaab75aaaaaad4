import type { Path } from "./problem.ts";

/**
 * A part of a configuration that is still being checked: its values may be of any kind. What is
 * not as it should be is complained about where it is described.
 */
export type Draft = Readonly<Record<string, unknown>>;

/** The fields of a part; none where there is no such part. */
export function fieldsOf(part: unknown): Draft {
  return typeof part === "object" && part !== null ? part as Draft : {};
}

/** Something that is right by itself and wrong together with something else. */
export interface CombinationProblem {
  readonly path: Path;
  readonly message: string;
}
