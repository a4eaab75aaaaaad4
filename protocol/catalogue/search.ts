import type { Datapoint } from "./datapoint.ts";
import { datapointsOf, Families, menuOf } from "./lookup.ts";

/** How well a word fits a datapoint: better fits have higher numbers. */
const Fit = { none: 0, around: 1, inside: 2, start: 3, word: 4, whole: 5 } as const;

interface Hit {
  readonly datapoint: Datapoint;
  readonly fit: number;
}

/**
 * The datapoints that all words fit, best first, of equals the shortest name first. A word, in any
 * case, fits by the name, key, number, unit, label, a menu's name or an option's text; no words fit
 * all.
 */
export function searchDatapoints(words: string): Datapoint[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const hits: Hit[] = [];
  for (const datapoint of Families.flatMap(datapointsOf)) {
    const fit = fitOfAll(datapoint, wanted);
    if (fit !== undefined) hits.push({ datapoint, fit });
  }
  if (wanted.length > 0) hits.sort(betterFirst);
  return hits.map(({ datapoint }) => datapoint);
}

function betterFirst(a: Hit, b: Hit): number {
  return b.fit - a.fit || a.datapoint.name.length - b.datapoint.name.length;
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
  const label = datapoint.kind === "info" ? [datapoint.short.toLowerCase()] : [];
  const parts = [...name.toLowerCase().split(/[^\p{L}\p{N}]+/u), ...key.split("_"), ...label];
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
