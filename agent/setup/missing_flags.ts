/** What decides which questions are asked. */
export interface Occasion {
  /** Whether there is no configuration yet. */
  readonly isNew: boolean;
  /** Whether a service can be had. */
  readonly hasService: boolean;
}

const Always: readonly string[] = ["--link", "--broker", "--home-assistant"];
const OfNewPlants: readonly string[] = ["--name", "--installation-id", "--time-zone"];

/** The flags that are missing where nobody can be asked, and nothing that is proposed be taken. */
export function missingFlags(
  given: ReadonlySet<string>,
  { isNew, hasService }: Occasion,
): string[] {
  return [
    ...Always,
    ...(isNew ? OfNewPlants : []),
    ...(hasService ? ["--service"] : []),
  ].filter((flag) => !given.has(flag));
}
