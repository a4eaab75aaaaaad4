import { irradiance, type Surface } from "./sun.ts";
import type { Weather } from "./weather.ts";

/** The modules at one input. */
export interface GeneratorDesign {
  /** At 1000 W/m² and 25 °C, in W. */
  readonly peakPower: number;
  /** In V at 1000 W/m² and 25 °C, under load and without. */
  readonly peakVoltage: number;
  readonly openVoltage: number;
  /** Where the modules look. */
  readonly surface: Surface;
  /** Of the curve of current over voltage: `curveThrough()` its two voltages. */
  readonly curve: Curve;
}

/** The constants of a curve of current over voltage. */
export interface Curve {
  readonly c1: number;
  readonly c2: number;
}

/** What modules could give in the light of a moment. */
export interface Sunlit {
  /** At their best, in W and V. */
  readonly power: number;
  readonly peakVoltage: number;
  readonly openVoltage: number;
  readonly curve: Curve;
}

/** Where modules work. */
export interface Generator {
  /** In V, A and W. */
  readonly voltage: number;
  readonly current: number;
  readonly power: number;
}

/** Modules in the dark, or none. */
export const IDLE_GENERATOR: Generator = { voltage: 0, current: 0, power: 0 };

/** Per kelvin of the cells above 25 °C; together they cost 0.34 % of the power. */
const CURRENT_PER_KELVIN = 0.0004;
const VOLTAGE_PER_KELVIN = -0.0038;
/** Of the voltage, per e-fold of light. */
const VOLTAGE_PER_LIGHT = 0.035;
/** How far cells in the sun are above the air, per W/m². */
const CELL_WARMTH = 0.03;
/** What dirt, unequal modules and cables leave over. */
const SYSTEM_SHARE = 0.91;
const STANDARD_LIGHT = 1000;
/** Below this cells give no voltage worth a name, in W/m². */
const MIN_LIGHT = 2;

/** What the modules could give now. */
export function inTheSun(design: GeneratorDesign, { sun, light, airTemperature }: Weather): Sunlit {
  const lit = irradiance(design.surface, sun, light);
  const { curve } = design;
  if (lit < MIN_LIGHT) return { power: 0, peakVoltage: 0, openVoltage: 0, curve };
  const share = lit / STANDARD_LIGHT;
  const heat = airTemperature + lit * CELL_WARMTH - 25;
  const voltage = Math.max(0, 1 + VOLTAGE_PER_KELVIN * heat + VOLTAGE_PER_LIGHT * Math.log(share));
  const current = share * (1 + CURRENT_PER_KELVIN * heat);
  return {
    power: design.peakPower * current * voltage * SYSTEM_SHARE,
    peakVoltage: design.peakVoltage * voltage,
    openVoltage: design.openVoltage * voltage,
    curve,
  };
}

/**
 * The current at a voltage, in A: the curve of one diode through the point of most power,
 * I = Isc (1 − c₁ (exp(V / c₂ Voc) − 1)).
 */
export function currentAt(lit: Sunlit, voltage: number): number {
  const { power, peakVoltage, openVoltage, curve } = lit;
  if (power === 0 || voltage >= openVoltage) return 0;
  const atPeak = shape(curve, peakVoltage / openVoltage);
  return power / peakVoltage * Math.max(0, shape(curve, voltage / openVoltage)) / atPeak;
}

function shape({ c1, c2 }: Curve, ofOpenVoltage: number): number {
  return 1 - c1 * Math.expm1(ofOpenVoltage / c2);
}

/** Where the modules work to give a power, at most their best: above the voltage of most power. */
export function workingPoint(lit: Sunlit, power: number): Generator {
  if (lit.power === 0) return IDLE_GENERATOR;
  if (power >= lit.power * 0.9999) {
    return { voltage: lit.peakVoltage, current: power / lit.peakVoltage, power };
  }
  let low = lit.peakVoltage;
  let high = lit.openVoltage;
  for (let i = 0; i < 8; i++) {
    const middle = (low + high) / 2;
    if (middle * currentAt(lit, middle) > power) low = middle;
    else high = middle;
  }
  const voltage = (low + high) / 2;
  return { voltage, current: power / voltage, power };
}

/** What modules give, in W, where no more than a current is drawn: at or above their best voltage. */
export function powerWithin(lit: Sunlit, maxCurrent: number): number {
  const { power, peakVoltage, openVoltage } = lit;
  if (power <= peakVoltage * maxCurrent) return power;
  let low = peakVoltage;
  let high = openVoltage;
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2;
    if (currentAt(lit, middle) > maxCurrent) low = middle;
    else high = middle;
  }
  return high * currentAt(lit, high);
}

/** The curve whose most power lies at a share of the voltage without load. */
export function curveThrough(peakVoltage: number, openVoltage: number): Curve {
  const ratio = peakVoltage / openVoltage;
  // With x = 1 / c₂ the power is at its most where (1 + ratio·x) exp((ratio − 1) x) = 1.
  let x = 10;
  for (let i = 0; i < 30; i++) x = Math.log(1 + ratio * x) / (1 - ratio);
  return { c1: 1 / Math.expm1(x), c2: 1 / x };
}
