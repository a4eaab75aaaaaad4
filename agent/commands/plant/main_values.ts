import type { Device, PlantDatapoint } from "../../installation/device.ts";
import { formatValue } from "../../mqtt/payload.ts";
import { withUnit } from "./shown_value.ts";

/** What is shown of each kind of device, by key: enough to see that it lives. */
export const MainKeys: Readonly<Record<Device["family"], readonly string[]>> = {
  system: [
    "pv_power",
    "load_power",
    "grid_power",
    "battery_power",
    "battery_voltage",
    "state_of_charge",
    "pv_energy_today",
    "load_energy_today",
  ],
  xt: ["operating_state", "battery_voltage", "battery_charge_current", "output_active_power_3136"],
  vt: ["power_of_the_pv_generator", "battery_current", "operating_mode"],
  vs: ["pv_power", "battery_current", "pv_operating_mode"],
  bsp: ["state_of_charge", "battery_current", "battery_temperature"],
  bms: ["state_of_charge", "battery_current", "battery_temperature"],
  rcc: [],
};

/** How wide a table of them may be, in characters. */
export const MAIN_VALUES_WIDTH = 78;

/** One of them as a table shows it. */
export interface MainValue {
  readonly device: string;
  readonly name: string;
  /** With its unit. */
  readonly value: string;
}

/** Two decimals are enough to look at. */
export function mainValue(
  device: string,
  datapoint: PlantDatapoint,
  value: number | null,
): MainValue {
  const shortened = value === null ? null : Math.round(value * 100) / 100;
  const { name, unit } = datapoint;
  return { device, name, value: withUnit(formatValue(datapoint, shortened), unit) };
}
