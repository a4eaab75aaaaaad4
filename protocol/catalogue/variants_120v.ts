import type { Limits } from "./datapoint.ts";

/** What differs on the Xtenders for 120 Vac (models with -01), by number; the steps are the same. */
export const Variants120V: Readonly<Record<number, Limits>> = {
  1199: { default: 100, min: 40, max: 115 },
  1200: { default: 90, min: 40, max: 115 },
  1286: { default: 120, min: 55, max: 140 },
  1309: { default: 90, min: 50, max: 115 },
  1432: { default: 135, min: 117.5, max: 145 },
  1433: { default: 5, min: 2, max: 15 },
  1560: { default: 5, min: 2, max: 8 },
};
