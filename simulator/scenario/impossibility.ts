/** Something that cannot be, and where in the scenario's file. */
export interface Impossibility {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
}
