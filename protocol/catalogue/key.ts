/** What the rule needs to know of a datapoint. */
export interface Named {
  readonly number: number;
  readonly name: string;
}

/**
 * The keys of one family's datapoints, by number. A key is the official name in lower case, every
 * run of characters other than a–z and 0–9 made one `_`, none at the ends. Of several that would
 * get the same key, all but the first get `_<number>` behind it; infos come before parameters,
 * and each kind goes by number.
 */
export function keysOf(
  infos: readonly Named[],
  parameters: readonly Named[],
): ReadonlyMap<number, string> {
  const keys = new Map<number, string>();
  const taken = new Set<string>();
  for (const { number, name } of [...byNumber(infos), ...byNumber(parameters)]) {
    const plain = plainKey(name);
    const key = taken.has(plain) ? `${plain}_${number}` : plain;
    taken.add(key);
    keys.set(number, key);
  }
  return keys;
}

function plainKey(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "");
}

function byNumber(named: readonly Named[]): Named[] {
  return named.toSorted((a, b) => a.number - b.number);
}
