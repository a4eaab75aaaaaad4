import { hash, noise } from "./noise.ts";

/** The consumers' power factor; the same for all of them. */
export const LOAD_POWER_FACTOR = 0.95;

const SLOT_SECONDS = 600;
const APPLIANCE_SECONDS = 200;
const APPLIANCE_CHANCE = 0.12;
const APPLIANCE_SHARE = 2.2;

/**
 * What the consumers of one phase draw at a moment, in W, around a mean: a day's shape, what hums
 * along, and now and then something that heats for three minutes.
 */
export function loadAt(seed: number, meanPower: number, phase: number, time: number): number {
  const hour = time % 86400 / 3600;
  const wavering = 0.75 + 0.5 * noise(seed, 40 + phase, time / 400) +
    0.06 * (noise(seed, 50 + phase, time / 7) - 0.5);
  const slot = Math.floor(time / SLOT_SECONDS);
  const heating = time % SLOT_SECONDS < APPLIANCE_SECONDS &&
    hash(seed, 60 + phase, slot) < APPLIANCE_CHANCE * shape(hour);
  return meanPower * (shape(hour) * wavering + (heating ? APPLIANCE_SHARE : 0));
}

/** Breakfast, lunch and evening over a base; about 1 over the day. */
function shape(hour: number): number {
  return 0.55 + bump(hour, 7.5, 1.2, 0.9) + bump(hour, 12.5, 1.2, 0.8) + bump(hour, 19.5, 2.2, 1.3);
}

function bump(hour: number, at: number, width: number, height: number): number {
  return height * Math.exp(-(((hour - at) / width) ** 2));
}
