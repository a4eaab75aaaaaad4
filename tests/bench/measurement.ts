/** One figure of a run, as the table shows it. */
export interface Measurement {
  readonly name: string;
  /** The median, with its unit. */
  readonly value: string;
  /** From the least to the greatest of what was measured: the machine's noise. */
  readonly spread: string;
  /** What we promise; undefined for a figure that only informs. */
  readonly aim?: { readonly text: string; readonly met: boolean };
}

/** What repeated measuring of one thing gave. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Throws a `RangeError` where nothing was measured. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError("Cannot tell the median of no values");
  const sorted = values.toSorted((a, b) => a - b);
  return { median: sorted[sorted.length >> 1]!, min: sorted[0]!, max: sorted.at(-1)! };
}

/** A figure whose aim is a most that the median is not to exceed. */
export function measurement(
  name: string,
  { median, min, max }: Spread,
  format: (value: number) => string,
  atMost?: number,
): Measurement {
  return {
    name,
    value: format(median),
    spread: min === max ? "" : `${format(min)} … ${format(max)}`,
    ...(atMost !== undefined && {
      aim: { text: `at most ${format(atMost)}`, met: median <= atMost },
    }),
  };
}
