import type { CyclePhase } from "../plant/charging/charge_cycle.ts";
import { temperatureCompensation } from "../plant/charging/cycle_voltage.ts";
import { xtenderChargeCurrent } from "../plant/charge_targets.ts";
import { frequencyShare } from "../plant/sharing/energy_share.ts";
import type { Inverter, InverterMode, Limitation } from "../plant/xtender/inverter.ts";
import { ownersInputLimit } from "../plant/xtender/transfer_relay.ts";
import { sagOf } from "../plant/battery/battery.ts";
import type { Plant } from "../plant/plant.ts";
import { sharedCharge } from "../plant/shared_charge.ts";
import { type Loaded, undervoltageLevel } from "../plant/xtender/undervoltage.ts";
import {
  type Bindings,
  contactGauges,
  type Gauge,
  IdentityGauges,
  type Subject,
} from "./bindings.ts";

type XtenderGauge = Gauge<Inverter>;

/** What an input without its sensor reads. */
const NO_SENSOR = 32767;
const OPENED = 0;
const CLOSED = 1;

const OperatingState: Readonly<Record<InverterMode, number>> = {
  off: 0,
  search: 1,
  inverter: 1,
  charger: 2,
  boost: 3,
  injection: 4,
};
const BatteryCyclePhase: Readonly<Record<CyclePhase, number>> = {
  bulk: 1,
  absorption: 2,
  equalization: 3,
  floating: 4,
  reduced_floating: 5,
  periodic_absorption: 6,
};
/** Codes of the source of limitation; what is none of these stands for no limit. */
const LimitationSource: Readonly<Record<Limitation, number>> = {
  none: 0,
  battery_voltage: 1,
  battery_current: 4,
  nominal_power: 5,
  feeding_current: 7,
  input_limit: 9,
  output_surplus: 11,
  heat: 10,
};
/** Codes of the over-temperature's state. */
const Overtemperature = { none: 0, warning: 1, stopped: 3 } as const;
/** Of the converter's heat, what a second sensor sees beside the first. */
const COOLER_SENSOR = 4;

/** Code of the type of limitation of what is fed. */
const FROZEN_BY_HIGH_FREQUENCY = 1;
/** Bits of the locking flags: what is not allowed, and, by parameter, what is. */
const Locking = { inverter: 0, charger: 1, boost: 2, transfer: 3, feeding: 4 } as const;
const Permission = [
  { bit: 8, parameter: 1461 },
  { bit: 9, parameter: 1462 },
  { bit: 10, parameter: 1547 },
] as const;

const batteryCurrent: XtenderGauge = ({ unit, plant }) => unit.batteryPower / plant.battery.voltage;
const converterOn: XtenderGauge = ({ unit }) => unit.mode === "off" ? 0 : 1;
const no: XtenderGauge = () => 0;

