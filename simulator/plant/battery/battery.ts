/** What the battery is. */
export interface BatteryDesign {
  readonly chemistry: Chemistry;
  /** In V: 12, 24 or 48. */
  readonly nominalVoltage: number;
  /** In Ah. */
  readonly capacity: number;
}

/** What the cells are made of. */
export type Chemistry = "lead_acid" | "lithium";

/** The battery at a moment. Current and power are positive while it charges. */
export interface Battery {
  readonly design: BatteryDesign;
  /** State of charge, 0 to 1. */
  readonly charge: number;
  /** In V, A and W. */
  readonly voltage: number;
  readonly current: number;
  readonly power: number;
  /** What of the power became heat or gas, in W. */
  readonly lossPower: number;
  /** In °C. */
  readonly temperature: number;
}

// For a battery of 48 V and 100 Ah; others are these in series and parallel.
interface Characteristic {
  /** Without current, by charge, in V. */
  readonly openVoltage: (charge: number) => number;
  /** In Ω at 25 °C, and its growth per kelvin below. */
  readonly resistance: number;
  readonly resistancePerKelvin: number;
  /** What a battery that fills puts in the way, in Ω: this by what is still to be filled. */
  readonly fillResistance: number;
  /** What a battery that empties puts in the way, in Ω: this by what is still in it. */
  readonly drainResistance: number;
  /** The share of the charge at which as much current makes gas as is stored. */
  readonly gassing: number;
  /** The share of the current that is stored by a battery that is not full. */
  readonly chargeEfficiency: number;
  /** The share of the charge lost in a second. */
  readonly selfDischarge: number;
  /** The most current in and out, as a share of the capacity per hour. */
  readonly maxCharge: number;
  readonly maxDischarge: number;
}

/** At this charge half of what resists a drain is reached. */
const DRAINED_CHARGE = 0.02;
const SECONDS_PER_MONTH = 30 * 86400;

const Characteristics: Readonly<Record<Chemistry, Characteristic>> = {
  lead_acid: {
    // Towards the end of a discharge the voltage breaks down.
    openVoltage: (charge) => 46.6 + 4.6 * charge - 2.5 * Math.exp(-30 * charge),
    resistance: 0.055,
    resistancePerKelvin: 0.008,
    fillResistance: 0.05,
    drainResistance: 0.004,
    gassing: 0.01,
    chargeEfficiency: 0.97,
    selfDischarge: 0.03 / SECONDS_PER_MONTH,
    maxCharge: Infinity,
    maxDischarge: Infinity,
  },
  lithium: {
    openVoltage: (charge) =>
      52 + 1.4 * (charge - 0.5) - 3 * Math.exp(-25 * charge) + 0.8 * Math.exp(25 * (charge - 1)),
    resistance: 0.055,
    resistancePerKelvin: 0.01,
    fillResistance: 0.003,
    drainResistance: 0,
    gassing: 0.0001,
    chargeEfficiency: 0.99,
    selfDischarge: 0.02 / SECONDS_PER_MONTH,
    maxCharge: 0.5,
    maxDischarge: 0.8,
  },
};

/** A cupboard in the house: half as cold as outside. */
const ROOM_SHARE = 0.5;
const ROOM_WARMTH = 10;
/** Heat that warms a battery of 1 kWh by 1 K, in J, and how fast it gives it to the room. */
const HEAT_CAPACITY = 29_000;
const COOLING_SECONDS = 8 * 3600;

/** A battery at rest, with `charge` from 0 to 1. */
export function createBattery(design: BatteryDesign, charge: number): Battery {
  return {
    design,
    charge,
    voltage: openCircuitVoltage(design, charge),
    current: 0,
    power: 0,
    lossPower: 0,
    temperature: 20,
  };
}

/** The voltage without current, in V. */
export function openCircuitVoltage(
  { chemistry, nominalVoltage }: BatteryDesign,
  charge: number,
): number {
  return Characteristics[chemistry].openVoltage(charge) * nominalVoltage / 48;
}

/** What the voltage lacks to the one without current, in V; negative while the battery charges. */
export function sagOf({ design, charge, voltage }: Battery): number {
  return openCircuitVoltage(design, charge) - voltage;
}

