import { type GeneratorDesign, inTheSun } from "./pv.ts";
import type { Weather } from "./weather.ts";

/** An inverter between modules and the Xtenders' AC output, of another manufacturer. */
export interface SolarInverterDesign {
  /** The phase that it feeds. */
  readonly phase: 1 | 2 | 3;
  readonly generators: readonly GeneratorDesign[];
  /** The most that it gives, in W. */
  readonly nominalPower: number;
  /** Of what its modules give, 0 to 1. */
  readonly efficiency: number;
  /** How far above the usual frequency it begins to give less, and gives nothing, in Hz. */
  readonly deratingStart: number;
  readonly deratingEnd: number;
}

/** A solar inverter at a moment. */
export interface SolarInverter {
  readonly design: SolarInverterDesign;
  /** How long there has been a voltage at its output, in seconds. */
  readonly voltageSeconds: number;
  /** To the AC output, and of its modules for that, in W. */
  readonly power: number;
  readonly pvPower: number;
}

/** How long a voltage must stand before it is fed, in seconds. */
const OBSERVING_SECONDS = 60;

/** A solar inverter that was just bought. */
export function createSolarInverter(design: SolarInverterDesign): SolarInverter {
  return { design, voltageSeconds: 0, power: 0, pvPower: 0 };
}

/** What it could give at the usual frequency, in W. */
export function availablePower(
  { design, voltageSeconds }: SolarInverter,
  weather: Weather,
): number {
  if (voltageSeconds < OBSERVING_SECONDS) return 0;
  let pvPower = 0;
  for (const generator of design.generators) pvPower += inTheSun(generator, weather).power;
  return Math.min(design.nominalPower, pvPower * design.efficiency);
}

/** What a frequency so many Hz above the usual one leaves of that, as a share. */
export function deratedShare(
  { deratingStart, deratingEnd }: Pick<SolarInverterDesign, "deratingStart" | "deratingEnd">,
  rise: number,
): number {
  return Math.min(1, Math.max(0, (deratingEnd - rise) / (deratingEnd - deratingStart)));
}

/** The solar inverter when it gave so much, in W, for some seconds; `energised` by an Xtender. */
export function stepSolarInverter(
  inverter: SolarInverter,
  power: number,
  energised: boolean,
  seconds: number,
): SolarInverter {
  const { design, voltageSeconds } = inverter;
  return {
    design,
    voltageSeconds: energised ? voltageSeconds + seconds : 0,
    power,
    pvPower: power / design.efficiency,
  };
}
