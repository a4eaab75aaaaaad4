import type { CyclePhase } from "../plant/battery.ts";
import { targetVoltage } from "../plant/battery.ts";
import type { Inverter, InverterMode } from "../plant/inverter.ts";
import { type Bindings, type Gauge, IdentityGauges, type Subject } from "./bindings.ts";

type XtenderGauge = Gauge<Inverter>;

/** What an input without its sensor reads. */
const NO_SENSOR = 32767;
const OPENED = 0;
const CLOSED = 1;

const OperatingState: Readonly<Record<InverterMode, number>> = {
  off: 0,
  inverter: 1,
  charger: 2,
  boost: 3,
  injection: 4,
};
const BatteryCyclePhase: Readonly<Record<CyclePhase, number>> = {
  bulk: 1,
  absorption: 2,
  floating: 4,
};
/** Codes of the source of limitation: the battery's voltage, its current, or nothing of these. */
const LimitedBy = { none: 0, batteryVoltage: 1, batteryCurrent: 4 } as const;
const LimitByPhase: Readonly<Record<CyclePhase, number>> = {
  bulk: LimitedBy.batteryCurrent,
  absorption: LimitedBy.batteryVoltage,
  floating: LimitedBy.batteryVoltage,
};
/** Of the converter's heat, what a second sensor sees beside the first. */
const COOLER_SENSOR = 4;

const batteryCurrent: XtenderGauge = ({ unit, plant }) => unit.batteryPower / plant.battery.voltage;
const converterOn: XtenderGauge = ({ unit }) => unit.mode === "off" ? 0 : 1;
const aloneOnOutput: XtenderGauge = ({ unit }) =>
  unit.mode !== "off" && !unit.connected ? CLOSED : OPENED;
const opened: XtenderGauge = () => OPENED;
const no: XtenderGauge = () => 0;
const automatic: XtenderGauge = () => 1;

