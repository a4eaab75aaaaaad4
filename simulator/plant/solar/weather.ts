import type { Disturbances } from "../disturbances.ts";
import { noise } from "../noise.ts";
import {
  clearSky,
  irradiance,
  type Light,
  type Sun,
  sunAt,
  surfaceOf,
  throughClouds,
} from "./sun.ts";

/** What the sky does. */
export interface Weather {
  readonly sun: Sun;
  readonly light: Light;
  /** On flat ground, in W/m². */
  readonly irradiance: number;
  /** The share of the sky under clouds, 0 to 1. */
  readonly cloudCover: number;
  /** In °C. */
  readonly airTemperature: number;
}

const SECONDS_PER_DAY = 86400;
const DAYS_PER_YEAR = 365.2425;
/** Air is warmest four weeks after the longest day. */
const WARMEST_DAY = 200;
const Ground = surfaceOf({ tilt: 0, azimuth: 180 });

/** The weather at a moment: local seconds since 1970, latitude in degrees north. */
export function weatherAt(
  seed: number,
  latitude: number,
  time: number,
  { cloudCover, airTemperature }: Disturbances,
): Weather {
  const sun = sunAt(latitude, time);
  const cover = cloudCover ?? cloudCoverAt(seed, time);
  const light = throughClouds(clearSky(sun), sun, cover);
  return {
    sun,
    light,
    irradiance: irradiance(Ground, sun, light),
    cloudCover: cover,
    airTemperature: airTemperature ?? airTemperatureAt(seed, time),
  };
}

/** A fair or dull day, clouds of half an hour, their edges. */
function cloudCoverAt(seed: number, time: number): number {
  const dullness = noise(seed, 2, time / SECONDS_PER_DAY);
  const cloud = noise(seed, 3, time / 1900) * 0.7 + noise(seed, 4, time / 170) * 0.3;
  return Math.min(1, Math.max(0, (cloud + dullness - 0.75) * 2));
}

function airTemperatureAt(seed: number, time: number): number {
  const day = time / SECONDS_PER_DAY;
  const hour = (day - Math.floor(day)) * 24;
  const season = Math.cos(2 * Math.PI * (day % DAYS_PER_YEAR - WARMEST_DAY) / DAYS_PER_YEAR);
  return 10 + 9 * season + 5 * Math.cos(2 * Math.PI * (hour - 15) / 24) +
    3 * (noise(seed, 1, day) - 0.5);
}
