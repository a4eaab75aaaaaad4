import { hash } from "./plant/noise.ts";

/** A number from 0 up to 1, another one at every call. */
export type Random = () => number;

const CHANNEL = 200;

/** Numbers that look random and come in the same order for the same seed. */
export function createRandom(seed: number): Random {
  let index = 0;
  return () => hash(seed, CHANNEL, index++);
}