/** An Xtender: what stands at its two AC sides and at the battery. */
export const XtenderBindings: Bindings<Inverter> = {
  gauges: {
    ...IdentityGauges,
    battery_voltage: ({ plant }) => plant.battery.voltage,
    battery_temperature: batteryTemperature,
    battery_voltage_temperature_compensation: temperatureCompensation,
    battery_voltage_dynamic_compensation: dynamicCompensation,
    battery_charge_current_setpoint: ({ unit, setting }) =>
      unit.connected && unit.settings.chargerAllowed ? setting(Setting.chargeCurrent) : 0,
    battery_current: batteryCurrent,
    battery_voltage_ripple: (subject) => 0.05 + 0.004 * Math.abs(batteryCurrent(subject)),
    soc: ({ plant }) => plant.battery.charge * 100,
    battery_low_voltage_disconnect_level: (subject) =>
      subject.setting(Setting.undervoltage) + dynamicCompensation(subject),
    battery_cycle_phase: ({ plant }) => BatteryCyclePhase[plant.battery.phase],
    battery_voltage_target: ({ plant }) => targetVoltage(plant.battery),
    battery_cell_count: ({ plant }) => plant.design.battery.nominalVoltage / 2,
    battery_priority_active: ({ unit, plant }) => unit.connected && plant.batteryServes ? 1 : 0,
    ac_in_voltage: ({ unit }) => unit.input.voltage,
    ac_in_current: ({ unit }) => unit.input.current,
    ac_in_active_power: ({ unit }) => unit.input.activePower,
    ac_in_apparent_power: ({ unit }) => unit.input.apparentPower,
    ac_in_frequency: ({ unit }) => unit.input.frequency,
    ac_in_current_limit: ({ unit }) => unit.settings.inputCurrentLimit,
    ac_in_limit_reached: ({ unit }) => unit.inputLimited ? 1 : 0,
    ac_out_voltage: ({ unit }) => unit.output.voltage,
    ac_out_current: ({ unit }) => unit.output.current,
    ac_out_active_power: ({ unit }) => unit.output.activePower,
    ac_out_apparent_power: ({ unit }) => unit.output.apparentPower,
    ac_out_frequency: ({ unit }) => unit.output.frequency,
    boost_active: ({ unit }) => unit.mode === "boost" ? 1 : 0,
    transfer_relay_state: ({ unit }) => unit.connected ? CLOSED : OPENED,
    output_relay_state: converterOn,
    operating_state: ({ unit }) => OperatingState[unit.mode],
    device_on_off_state: converterOn,
    // The Xtender earths the neutral where nobody else does.
    ground_relay_state: aloneOnOutput,
    neutral_relay_state: ({ unit }) => unit.connected ? CLOSED : OPENED,
    aux_relay_1_state: opened,
    aux_relay_2_state: opened,
    aux_relay_1_mode: automatic,
    aux_relay_2_mode: automatic,
    remote_entry_state: no,
    search_mode_state: no,
    locking_flags: no,
    overload_count: no,
    overtemperature_count: no,
    battery_overvoltage_count: no,
    overtemperature_state: no,
    debug_1: no,
    debug_2: no,
    state_machine: ({ unit }) => OperatingState[unit.mode],
    electronics_temperature_1: ({ unit }) => unit.temperature,
    electronics_temperature_2: ({ unit }) => unit.temperature - COOLER_SENSOR,
    converter_ac_voltage: ({ unit }) => unit.output.voltage,
    converter_ac_current: ({ unit }) =>
      unit.output.voltage > 0 ? unit.converterPower / unit.output.voltage : 0,
    charge_current_limit_ac_side: chargeCurrentAtAcSide,
    charge_or_inject_limitation_source: ({ unit, plant }) =>
      unit.mode === "charger" ? LimitByPhase[plant.battery.phase] : LimitedBy.none,
    grid_feed_current_setpoint: ({ unit }) =>
      unit.settings.feedingAllowed ? Math.max(0, -unit.input.current) : 0,
    grid_feed_current_limit_frozen: ({ unit }) => unit.settings.feedingCurrentLimit,
    grid_feed_limitation_type: no,
    forced_grid_feeding_active: no,
    phase_assignment: ({ unit }) => 2 ** (unit.design.phase - 1),
    id_nominal_power: ({ unit }) => unit.design.nominalPower,
    id_nominal_ac_out_voltage: ({ plant }) => plant.design.acVoltage,
    id_nominal_output_current: ({ unit, plant }) =>
      unit.design.nominalPower / plant.design.acVoltage,
  },
  rates: {
    battery_discharge_energy: ({ unit }) => Math.max(0, -unit.batteryPower),
    ac_in_energy: ({ unit }) => Math.max(0, unit.input.activePower),
    ac_out_energy: ({ unit }) => unit.output.activePower,
  },
};

/** Parameters that show in infos. */
const Setting = {
  chargeCurrent: 1138,
  undervoltage: 1108,
  temperatureCompensation: 1139,
} as const;

/** One sensor for the plant, at the first Xtender. */
function batteryTemperature({ plant, unit }: Subject<Inverter>): number {
  return unit === plant.inverters[0] ? plant.battery.temperature : NO_SENSOR;
}

/** Millivolts per degree and cell, from 20 °C on. */
function temperatureCompensation({ plant, setting }: Subject<Inverter>): number {
  const cells = plant.design.battery.nominalVoltage / 2;
  return setting(Setting.temperatureCompensation) / 1000 * cells * (plant.battery.temperature - 20);
}

/** A loaded battery may sag: down to 4 V of 48 at full load. */
function dynamicCompensation({ plant, unit }: Subject<Inverter>): number {
  const load = Math.min(1, Math.max(0, -unit.batteryPower / unit.design.nominalPower));
  return -4 * plant.design.battery.nominalVoltage / 48 * load;
}

function chargeCurrentAtAcSide({ plant, unit, setting }: Subject<Inverter>): number {
  if (!unit.connected) return 0;
  return setting(Setting.chargeCurrent) * plant.battery.voltage / unit.input.voltage;
}
