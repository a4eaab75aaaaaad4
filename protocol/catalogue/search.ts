import type { Datapoint } from "./datapoint.ts";
import { datapointsOf, Families, menuOf } from "./lookup.ts";

/** How well a word fits a datapoint: better fits have higher numbers. */
const Fit = { none: 0, around: 1, inside: 2, start: 3, word: 4, whole: 6 } as const;

/**
 * The datapoints that all words fit, best first and else in the catalogue's order. A word, in any
 * case, fits by the name, key, number, unit, a menu's name or an option's text; no words fit all.
 */
export function searchDatapoints(words: string): Datapoint[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return Families.flatMap(datapointsOf)
    .map((datapoint) => ({ datapoint, fit: fitOfAll(datapoint, wanted) }))
    .filter(({ fit }) => fit !== undefined)
    .toSorted((a, b) => (b.fit ?? 0) - (a.fit ?? 0))
    .map(({ datapoint }) => datapoint);
}

/** The words' fits together, or undefined where one does not fit at all. */
function fitOfAll(datapoint: Datapoint, words: readonly string[]): number | undefined {
  let sum = 0;
  for (const word of words) {
    const fit = fitOf(datapoint, word);
    if (fit === Fit.none) return undefined;
    sum += fit;
  }
  return sum;
}

function fitOf(datapoint: Datapoint, word: string): number {
  const { number, key, name, unit } = datapoint;
  if (word === String(number) || word === key) return Fit.whole;
  const parts = [...name.toLowerCase().split(/[^\p{L}\p{N}]+/u), ...key.split("_")];
  if (parts.includes(word)) return Fit.word;
  if (parts.some((part) => part.startsWith(word))) return Fit.start;
  if (key.includes(word) || name.toLowerCase().includes(word)) return Fit.inside;
  if (unit.toLowerCase() === word || String(number).startsWith(word)) return Fit.inside;
  return textsAround(datapoint).some((text) => text.toLowerCase().includes(word))
    ? Fit.around
    : Fit.none;
}

function textsAround(datapoint: Datapoint): string[] {
  const menus = datapoint.kind === "parameter" ? datapoint.menus : [];
  return [
    ...menus.map((number) => menuOf(number)?.name ?? ""),
    ...datapoint.options.map(({ text }) => text),
  ];
}
