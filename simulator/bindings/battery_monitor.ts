import { type Battery, chargeCurrentLimit, dischargeCurrentLimit } from "../plant/battery.ts";
import {
  countedCapacity,
  shownCharge,
  shuntCurrent,
  systemVoltage,
} from "../plant/battery_count.ts";
import { managedVoltage } from "../plant/charge_targets.ts";
import { BspParameters, type BspSettings } from "../plant/monitor_parameters.ts";
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
const UserSetting = {
  backup: 6062,
  gridFeeding: 6063,
  endOfCharge: 6075,
  recommendedCharge: 6078,
  recommendedDischarge: 6093,
} as const;
/** Codes of the state of charge's status, those that this battery reaches. */
const ChargeState = {
  overGridFeeding: 1,
  atGridFeeding: 2,
  underGridFeeding: 3,
  underBackup: 6,
} as const;

/** The Xcom-CAN passes on what the battery's own management tells. */
export const BmsBindings: Bindings<Battery> = {
  gauges: {
    ...common,
    soc_manufacturer: (subject) => Math.round(manufacturerCharge(subject, 6066, 6067)),
    soc_manufacturer_high_resolution: (subject) => manufacturerCharge(subject, 6066, 6067),
    minigrid_soc: percent,
    soh: () => 98,
    soc_state: chargeState,
    soc_threshold_backup: ({ setting }) => setting(UserSetting.backup),
    soc_threshold_grid_feeding: ({ setting }) => setting(UserSetting.gridFeeding),
    soc_threshold_end_of_charge: ({ setting }) => setting(UserSetting.endOfCharge),
    battery_type: () => Lithium,
    bms_version: () => 258,
    battery_capacity: ({ unit }) => unit.design.capacity,
    manufacturer_id: () => Manufacturer,
    manufacturer_name: () => Manufacturer,
    charge_voltage_limit: ({ unit }) => managedVoltage(unit.design.nominalVoltage),
    discharge_voltage_limit: ({ unit }) => 46 * unit.design.nominalVoltage / 48,
    charge_current_limit: ({ unit }) => chargeCurrentLimit(unit),
    recommended_charge_current: ({ unit, setting }) =>
      chargeCurrentLimit(unit) * setting(UserSetting.recommendedCharge) / 100,
    discharge_current_limit: ({ unit }) => dischargeCurrentLimit(unit),
    recommended_discharge_current: ({ unit, setting }) =>
      dischargeCurrentLimit(unit) * setting(UserSetting.recommendedDischarge) / 100,
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

/** Hours until what counts as empty, as a negative number; none while the battery charges. */
function autonomy(settings: BspSettings, { unit, plant }: Subject<Battery>): number {
  const current = shuntCurrent(unit.current, settings);
  if (current >= 0) return NaN;
  const left = Math.max(0, plant.count.charge - settings.emptyAt);
  const capacity = countedCapacity(settings, unit.temperature);
  return Math.max(MIN_AUTONOMY_HOURS, left * capacity / current);
}

/** The battery's own scale: what the owner sees as 0 % and 100 % are two parameters. */
function manufacturerCharge(
  { unit, setting }: Subject<Battery>,
  emptyAt: number,
  fullAt: number,
): number {
  return setting(emptyAt) + (setting(fullAt) - setting(emptyAt)) * unit.charge;
}

function chargeState({ unit, setting }: Subject<Battery>): number {
  const charge = unit.charge * 100;
  if (charge < setting(UserSetting.backup)) return ChargeState.underBackup;
  const gridFeeding = setting(UserSetting.gridFeeding);
  if (charge > gridFeeding + 1) return ChargeState.overGridFeeding;
  return charge < gridFeeding ? ChargeState.underGridFeeding : ChargeState.atGridFeeding;
}