/** An Xtender: what stands at its two AC sides and at the battery. */
export const XtenderBindings: Bindings<Inverter> = {
  gauges: {
    ...IdentityGauges,
    battery_voltage: ({ plant }) => plant.battery.voltage,
    battery_temperature: batteryTemperature,
    battery_voltage_temperature_compensation: ({ plant, unit }) =>
      temperatureCompensation(unit.control.cycle, {
        temperature: plant.battery.temperature,
        nominalVoltage: plant.design.battery.nominalVoltage,
      }),
    battery_voltage_dynamic_compensation: dynamicCompensation,
    battery_charge_current_setpoint: ({ plant, unit }) =>
      mayCharge(unit) ? xtenderChargeCurrent(plant, unit) : 0,
    battery_current: batteryCurrent,
    battery_voltage_ripple: (subject) => 0.05 + 0.004 * Math.abs(batteryCurrent(subject)),
    soc: ({ plant }) => sharedCharge(plant) * 100,
    battery_low_voltage_disconnect_level: ({ unit, plant }) =>
      undervoltageLevel(unit.protection, unit.control.settings, loadedBy(unit, plant)),
    battery_cycle_phase: ({ plant }) => BatteryCyclePhase[plant.cycle.phase],
    battery_voltage_target: ({ plant }) => plant.targetVoltage,
    battery_cell_count: ({ plant }) => plant.design.battery.nominalVoltage / 2,
    battery_priority_active: ({ unit }) => unit.batteryPriority ? 1 : 0,
    ac_in_voltage: ({ unit }) => unit.input.voltage,
    ac_in_current: ({ unit }) => unit.input.current,
    ac_in_active_power: ({ unit }) => unit.input.activePower,
    ac_in_apparent_power: ({ unit }) => unit.input.apparentPower,
    ac_in_frequency: ({ unit }) => unit.input.frequency,
    ac_in_current_limit: ({ unit }) =>
      unit.connected ? unit.inputLimit : ownersInputLimit(unit.control.settings),
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
    ground_relay_state: groundRelay,
    neutral_relay_state: ({ unit }) =>
      unit.connected || unit.control.settings.neutralContinuous ? CLOSED : OPENED,
    ...contactGauges(1),
    ...contactGauges(2),
    remote_entry_state: ({ unit }) => unit.entryClosed ? CLOSED : OPENED,
    search_mode_state: ({ unit }) => unit.mode === "search" ? 1 : 0,
    locking_flags: lockings,
    overload_count: ({ unit }) => unit.protection.counts.overload,
    overtemperature_count: ({ unit }) => unit.protection.counts.overtemperature,
    battery_overvoltage_count: ({ unit }) => unit.protection.counts.overvoltage,
    overtemperature_state: overtemperatureState,
    debug_1: no,
    debug_2: no,
    state_machine: ({ unit }) => OperatingState[unit.mode],
    electronics_temperature_1: ({ unit }) => unit.temperature,
    electronics_temperature_2: ({ unit }) => unit.temperature - COOLER_SENSOR,
    converter_ac_voltage: ({ unit }) => unit.output.voltage,
    converter_ac_current: converterCurrent,
    charge_current_limit_ac_side: chargeCurrentAtAcSide,
    charge_or_inject_limitation_source: ({ unit }) => LimitationSource[unit.limitation],
    grid_feed_current_setpoint: ({ unit }) =>
      unit.mode === "injection" ? Math.max(0, -unit.input.current) : 0,
    grid_feed_current_limit_frozen: ({ unit }) =>
      unit.control.settings.feedingCurrentLimit * frequencyShare(unit, unit.input),
    grid_feed_limitation_type: ({ unit }) =>
      unit.connected && frequencyShare(unit, unit.input) < 1 ? FROZEN_BY_HIGH_FREQUENCY : 0,
    forced_grid_feeding_active: ({ unit }) => unit.forcedFeeding ? 1 : 0,
    phase_assignment: ({ unit }) => 2 ** (unit.design.phase - 1),
    id_nominal_power: ({ unit }) => unit.design.nominalPower,
    id_nominal_ac_out_voltage: ({ plant }) => plant.design.acVoltage,
    id_nominal_output_current: ({ unit, plant }) =>
      unit.design.nominalPower / plant.design.acVoltage,
  },
  rates: {
    battery_discharge_energy: ({ unit }) => Math.max(0, -unit.batteryPower),
    ac_in_energy: ({ unit }) => Math.max(0, unit.input.activePower),
    ac_out_energy: ({ unit }) => Math.max(0, unit.output.activePower),
  },
};

/** One sensor for the plant, at the first Xtender. */
function batteryTemperature({ plant, unit }: Subject<Inverter>): number {
  return unit === plant.inverters[0] ? plant.battery.temperature : NO_SENSOR;
}

/** What a loaded battery may sag below the level without load, as a negative voltage. */
function dynamicCompensation({ unit, plant }: Subject<Inverter>): number {
  const { protection, control: { settings } } = unit;
  return undervoltageLevel(protection, settings, loadedBy(unit, plant)) -
    undervoltageLevel(protection, settings);
}

function loadedBy({ converterPower, design }: Inverter, { battery }: Plant): Loaded {
  return {
    outputShare: Math.max(0, converterPower) / design.nominalPower,
    sag: sagOf(battery),
  };
}

/** The Xtender earths the neutral where nobody else does. */
function groundRelay({ unit }: Subject<Inverter>): number {
  const { mode, connected, control: { settings } } = unit;
  const alone = mode !== "off" && !connected;
  return alone && !settings.groundRelayProhibited ? CLOSED : OPENED;
}

function overtemperatureState({ unit: { protection } }: Subject<Inverter>): number {
  if (protection.stop?.reason === "overtemperature") return Overtemperature.stopped;
  return protection.hot ? Overtemperature.warning : Overtemperature.none;
}

function lockings({ unit: { control: { settings } }, setting }: Subject<Inverter>): number {
  const locked = (bit: number, allowed: boolean) => allowed ? 0 : 2 ** bit;
  return locked(Locking.inverter, settings.inverterAllowed) +
    locked(Locking.charger, settings.chargerAllowed) +
    locked(Locking.boost, settings.boostAllowed) +
    locked(Locking.transfer, settings.transferAllowed) +
    locked(Locking.feeding, settings.feedingAllowed) +
    Permission.reduce((sum, { bit, parameter }) => sum + setting(parameter) * 2 ** bit, 0);
}

function mayCharge({ connected, control: { settings } }: Inverter): boolean {
  return connected && settings.chargerAllowed;
}

function converterCurrent({ unit: { output, converterPower, shiftedPower } }: Subject<Inverter>) {
  if (output.voltage === 0) return 0;
  return Math.sign(converterPower) * Math.hypot(converterPower, shiftedPower) / output.voltage;
}

function chargeCurrentAtAcSide({ plant, unit }: Subject<Inverter>): number {
  if (!unit.connected || unit.input.voltage === 0) return 0;
  const { limitation, output, input, control: { settings } } = unit;
  if (settings.chargesFromOutputOnly || limitation === "output_surplus") {
    return Math.max(0, -output.activePower) / input.voltage;
  }
  return xtenderChargeCurrent(plant, unit) * plant.battery.voltage / unit.input.voltage;
}
