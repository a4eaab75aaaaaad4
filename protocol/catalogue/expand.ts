import type { Datapoint, Family, Option } from "./datapoint.ts";
import { keysOf } from "./key.ts";
import { type OptionList, parseOptions } from "./options.ts";
import type { FamilyTable } from "./rows.ts";

/** A family's datapoints with all that its table implies: user infos first, each kind by number. */
export function expand(family: Family, table: FamilyTable): readonly Datapoint[] {
  const keys = keysOf(table.infos, table.parameters);
  const lists = new Map<OptionList, readonly Option[]>();
  return [...table.infos, ...table.parameters].map((row) => {
    const options = row.options === undefined ? [] : parseOnce(row.options, lists);
    const note = table.notes[row.number];
    return {
      ...row,
      ...(row.kind === "parameter" && options.length > 0 ? codeLimits(options) : {}),
      family,
      key: keys.get(row.number) ?? "",
      options,
      ...(note === undefined ? {} : { note }),
    };
  });
}

/** Datapoints with the same list share its options. */
function parseOnce(list: OptionList, lists: Map<OptionList, readonly Option[]>): readonly Option[] {
  const known = lists.get(list);
  if (known !== undefined) return known;
  const options = parseOptions(list);
  lists.set(list, options);
  return options;
}

function codeLimits(options: readonly Option[]): { min: number; max: number } {
  const codes = options.map(({ code }) => code);
  return { min: Math.min(...codes), max: Math.max(...codes) };
}
