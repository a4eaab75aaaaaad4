import {
  type Battery,
  chargeCurrentLimit,
  dischargeCurrentLimit,
} from "../plant/battery/battery.ts";
import { backupCharge, endCharge } from "../plant/battery/battery_care.ts";
import {
  countedCapacity,
  shownCharge,
  shuntCurrent,
  systemVoltage,
} from "../plant/battery/battery_count.ts";
import { managedVoltage } from "../plant/charge_targets.ts";
import {
  BmsParameters,
  type BmsSettings,
  BspParameters,
  type BspSettings,
} from "../plant/battery/monitor_parameters.ts";
import { settingsFrom } from "../plant/acting_parameter.ts";
import { type Bindings, type Gauge, IdentityGauges, type Subject } from "./bindings.ts";

type BatteryGauge = Gauge<Battery>;

/** The bounds of the autonomy that a BSP tells, in hours. */
const MIN_AUTONOMY_HOURS = -1000;

const percent: BatteryGauge = ({ unit }) => unit.charge * 100;
const no: BatteryGauge = () => 0;

const common: Bindings<Battery>["gauges"] = {
  battery_voltage: ({ unit }) => unit.voltage,
  battery_current: ({ unit }) => unit.current,
  battery_power: ({ unit }) => unit.power,
  battery_temperature: ({ unit }) => unit.temperature,
  soc: percent,
};

const rates: Bindings<Battery>["rates"] = {
  battery_charge_ah: ({ unit }) => Math.max(0, unit.current),
  battery_discharge_ah: ({ unit }) => Math.max(0, -unit.current),
  can_error_count: no,
};

const bspCurrent = bspGauge((settings, { unit }) => shuntCurrent(unit.current, settings));

/** The BSP measures the battery with its own shunt, and counts what is in it. */
export const BspBindings: Bindings<Battery> = {
  gauges: {
    ...common,
    battery_current: bspCurrent,
    battery_power: (subject) => subject.unit.voltage * bspCurrent(subject),
    soc: bspGauge((settings, { plant }) => shownCharge(plant.count.charge, settings) * 100),
    ...IdentityGauges,
    id_nominal_battery_voltage: bspGauge((settings, { unit }) =>
      systemVoltage(settings, unit.design)
    ),
    battery_autonomy: bspGauge(autonomy),
    monitor_temperature: ({ plant }) => plant.weather.airTemperature + 10,
    // Deprecated: 100 % from version 1.5.6 on.
    battery_relative_capacity: () => 100,
    soc_manufacturer: ({ plant }) => plant.count.charge * 100,
  },
  rates: {
    ...rates,
    battery_charge_ah: (subject) => Math.max(0, bspCurrent(subject)),
    battery_discharge_ah: (subject) => Math.max(0, -bspCurrent(subject)),
    battery_history_duration: () => 1,
    custom_counter_duration: () => 1,
  },
};

const Lithium = 2;
/** Pylontech, in the list of manufacturers. */
const Manufacturer = 2;
/** Codes of the state of charge's status, those that this battery reaches. */
const ChargeState = {
  overGridFeeding: 1,
  atGridFeeding: 2,
  underGridFeeding: 3,
  underAdaptiveBackup: 4,
  underBackup: 6,
  atEndOfCharge: 7,
  overEndOfCharge: 8,
} as const;
/** How near to a level of charge counts as at it. */
const LEVEL_BAND = 0.01;

/** The battery's own scale: what the owner sees as 0 % and 100 % are two parameters. */
const manufacturerCharge = bmsGauge(({ emptyAt, fullAt }, { unit }) =>
  (emptyAt + (fullAt - emptyAt) * unit.charge) * 100
);

/** The Xcom-CAN passes on what the battery's own management tells. */
export const BmsBindings: Bindings<Battery> = {
  gauges: {
    ...common,
    soc_manufacturer: (subject) => Math.round(manufacturerCharge(subject)),
    soc_manufacturer_high_resolution: manufacturerCharge,
    minigrid_soc: percent,
    soh: () => 98,
    soc_state: bmsGauge(chargeState),
    soc_threshold_backup: bmsGauge((settings, { plant }) =>
      backupCharge(plant.care, settings) * 100
    ),
    soc_threshold_grid_feeding: bmsGauge(({ feedingCharge }) => feedingCharge * 100),
    soc_threshold_end_of_charge: bmsGauge((settings, { plant }) =>
      endCharge(plant.care, settings) * 100
    ),
    battery_type: () => Lithium,
    bms_version: () => 258,
    battery_capacity: ({ unit }) => unit.design.capacity,
    manufacturer_id: () => Manufacturer,
    manufacturer_name: () => Manufacturer,
    charge_voltage_limit: ({ unit }) => managedVoltage(unit.design.nominalVoltage),
    discharge_voltage_limit: ({ unit }) => 46 * unit.design.nominalVoltage / 48,
    charge_current_limit: ({ unit }) => chargeCurrentLimit(unit),
    recommended_charge_current: bmsGauge(({ recommendedChargeShare }, { unit }) =>
      chargeCurrentLimit(unit) * recommendedChargeShare
    ),
    discharge_current_limit: ({ unit }) => dischargeCurrentLimit(unit),
    recommended_discharge_current: bmsGauge(({ recommendedDischargeShare }, { unit }) =>
      dischargeCurrentLimit(unit) * recommendedDischargeShare
    ),
  },
  rates,
};

/** What follows from the settings of a BSP. */
function bspGauge(read: (settings: BspSettings, subject: Subject<Battery>) => number) {
  return (subject: Subject<Battery>): number => {
    const { plant: { monitor }, setting } = subject;
    const settings = monitor.kind === "bsp"
      ? monitor.settings
      : settingsFrom(BspParameters, setting);
    return read(settings, subject);
  };
}

/** What follows from the settings of an Xcom-CAN. */
function bmsGauge(read: (settings: BmsSettings, subject: Subject<Battery>) => number) {
  return (subject: Subject<Battery>): number => {
    const { plant: { monitor }, setting } = subject;
    const settings = monitor.kind === "bms"
      ? monitor.settings
      : settingsFrom(BmsParameters, setting);
    return read(settings, subject);
  };
}

/** Hours until what counts as empty, as a negative number; none while the battery charges. */
function autonomy(settings: BspSettings, { unit, plant }: Subject<Battery>): number {
  const current = shuntCurrent(unit.current, settings);
  if (current >= 0) return NaN;
  const left = Math.max(0, plant.count.charge - settings.emptyAt);
  const capacity = countedCapacity(settings, unit.temperature);
  return Math.max(MIN_AUTONOMY_HOURS, left * capacity / current);
}

function chargeState(
  settings: BmsSettings,
  { unit: { charge }, plant: { care } }: Subject<Battery>,
) {
  const { backupCharge: user, feedingCharge } = settings;
  const end = endCharge(care, settings);
  if (charge < user) return ChargeState.underBackup;
  if (charge < backupCharge(care, settings)) return ChargeState.underAdaptiveBackup;
  if (end < 1 && charge >= end) {
    return charge > end + LEVEL_BAND ? ChargeState.overEndOfCharge : ChargeState.atEndOfCharge;
  }
  if (charge > feedingCharge + LEVEL_BAND) return ChargeState.overGridFeeding;
  return charge < feedingCharge ? ChargeState.underGridFeeding : ChargeState.atGridFeeding;
}
