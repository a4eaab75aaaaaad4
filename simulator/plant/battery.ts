/** What the battery is. */
export interface BatteryDesign {
  readonly chemistry: Chemistry;
  /** In V: 12, 24 or 48. */
  readonly nominalVoltage: number;
  /** In Ah. */
  readonly capacity: number;
}

export type Chemistry = "lead_acid" | "lithium";

/** Where the charging of a battery stands. */
export type CyclePhase = "bulk" | "absorption" | "floating";

/** The battery at a moment. Current and power are positive while it charges. */
export interface Battery {
  readonly design: BatteryDesign;
  /** State of charge, 0 to 1. */
  readonly charge: number;
  /** In V, A and W. */
  readonly voltage: number;
  readonly current: number;
  readonly power: number;
  /** In °C. */
  readonly temperature: number;
  readonly phase: CyclePhase;
  /** How long the phase has lasted, in seconds. */
  readonly phaseSeconds: number;
}

// For a cell group of 48 V and 100 Ah; other batteries are these in series and parallel.
interface Characteristic {
  readonly emptyVoltage: number;
  readonly fullVoltage: number;
  /** In Ω. */
  readonly resistance: number;
  /** What a full battery puts in the way of more charge, in Ω, and how early that begins. */
  readonly fullResistance: number;
  readonly fullSteepness: number;
  /** The share of the charge put in that can be taken out again. */
  readonly chargeEfficiency: number;
  readonly absorptionVoltage: number;
  readonly floatingVoltage: number;
}

const Characteristics: Readonly<Record<Chemistry, Characteristic>> = {
  lead_acid: {
    emptyVoltage: 46.6,
    fullVoltage: 51.2,
    resistance: 0.08,
    fullResistance: 5,
    fullSteepness: 22,
    chargeEfficiency: 0.92,
    absorptionVoltage: 57.6,
    floatingVoltage: 54.4,
  },
  lithium: {
    emptyVoltage: 49.6,
    fullVoltage: 53.6,
    resistance: 0.03,
    fullResistance: 0.6,
    fullSteepness: 40,
    chargeEfficiency: 0.995,
    absorptionVoltage: 56,
    floatingVoltage: 54.4,
  },
};

const ABSORPTION_SECONDS = 2 * 3600;
const NEW_CYCLE_CHARGE = 0.9;

/** A battery at rest, with `charge` from 0 to 1. */
export function createBattery(design: BatteryDesign, charge: number): Battery {
  return {
    design,
    charge,
    voltage: openCircuitVoltage(design, charge),
    current: 0,
    power: 0,
    temperature: 20,
    phase: "bulk",
    phaseSeconds: 0,
  };
}

/** The voltage to which the chargers bring the battery now. */
export function targetVoltage({ design, phase }: Battery): number {
  const { absorptionVoltage, floatingVoltage } = Characteristics[design.chemistry];
  return (phase === "floating" ? floatingVoltage : absorptionVoltage) * design.nominalVoltage / 48;
}

/** The most power that the battery takes now without passing its target voltage, in W. */
export function acceptedPower(battery: Battery): number {
  const { design, charge } = battery;
  const target = targetVoltage(battery);
  const headroom = target - openCircuitVoltage(design, charge);
  return headroom <= 0 ? 0 : target * headroom / chargeResistance(design, charge);
}

/** The battery after it was charged (or discharged) with a power for a while. */
export function stepBattery(
  battery: Battery,
  power: number,
  airTemperature: number,
  seconds: number,
): Battery {
  const { design } = battery;
  const { chargeEfficiency } = Characteristics[design.chemistry];
  const current = currentAt(battery, power);
  const stored = current > 0 ? current * chargeEfficiency : current;
  const charge = clamp(battery.charge + stored * seconds / 3600 / design.capacity, 0, 1);
  const warmth = airTemperature + 8 + 4 * Math.abs(current) / design.capacity;
  const voltage = voltageAt(battery, current);
  return {
    design,
    charge,
    voltage,
    current,
    power: voltage * current,
    temperature: approach(battery.temperature, warmth, seconds / 20_000),
    ...nextPhase(battery, power, seconds),
  };
}

function nextPhase(
  battery: Battery,
  power: number,
  seconds: number,
): Pick<Battery, "phase" | "phaseSeconds"> {
  const { phase, phaseSeconds, charge } = battery;
  const full = power > 0 && power >= acceptedPower(battery) * 0.98;
  if (phase === "bulk" && full) return { phase: "absorption", phaseSeconds: 0 };
  if (phase === "absorption" && phaseSeconds >= ABSORPTION_SECONDS) {
    return { phase: "floating", phaseSeconds: 0 };
  }
  if (phase !== "bulk" && charge < NEW_CYCLE_CHARGE) return { phase: "bulk", phaseSeconds: 0 };
  // Absorption counts only the time at its voltage.
  return { phase, phaseSeconds: phaseSeconds + (phase !== "absorption" || full ? seconds : 0) };
}

/** Solves power = current × (open-circuit voltage + current × resistance). */
function currentAt(battery: Battery, power: number): number {
  const { design, charge } = battery;
  const rest = openCircuitVoltage(design, charge);
  const resistance = resistanceOf(battery, power);
  const root = rest * rest + 4 * resistance * power;
  // More than the battery can give: as much as it can.
  return root <= 0 ? -rest / (2 * resistance) : (Math.sqrt(root) - rest) / (2 * resistance);
}

function voltageAt(battery: Battery, current: number): number {
  const { design, charge } = battery;
  return openCircuitVoltage(design, charge) + current * resistanceOf(battery, current);
}

function resistanceOf({ design, charge }: Battery, direction: number): number {
  return direction > 0 ? chargeResistance(design, charge) : dischargeResistance(design);
}

function openCircuitVoltage({ chemistry, nominalVoltage }: BatteryDesign, charge: number): number {
  const { emptyVoltage, fullVoltage } = Characteristics[chemistry];
  return (emptyVoltage + (fullVoltage - emptyVoltage) * charge) * nominalVoltage / 48;
}

function dischargeResistance({ chemistry, nominalVoltage, capacity }: BatteryDesign): number {
  return Characteristics[chemistry].resistance * nominalVoltage / 48 * 100 / capacity;
}

function chargeResistance(design: BatteryDesign, charge: number): number {
  const { resistance, fullResistance, fullSteepness } = Characteristics[design.chemistry];
  const share = fullResistance / resistance * Math.exp(fullSteepness * (charge - 1));
  return dischargeResistance(design) * (1 + share);
}

function approach(value: number, goal: number, share: number): number {
  return value + (goal - value) * Math.min(1, share);
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
