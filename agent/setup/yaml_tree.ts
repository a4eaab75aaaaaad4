/** What a YAML text says, with another value at a path; undefined takes away what stands there. */
export function withValue(tree: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(tree)) {
    const copy: unknown[] = [...tree];
    copy[Number(step)] = withValue(copy[Number(step)], rest, value);
    return copy;
  }
  const fields = typeof tree === "object" ? tree as Readonly<Record<string, unknown>> | null : {};
  const { [step]: before, ...others } = fields ?? {};
  const after = withValue(before, rest, value);
  if (before === undefined && after === undefined) return tree;
  return after === undefined ? others : { ...others, [step]: after };
}

type Path = readonly (string | number)[];

/** Without maps that hold nothing: to the agent they say as much as none; undefined for such a one. */
export function pruned(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(pruned);
  if (typeof tree !== "object" || tree === null) return tree;
  const entries = Object.entries(tree).map(([key, value]) => [key, pruned(value)] as const)
    .filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
