import { SECONDS_PER_DAY } from "./calendar.ts";
import type { Plant } from "./plant/plant.ts";

/** Where the sun stands, and how fast it goes. */
export interface SunClock {
  readonly secondOfDay?: number | undefined;
  /** Of the sun's seconds in a second; 1 as a rule. */
  readonly rate?: number | undefined;
}

/** The plant with the sun, the weather and the consumers at another second of their day. */
export function withSunAt(plant: Plant, secondOfDay: number): Plant {
  const midnight = Math.floor(plant.time / SECONDS_PER_DAY) * SECONDS_PER_DAY;
  return withSunAhead(plant, midnight + secondOfDay - plant.time);
}

/** The plant with the sun so many seconds further on, and the gateway's clock where it was. */
export function withSunAhead(plant: Plant, seconds: number): Plant {
  const { time, clockOffset } = plant;
  return { ...plant, time: time + seconds, clockOffset: clockOffset - seconds };
}
