/**
 * A number from 0 up to 1 that looks random and is always the same for the same three numbers.
 * Whatever wavers in the plant is drawn from it as a function of time, so that the same seed gives
 * the same day at every speed.
 */
export function hash(seed: number, channel: number, index: number): number {
  let bits = Math.imul(seed ^ 0x9E3779B9, 0x85EBCA6B) ^ Math.imul(channel + 1, 0xC2B2AE35) ^
    Math.imul(index + 1, 0x27D4EB2F);
  bits = Math.imul(bits ^ bits >>> 15, 0x2C1B3C6D);
  bits = Math.imul(bits ^ bits >>> 12, 0x297A2D39);
  return ((bits ^ bits >>> 15) >>> 0) / 0x1_0000_0000;
}

/** Wavers smoothly between 0 and 1; about once in every step of `position`. */
export function noise(seed: number, channel: number, position: number): number {
  const index = Math.floor(position);
  const part = position - index;
  const ease = part * part * (3 - 2 * part);
  const from = hash(seed, channel, index);
  return from + (hash(seed, channel, index + 1) - from) * ease;
}
