/**
 * The word that was most probably meant: a slip of the hand away, or the only one that the word
 * begins; undefined where there is none.
 */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const wanted = word.slice(0, MAX_LENGTH).toLowerCase();
  const candidates = [...words];
  return slipOf(wanted, candidates) ?? completionOf(wanted, candidates);
}

function slipOf(wanted: string, words: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of words) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Where all words with this beginning begin alike, as username and usernameFile, the shortest. */
function completionOf(beginning: string, words: readonly string[]): string | undefined {
  if (beginning.length < MIN_BEGINNING) return undefined;
  const longer = words.filter((word) => word.toLowerCase().startsWith(beginning));
  return longer.find((word) => longer.every((other) => other.startsWith(word)));
}

const MAX_LENGTH = 100;

/** Fewer letters are the beginning of too much. */
const MIN_BEGINNING = 3;

/** Letters inserted, left out, replaced, or swapped with a neighbour, counted. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, beforePrevious[j - 2]! + 1);
      }
      row.push(least);
    }
    [beforePrevious, previous] = [previous, row];
  }
  return previous[b.length]!;
}
