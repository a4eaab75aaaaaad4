import type { Battery, BatteryDesign } from "./battery.ts";
import type { BspSettings } from "./monitor_parameters.ts";

/** What a BSP believes of the battery from the current through its shunt. */
export interface BatteryCount {
  /** Of what the manufacturer calls full, 0 to 1. */
  readonly charge: number;
  /** How long all has looked like the end of a charge. */
  readonly fullSeconds: number;
}

const SECONDS_PER_MONTH = 30 * 86400;
/** The shunt that is there, in Ω: 50 mV at 500 A. */
const SHUNT_RESISTANCE = 0.05 / 500;
/** The temperature for which the voltage at the end of a charge is meant, in °C. */
const REFERENCE_TEMPERATURE = 25;
const REFERENCE_HOURS = 20;
/** How fast the voltage without load puts a wrong count right. */
const CORRECTION_SECONDS = 4 * 3600;

/** The codes of {6057}: 1 is what the BSP finds out by itself. */
const SystemVoltage: Readonly<Record<number, number>> = { 2: 12, 4: 24, 8: 48 };

/** A count that is right. */
export function startCount(charge: number): BatteryCount {
  return { charge, fullSeconds: 0 };
}

/** What a BSP measures of a current, in A, with the shunt that it was told of. */
export function shuntCurrent(
  current: number,
  { shuntCurrent, shuntVoltage }: Pick<BspSettings, "shuntCurrent" | "shuntVoltage">,
): number {
  return current * SHUNT_RESISTANCE * shuntCurrent / shuntVoltage;
}

/** The capacity that a BSP counts with, in Ah: by Peukert's law that of 20 h, where it shall. */
export function countedCapacity(settings: BspSettings, temperature: number): number {
  const { capacity, dischargeHours, peukert, usesC20 } = settings;
  const slower = usesC20 ? (REFERENCE_HOURS / dischargeHours) ** (1 - 1 / peukert) : 1;
  const warmth = 1 + settings.capacityPerKelvin * (temperature - settings.nominalTemperature);
  return capacity * slower * Math.max(0.1, warmth);
}

/** The nominal voltage that a BSP takes the battery for, in V. */
export function systemVoltage(
  { systemVoltageCode }: Pick<BspSettings, "systemVoltageCode">,
  { nominalVoltage }: BatteryDesign,
): number {
  return SystemVoltage[systemVoltageCode] ?? nominalVoltage;
}

/** The count some seconds later. */
export function stepCount(
  count: BatteryCount,
  settings: BspSettings,
  battery: Battery,
  seconds: number,
): BatteryCount {
  const { voltage, temperature, design } = battery;
  const capacity = countedCapacity(settings, temperature);
  const current = shuntCurrent(battery.current, settings);
  const stored = current > 0 ? current * settings.chargeEfficiency : current;
  const leak = count.charge * settings.selfDischarge * seconds / SECONDS_PER_MONTH;
  const expectedVoltage = systemVoltage(settings, design);
  const correction = settings.voltageCorrects
    ? (seenCharge(battery, expectedVoltage) - count.charge) *
      Math.min(1, seconds / CORRECTION_SECONDS)
    : 0;
  const counted = count.charge + stored * seconds / 3600 / capacity - leak + correction;
  const endVoltage = settings.endVoltage +
    settings.endVoltagePerKelvin * (expectedVoltage / 2) *
      (temperature - REFERENCE_TEMPERATURE);
  const ends = current >= 0 && current <= settings.endCurrent * capacity && voltage >= endVoltage;
  const fullSeconds = ends ? count.fullSeconds + seconds : 0;
  const full = settings.endSynchronizes && ends && fullSeconds >= settings.endSeconds;
  return { charge: full ? 1 : Math.min(1, Math.max(0, counted)), fullSeconds };
}

/** What the voltage without load tells of the charge: one of another voltage looks full or empty. */
function seenCharge({ charge, design }: Battery, expectedVoltage: number): number {
  if (design.nominalVoltage === expectedVoltage) return charge;
  return design.nominalVoltage > expectedVoltage ? 1 : 0;
}

/** What the owner sees of a charge, 0 to 1: between what counts as empty and as full for him. */
export function shownCharge(
  charge: number,
  { emptyAt, fullAt }: Pick<BspSettings, "emptyAt" | "fullAt">,
): number {
  return Math.min(1, Math.max(0, (charge - emptyAt) / (fullAt - emptyAt)));
}
