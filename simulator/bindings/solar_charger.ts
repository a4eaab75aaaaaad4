import type { CyclePhase } from "../plant/charging/charge_cycle.ts";
import { chargerTarget } from "../plant/charge_targets.ts";
import { minusToEarth, pvEarthingAt } from "../plant/solar/earthing.ts";
import { type Generator, IDLE_GENERATOR } from "../plant/solar/pv.ts";
import type { SolarCharger, SolarFault, SolarMode } from "../plant/solar/solar_charger.ts";
import { type Wiring, wiringOf } from "../plant/solar/vario_parameters.ts";
import { isAtLeast } from "../version.ts";
import {
  type Bindings,
  contactGauges,
  type Gauge,
  IdentityGauges,
  type Subject,
} from "./bindings.ts";

type ChargerGauge = Gauge<SolarCharger>;

/** Above this the sun counts as shining, in W/m². */
const IRRADIATION_THRESHOLD = 20;

const BatteryCyclePhase: Readonly<Record<CyclePhase, number>> = {
  bulk: 0,
  absorption: 1,
  equalization: 2,
  floating: 3,
  reduced_floating: 6,
  periodic_absorption: 7,
};
const VarioTrackMode: Readonly<Record<SolarMode, number>> = {
  night: 0,
  security: 5,
  off: 6,
  sun: 8,
  battery_voltage: 9,
  current: 10,
  // No VarioTrack tells these two; its inputs bear what its current allows.
  power: 8,
  pv_current: 8,
  heat: 11,
  monitor: 12,
};
/** In place of all modes that charge, where they are not told apart. */
const CHARGER = 3;
const VarioStringMode: Readonly<Record<SolarMode, number>> = {
  night: 0,
  security: 1,
  off: 2,
  sun: 3,
  battery_voltage: 4,
  current: 5,
  power: 6,
  pv_current: 7,
  heat: 8,
  monitor: 10,
};
const VarioTrackError: Readonly<Record<SolarFault, number>> = {
  none: 0,
  battery_overvoltage: 1,
  earth: 2,
  // It looks at its battery alone.
  earth_pv: 2,
  earth_pv1: 2,
  earth_pv2: 2,
  battery_undervoltage: 3,
};
const VarioStringError: Readonly<Record<SolarFault, number>> = {
  none: 0,
  battery_overvoltage: 1,
  earth: 8,
  earth_pv: 9,
  earth_pv1: 10,
  earth_pv2: 11,
  battery_undervoltage: 13,
};
const Synchronisation = { xtenderSlave: 4, alone: 9 } as const;
const WiringType: Readonly<Record<Wiring, number>> = { independent: 1, series: 2, parallel: 3 };
/** What one input alone tells of the wiring, and of the modes of two. */
const ONE_INPUT = { wiring: 0, mode: 9 } as const;

const no: ChargerGauge = () => 0;

const batteryCurrent: ChargerGauge = ({ unit, plant }) => unit.batteryPower / plant.battery.voltage;
const pvPower: ChargerGauge = ({ unit }) =>
  unit.generators.reduce((sum, { power }) => sum + power, 0);
const pvCurrent: ChargerGauge = ({ unit }) =>
  unit.generators.reduce((sum, { current }) => sum + current, 0);
/** Of several generators their power over their current, so that the three agree. */
const pvVoltage: ChargerGauge = (subject) => {
  const current = pvCurrent(subject);
  return current > 0 ? pvPower(subject) / current : subject.unit.generators[0]!.voltage;
};
const sunHours: ChargerGauge = ({ plant }) =>
  plant.weather.irradiance > IRRADIATION_THRESHOLD ? 1 : 0;

const common: Bindings<SolarCharger>["gauges"] = {
  ...IdentityGauges,
  battery_voltage: ({ plant }) => plant.battery.voltage,
  battery_current: batteryCurrent,
  battery_temperature: ({ plant }) => plant.battery.temperature,
  battery_cycle_phase: ({ unit }) => BatteryCyclePhase[unit.cycle.phase],
  pv_voltage: pvVoltage,
  pv_power: pvPower,
  device_on_off_state: ({ unit }) => unit.on ? 1 : 0,
  days_to_next_equalization: hoursToEqualization,
  electronics_temperature_1: ({ unit }) => unit.temperature,
  electronics_temperature_2: ({ unit }) => unit.temperature - 3,
  ...contactGauges(1),
  ...contactGauges(2),
  remote_entry_state: ({ unit }) => unit.entryClosed ? 1 : 0,
  synchronisation_state: ({ unit }) =>
    unit.synchronised ? Synchronisation.xtenderSlave : Synchronisation.alone,
};

