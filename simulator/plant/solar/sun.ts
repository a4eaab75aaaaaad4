/** Where the sun stands, as a direction: east, north and up, of length 1. */
export interface Sun {
  readonly east: number;
  readonly north: number;
  /** The sine of its height; negative at night. */
  readonly up: number;
}

/** A surface in the sun, in degrees: 0 lies flat, 90 stands; 180 looks south, 90 east. */
export interface Plane {
  readonly tilt: number;
  readonly azimuth: number;
}

/** What comes down, in W/m²: straight from the sun (across its rays), and from the whole sky. */
export interface Light {
  readonly beam: number;
  readonly diffuse: number;
}

const DARK: Light = { beam: 0, diffuse: 0 };

const SECONDS_PER_DAY = 86400;
const DEGREES = Math.PI / 180;
const OBLIQUITY = 23.44 * DEGREES;
const DAYS_PER_YEAR = 365.2425;
/** Day of the year at which the sun is highest in the north; 1970 began on its day 0. */
const SOLSTICE_DAY = 171.5;
const SOLAR_CONSTANT = 1353;
/** How much of the earth's light the ground throws back. */
const ALBEDO = 0.2;

/** The sun at a moment of local solar time, in seconds since 1970; latitude in degrees north. */
export function sunAt(latitude: number, time: number): Sun {
  const day = time / SECONDS_PER_DAY;
  const declination = OBLIQUITY *
    Math.cos(2 * Math.PI * (day % DAYS_PER_YEAR - SOLSTICE_DAY) / DAYS_PER_YEAR);
  const hourAngle = 2 * Math.PI * (day - Math.floor(day)) - Math.PI;
  const [sinL, cosL] = [Math.sin(latitude * DEGREES), Math.cos(latitude * DEGREES)];
  const [sinD, cosD] = [Math.sin(declination), Math.cos(declination)];
  const cosH = Math.cos(hourAngle);
  return {
    east: -cosD * Math.sin(hourAngle),
    north: cosL * sinD - sinL * cosD * cosH,
    up: sinL * sinD + cosL * cosD * cosH,
  };
}

/** The light of a sky without clouds, after Meinel: what 1.5 and more atmospheres leave over. */
export function clearSky({ up }: Sun): Light {
  if (up <= 0) return DARK;
  const airMass = 1 / (up + 0.15 * (3.885 + Math.asin(up) / DEGREES) ** -1.253);
  const beam = SOLAR_CONSTANT * 0.7 ** (airMass ** 0.678);
  return { beam, diffuse: 0.12 * beam * Math.sqrt(up) };
}

/** The light under clouds that cover a share of the sky, 0 to 1. */
export function throughClouds(clear: Light, { up }: Sun, cover: number): Light {
  const hidden = clear.beam * cover;
  return {
    beam: clear.beam - hidden,
    diffuse: clear.diffuse * (1 - 0.3 * cover) + 0.2 * hidden * Math.max(0, up),
  };
}

/** A plane's normal, worked out once. */
export interface Surface {
  readonly east: number;
  readonly north: number;
  readonly up: number;
}

/** The surface that a plane is. */
export function surfaceOf({ tilt, azimuth }: Plane): Surface {
  const across = Math.sin(tilt * DEGREES);
  return {
    east: across * Math.sin(azimuth * DEGREES),
    north: across * Math.cos(azimuth * DEGREES),
    up: Math.cos(tilt * DEGREES),
  };
}

/** The light on a surface, in W/m². */
export function irradiance(surface: Surface, sun: Sun, { beam, diffuse }: Light): number {
  if (beam === 0 && diffuse === 0) return 0;
  const straight = surface.east * sun.east + surface.north * sun.north + surface.up * sun.up;
  const flat = beam * Math.max(0, sun.up) + diffuse;
  return beam * Math.max(0, straight) + diffuse * (1 + surface.up) / 2 +
    flat * ALBEDO * (1 - surface.up) / 2;
}
