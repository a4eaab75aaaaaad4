import { hash, noise } from "./noise.ts";

/** The consumers' power factor; the same for all of them. */
const LOAD_POWER_FACTOR = 0.95;
/** What they draw of reactive power, for each W. */
export const LOAD_REACTIVE_SHARE = Math.tan(Math.acos(LOAD_POWER_FACTOR));

/** An appliance: now and then on for a while. Its power and chance are of the mean. */
interface Appliance {
  readonly channel: number;
  /** How often it may begin, and how long it runs, in seconds. */
  readonly slotSeconds: number;
  readonly runSeconds: number;
  /** Of the mean power. */
  readonly share: number;
  /** Whether it begins in a slot, where the day's shape is 1. */
  readonly chance: number;
}

/** What hums along by day and night: standby, router, pumps. */
const STANDBY_SHARE = 0.13;
const EVENING_SHARE = 0.41;
const Appliances: readonly Appliance[] = [
  // Something that boils water, an oven, a washing machine.
  { channel: 60, slotSeconds: 600, runSeconds: 200, share: 1.9, chance: 0.19 },
  { channel: 70, slotSeconds: 3600, runSeconds: 1500, share: 1.5, chance: 0.29 },
  { channel: 80, slotSeconds: 7200, runSeconds: 5400, share: 0.55, chance: 0.3 },
];
/** A fridge runs a third of the time; its motor starts with a surge of a second. */
const FRIDGE_SECONDS = 2700;
const FRIDGE_SHARE = 0.1;
const FRIDGE_RUN = 1 / 3;
const SURGE_SHARE = 0.8;

/**
 * What the consumers of one phase draw for some seconds from a moment on, in W, around a mean.
 * In the sum over the day it is the mean, whatever the steps.
 */
export function loadAt(
  seed: number,
  meanPower: number,
  phase: number,
  time: number,
  seconds: number,
): number {
  const hour = time % 86400 / 3600;
  const active = shape(hour);
  let share = STANDBY_SHARE * (0.9 + 0.2 * noise(seed, 50 + phase, time / 7)) +
    EVENING_SHARE * active * (0.6 + 0.8 * noise(seed, 40 + phase, time / 400));
  for (const { channel, slotSeconds, runSeconds, share: own, chance } of Appliances) {
    const slot = Math.floor(time / slotSeconds);
    if (time - slot * slotSeconds >= runSeconds) continue;
    if (hash(seed, channel + phase, slot) < chance * active) share += own;
  }
  return meanPower * (share + fridge(seed, phase, time, seconds));
}

function fridge(seed: number, phase: number, time: number, seconds: number): number {
  const shifted = time + hash(seed, 90, phase) * FRIDGE_SECONDS;
  const second = shifted % FRIDGE_SECONDS;
  if (second >= FRIDGE_RUN * FRIDGE_SECONDS) return 0;
  return FRIDGE_SHARE + (second < seconds ? SURGE_SHARE / seconds : 0);
}

/** Breakfast, lunch and evening over a quiet night; about 1 over the day. */
function shape(hour: number): number {
  return 0.36 + bump(hour, 7.5, 1.2, 1.4) + bump(hour, 12.5, 1.4, 1.5) + bump(hour, 19.5, 2.2, 2.2);
}

function bump(hour: number, at: number, width: number, height: number): number {
  return height * Math.exp(-(((hour - at) / width) ** 2));
}