/** The power at which the battery has a voltage, in W; negative where it has to be discharged. */
export function powerAtVoltage(battery: Battery, voltage: number): number {
  const headroom = voltage - openCircuitVoltage(battery.design, battery.charge);
  return voltage * headroom / resistanceOf(battery, headroom);
}

/** The power with which a current goes into the battery, in W. */
export function powerAtCurrent(battery: Battery, current: number): number {
  if (current === Infinity) return Infinity;
  const rest = openCircuitVoltage(battery.design, battery.charge);
  return current * (rest + current * resistanceOf(battery, current));
}

/** The most current that a battery takes that is far from full, in A. */
export function mostChargeCurrent({ capacity, chemistry }: BatteryDesign): number {
  return capacity * Characteristics[chemistry].maxCharge;
}

/** The most current that the battery takes, in A: what its own management allows. */
export function chargeCurrentLimit({ design, charge }: Battery): number {
  // A full battery takes less.
  return mostChargeCurrent(design) * Math.min(1, 0.05 + (1 - charge) * 10);
}

/** The most current that the battery gives, in A: what its own management allows. */
export function dischargeCurrentLimit({ design, charge }: Battery): number {
  // An empty one gives less.
  return design.capacity * Characteristics[design.chemistry].maxDischarge *
    Math.min(1, charge * 10);
}

/** The most power that can be drawn before the voltage breaks down, in W. */
export function maxDischargePower(battery: Battery): number {
  if (battery.charge <= 0) return 0;
  const rest = openCircuitVoltage(battery.design, battery.charge);
  // At three quarters of the voltage; the theoretical limit is at half of it.
  return rest * rest * 0.75 * 0.25 / resistanceOf(battery, -1);
}

/** The battery after it was charged (or discharged) with a power for a while. */
export function stepBattery(
  battery: Battery,
  power: number,
  airTemperature: number,
  seconds: number,
): Battery {
  const { design } = battery;
  const { gassing, chargeEfficiency, selfDischarge } = Characteristics[design.chemistry];
  const rest = openCircuitVoltage(design, battery.charge);
  const resistance = resistanceOf(battery, power);
  // Solves power = current × (open-circuit voltage + current × resistance).
  const root = Math.sqrt(Math.max(0, rest * rest + 4 * resistance * power));
  const current = (root - rest) / (2 * resistance);
  const room = 1 - battery.charge;
  const stored = current > 0 ? current * chargeEfficiency * room / (room + gassing) : current;
  // As a current beside the battery's own.
  const leak = battery.charge * selfDischarge * 3600 * design.capacity;
  const change = (stored - leak) * seconds / 3600 / design.capacity;
  const charge = clamp(battery.charge + change, 0, 1);
  const voltage = rest + current * resistance;
  const lossPower = voltage * current - rest * (stored - leak);
  return {
    design,
    charge,
    voltage,
    current,
    power: voltage * current,
    lossPower,
    temperature: temperatureAfter(battery, lossPower, airTemperature, seconds),
  };
}

function temperatureAfter(
  { design, temperature }: Battery,
  lossPower: number,
  airTemperature: number,
  seconds: number,
): number {
  const kilowattHours = design.capacity * design.nominalVoltage / 1000;
  const room = airTemperature * ROOM_SHARE + ROOM_WARMTH;
  const cooling = (room - temperature) * Math.min(1, seconds / COOLING_SECONDS);
  return temperature + cooling + lossPower * seconds / (HEAT_CAPACITY * kilowattHours);
}

function resistanceOf({ design, charge, temperature }: Battery, direction: number): number {
  const { resistance, resistancePerKelvin, fillResistance, drainResistance, gassing } =
    Characteristics[design.chemistry];
  const cold = Math.max(0.5, 1 + resistancePerKelvin * (25 - temperature));
  const growing = direction > 0
    ? fillResistance / (1 - charge + gassing)
    : drainResistance / (charge + DRAINED_CHARGE);
  const size = design.nominalVoltage / 48 * 100 / design.capacity;
  return (resistance * cold + growing) * size;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
