import { noise } from "./noise.ts";

/** What the sky does. */
export interface Weather {
  /** On the modules, in W/m². */
  readonly irradiance: number;
  /** In °C. */
  readonly airTemperature: number;
}

const SECONDS_PER_DAY = 86400;
const DEGREES = Math.PI / 180;
const CLEAR_SKY_IRRADIANCE = 1050;

/** The weather at a moment: local seconds since 1970, latitude in degrees. */
export function weatherAt(seed: number, latitude: number, time: number): Weather {
  const day = time / SECONDS_PER_DAY;
  const hour = (day - Math.floor(day)) * 24;
  // Day 172 of the year is the summer solstice, and 1970 began on its day 0.
  const season = Math.cos(2 * Math.PI * (day % 365.2425 - 172) / 365.2425);
  return {
    irradiance: CLEAR_SKY_IRRADIANCE * clearSky(latitude, season, hour) * transmission(seed, time),
    airTemperature: 10 + 9 * season + 5 * Math.cos(2 * Math.PI * (hour - 15) / 24) +
      3 * (noise(seed, 1, day) - 0.5),
  };
}

/** The share of the light that reaches the modules under a clear sky. */
function clearSky(latitude: number, season: number, hour: number): number {
  const declination = 23.44 * DEGREES * season;
  const sine = Math.sin(latitude * DEGREES) * Math.sin(declination) +
    Math.cos(latitude * DEGREES) * Math.cos(declination) * Math.cos((hour - 12) / 12 * Math.PI);
  return sine <= 0 ? 0 : sine ** 1.15;
}

/** What the clouds let through: a fair or dull day, clouds of half an hour, their edges. */
function transmission(seed: number, time: number): number {
  const dullness = noise(seed, 2, time / SECONDS_PER_DAY);
  const cloud = noise(seed, 3, time / 1900) * 0.7 + noise(seed, 4, time / 170) * 0.3;
  const cover = Math.min(1, Math.max(0, cloud + dullness - 0.75) * 2);
  return 1 - 0.8 * cover;
}
