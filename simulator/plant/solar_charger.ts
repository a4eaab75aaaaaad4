import type { Weather } from "./weather.ts";

/** The modules at one input. */
export interface GeneratorDesign {
  /** At 1000 W/m² and 25 °C, in W. */
  readonly peakPower: number;
  /** In V, under load and without. */
  readonly peakVoltage: number;
  readonly openVoltage: number;
}

/** A VarioTrack with one generator or a VarioString with one or two. */
export interface SolarChargerDesign {
  /** As the plant's events name it: `vt1`, `vs1`. */
  readonly name: string;
  readonly generators: readonly GeneratorDesign[];
  /** The most that it gives to the battery, in A. */
  readonly maxCurrent: number;
}

/** What an owner may set. */
export interface SolarChargerSettings {
  readonly on: boolean;
  /** In A. */
  readonly chargeCurrentLimit: number;
}

export interface Generator {
  /** In V, A and W. */
  readonly voltage: number;
  readonly current: number;
  readonly power: number;
}

/** What keeps a charger from giving more. */
export type SolarMode = "off" | "night" | "sun" | "battery_voltage" | "current";

export interface SolarCharger {
  readonly design: SolarChargerDesign;
  readonly settings: SolarChargerSettings;
  readonly mode: SolarMode;
  readonly generators: readonly Generator[];
  /** Into the battery, in W. */
  readonly batteryPower: number;
  /** In °C. */
  readonly temperature: number;
}

const CONVERSION_EFFICIENCY = 0.98;
const POWER_PER_DEGREE = -0.004;
/** Below this a charger sleeps, in W/m². */
const NIGHT_IRRADIANCE = 8;

const IDLE: Generator = { voltage: 0, current: 0, power: 0 };

export function createSolarCharger(design: SolarChargerDesign): SolarCharger {
  return {
    design,
    settings: { on: true, chargeCurrentLimit: design.maxCurrent },
    mode: "night",
    generators: design.generators.map(() => IDLE),
    batteryPower: 0,
    temperature: 20,
  };
}

/** What a charger could give to a battery of this voltage now, in W. */
export function offeredPower(
  { design, settings }: SolarCharger,
  weather: Weather,
  batteryVoltage: number,
): number {
  if (!settings.on || weather.irradiance < NIGHT_IRRADIANCE) return 0;
  let power = 0;
  for (const generator of design.generators) power += sunPower(generator, weather);
  return Math.min(power * CONVERSION_EFFICIENCY, currentLimit(design, settings) * batteryVoltage);
}

/** The charger when it gives this power, of what it offered. */
export function stepSolarCharger(
  charger: SolarCharger,
  weather: Weather,
  batteryPower: number,
  offered: number,
  seconds: number,
): SolarCharger {
  const { design, settings } = charger;
  const night = weather.irradiance < NIGHT_IRRADIANCE;
  let sun = 0;
  for (const generator of design.generators) sun += sunPower(generator, weather);
  const used = sun > 0 ? Math.min(1, batteryPower / CONVERSION_EFFICIENCY / sun) : 0;
  const warmth = weather.airTemperature + 8 + 35 * batteryPower / peakPower(design);
  return {
    design,
    settings,
    mode: modeOf(settings.on, night, batteryPower, offered, sun * CONVERSION_EFFICIENCY),
    generators: design.generators.map((generator) => stepGenerator(generator, weather, used)),
    batteryPower,
    temperature: charger.temperature +
      (warmth - charger.temperature) * Math.min(1, seconds / 900),
  };
}

function stepGenerator(design: GeneratorDesign, weather: Weather, used: number): Generator {
  const power = sunPower(design, weather) * used;
  // Unused modules rise to their open-circuit voltage, which needs but little light.
  const open = design.openVoltage * (1 - Math.exp(-weather.irradiance / 15));
  const voltage = power > 0 ? open + (Math.min(open, design.peakVoltage) - open) * used : open;
  return { voltage, current: power > 0 ? power / voltage : 0, power };
}

function sunPower({ peakPower }: GeneratorDesign, weather: Weather): number {
  const cellTemperature = weather.airTemperature + weather.irradiance * 0.03;
  return peakPower * weather.irradiance / 1000 * (1 + POWER_PER_DEGREE * (cellTemperature - 25));
}

function modeOf(
  on: boolean,
  night: boolean,
  given: number,
  offered: number,
  possible: number,
): SolarMode {
  if (!on) return "off";
  if (night) return "night";
  if (given < offered * 0.999) return "battery_voltage";
  return offered < possible * 0.999 ? "current" : "sun";
}

function currentLimit(design: SolarChargerDesign, settings: SolarChargerSettings): number {
  return Math.min(design.maxCurrent, settings.chargeCurrentLimit);
}

function peakPower({ generators }: SolarChargerDesign): number {
  return generators.reduce((sum, generator) => sum + generator.peakPower, 0);
}
