import { datapointsOf, Families } from "../../../protocol/catalogue/lookup.ts";

/** What anybody calls an installation, or a part of one. */
const Usual = `
  home house cabin barn garage shed roof garden solar plant main test demo backup offgrid
  installation agent studer xtender variotrack variostring gateway xcom mqtt system
`.trim().split(/\s+/);

/** Fewer letters are nobody's name, but stand everywhere. */
const MIN_LETTERS = 3;

/**
 * Whether an id is made of words that stand in every report, as `battery_2`: they tell nothing of
 * anybody, and a report without them tells nothing of what is wrong.
 */
export function isOfOwnWords(id: string): boolean {
  const own = new Set([...Usual, ...Families, ...catalogueWords()]);
  return id.toLowerCase().split(/[^\p{L}]+/u).every((word) =>
    word.length < MIN_LETTERS || own.has(word)
  );
}

function catalogueWords(): string[] {
  return Families.flatMap(datapointsOf).flatMap(({ key }) => key.split("_"));
}