const rates: Bindings<SolarCharger>["rates"] = {
  pv_energy: pvPower,
  pv_charge_ah: (subject) => Math.max(0, batteryCurrent(subject)),
  irradiation_hours: sunHours,
  can_error_count: no,
};

export const VarioTrackBindings: Bindings<SolarCharger> = {
  gauges: {
    ...common,
    pv_current: pvCurrent,
    device_model: ({ identity }) => identity.modelCode,
    operating_mode: varioTrackMode,
    error_type: ({ unit }) => VarioTrackError[unit.fault],
    ...contactGauges(3),
    ...contactGauges(4),
    relay_voltage: ({ plant }) => plant.battery.voltage,
  },
  rates,
};

export const VarioStringBindings: Bindings<SolarCharger> = {
  gauges: {
    ...common,
    pv_current: pvCurrent,
    error_type: ({ unit }) => VarioStringError[unit.fault],
    pv_wiring_type: ({ unit }) =>
      hasTwo(unit) ? WiringType[wiringOf(unit.control.settings)] : ONE_INPUT.wiring,
    pv_operating_mode: ({ unit }) => VarioStringMode[unit.mode],
    pv_minus_to_earth_voltage: (subject) => pvMinusToEarth(subject, 0, pvVoltage(subject)),
    battery_minus_to_earth_voltage: ({ plant, unit }) =>
      minusToEarth(unit.control.settings.batteryEarthing, plant.battery.voltage),
    battery_voltage_target: ({ plant, unit }) => chargerTarget(plant, unit),
    battery_cycle_synchronised: ({ unit }) => unit.synchronised ? 1 : 0,
    ...inputGauges("pv1", 0),
    ...inputGauges("pv2", 1),
  },
  rates: {
    ...rates,
    pv1_energy: inputGauge(0, ({ power }) => power),
    pv2_energy: inputGauge(1, ({ power }) => power),
    absorption_time: ({ unit }) => unit.cycle.phase === "absorption" ? 1 : 0,
  },
};

/** Up to firmware 1.5.8 a VarioTrack does not tell what limits it. */
function varioTrackMode({ unit, identity }: Subject<SolarCharger>): number {
  const mode = VarioTrackMode[unit.mode];
  return mode >= VarioTrackMode.sun && !isAtLeast(identity.firmware, "1.5.10") ? CHARGER : mode;
}

/** One of the two inputs of a VarioString; where there is one alone, its infos are the plain ones. */
function inputGauges(name: string, index: number): Readonly<Record<string, ChargerGauge>> {
  return {
    [`${name}_voltage`]: inputGauge(index, ({ voltage }) => voltage),
    [`${name}_current`]: inputGauge(index, ({ current }) => current),
    [`${name}_power`]: inputGauge(index, ({ power }) => power),
    [`${name}_operating_mode`]: ({ unit }) =>
      hasTwo(unit) ? VarioStringMode[unit.mode] : ONE_INPUT.mode,
    [`${name}_minus_to_earth_voltage`]: inputGauge(
      index,
      ({ voltage }, subject) => pvMinusToEarth(subject, index, voltage),
    ),
  };
}

/** Not available where the charger has no such input. */
function inputGauge(
  index: number,
  read: (modules: Generator, subject: Subject<SolarCharger>) => number,
): ChargerGauge {
  return (subject) => {
    const { unit } = subject;
    return hasTwo(unit) ? read(unit.generators[index] ?? IDLE_GENERATOR, subject) : NaN;
  };
}

function pvMinusToEarth({ unit }: Subject<SolarCharger>, index: number, voltage: number): number {
  return minusToEarth(pvEarthingAt(unit.control.settings, index), voltage);
}

function hasTwo({ design }: SolarCharger): boolean {
  return design.inputs === 2;
}

/** What stays until the next equalization; none is planned where none is allowed. */
function hoursToEqualization({ unit }: Subject<SolarCharger>): number {
  const { equalizationAllowed, equalizationIntervalSeconds } = unit.control.cycle;
  if (!equalizationAllowed) return 0;
  const left = equalizationIntervalSeconds - unit.cycle.secondsSinceEqualization;
  return Math.max(0, left) / 3600;
}
