import { type CyclePhase, targetVoltage } from "../plant/battery.ts";
import type { Generator, SolarCharger, SolarMode } from "../plant/solar_charger.ts";
import { type Bindings, type Gauge, IdentityGauges } from "./bindings.ts";

type ChargerGauge = Gauge<SolarCharger>;

/** Above this the sun counts as shining, in W/m². */
const IRRADIATION_THRESHOLD = 20;
const DAYS_BETWEEN_EQUALIZATIONS = 26;
/** Earth is in the middle of a floating battery or generator. */
const FLOATING_EARTH = -0.5;

const BatteryCyclePhase: Readonly<Record<CyclePhase, number>> = {
  bulk: 0,
  absorption: 1,
  floating: 3,
};
const VarioTrackMode: Readonly<Record<SolarMode, number>> = {
  night: 0,
  off: 6,
  sun: 8,
  battery_voltage: 9,
  current: 10,
};
const VarioStringMode: Readonly<Record<SolarMode, number>> = {
  night: 0,
  off: 2,
  sun: 3,
  battery_voltage: 4,
  current: 5,
};
const XtenderSlave = 4;
const WiredIndependently = 1;

const opened: ChargerGauge = () => 0;
const automatic: ChargerGauge = () => 1;
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
  battery_cycle_phase: ({ plant }) => BatteryCyclePhase[plant.battery.phase],
  pv_voltage: pvVoltage,
  pv_power: pvPower,
  device_on_off_state: ({ unit }) => unit.settings.on ? 1 : 0,
  error_type: no,
  days_to_next_equalization: () => DAYS_BETWEEN_EQUALIZATIONS * 24,
  electronics_temperature_1: ({ unit }) => unit.temperature,
  electronics_temperature_2: ({ unit }) => unit.temperature - 3,
  aux_relay_1_state: opened,
  aux_relay_2_state: opened,
  aux_relay_1_mode: automatic,
  aux_relay_2_mode: automatic,
  remote_entry_state: no,
  synchronisation_state: () => XtenderSlave,
};

const rates: Bindings<SolarCharger>["rates"] = {
  pv_energy: pvPower,
  pv_charge_ah: batteryCurrent,
  irradiation_hours: sunHours,
  can_error_count: no,
};

export const VarioTrackBindings: Bindings<SolarCharger> = {
  gauges: {
    ...common,
    pv_current: pvCurrent,
    device_model: ({ identity }) => identity.modelCode,
    operating_mode: ({ unit }) => VarioTrackMode[unit.mode],
    aux_relay_3_state: opened,
    aux_relay_4_state: opened,
    aux_relay_3_mode: automatic,
    aux_relay_4_mode: automatic,
    relay_voltage: ({ plant }) => plant.battery.voltage,
  },
  rates,
};

export const VarioStringBindings: Bindings<SolarCharger> = {
  gauges: {
    ...common,
    pv_current: pvCurrent,
    pv_wiring_type: () => WiredIndependently,
    pv_operating_mode: ({ unit }) => VarioStringMode[unit.mode],
    pv_minus_to_earth_voltage: (subject) => FLOATING_EARTH * pvVoltage(subject),
    battery_minus_to_earth_voltage: ({ plant }) => FLOATING_EARTH * plant.battery.voltage,
    battery_voltage_target: ({ plant }) => targetVoltage(plant.battery),
    battery_cycle_synchronised: () => 1,
    ...inputGauges("pv1", 0),
    ...inputGauges("pv2", 1),
  },
  rates: {
    ...rates,
    pv1_energy: ({ unit }) => inputOf(unit, 0).power,
    pv2_energy: ({ unit }) => inputOf(unit, 1).power,
    absorption_time: ({ plant }) => plant.battery.phase === "absorption" ? 1 : 0,
  },
};

/** One of the two inputs of a VarioString. */
function inputGauges(name: string, index: number): Readonly<Record<string, ChargerGauge>> {
  return {
    [`${name}_voltage`]: ({ unit }) => inputOf(unit, index).voltage,
    [`${name}_current`]: ({ unit }) => inputOf(unit, index).current,
    [`${name}_power`]: ({ unit }) => inputOf(unit, index).power,
    [`${name}_operating_mode`]: ({ unit }) => VarioStringMode[unit.mode],
    [`${name}_minus_to_earth_voltage`]: ({ unit }) => FLOATING_EARTH * inputOf(unit, index).voltage,
  };
}

const NOTHING_CONNECTED: Generator = { voltage: 0, current: 0, power: 0 };

function inputOf({ generators }: SolarCharger, index: number): Generator {
  return generators[index] ?? NOTHING_CONNECTED;
}
