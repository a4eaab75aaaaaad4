import type { SystemDatapoint } from "../device.ts";

/** The topic level of each thing that `system` tells of the plant. */
export type SystemKey =
  | "pv_power"
  | "load_power"
  | "grid_power"
  | "battery_power"
  | "battery_voltage"
  | "battery_current"
  | "state_of_charge"
  | "pv_energy_today"
  | "load_energy_today"
  | "grid_in_energy_today"
  | "grid_out_energy_today"
  | "battery_in_energy_today"
  | "battery_out_energy_today"
  | "pv_energy_total"
  | "load_energy_total"
  | "grid_in_energy_total"
  | "grid_out_energy_total"
  | "battery_in_energy_total"
  | "battery_out_energy_total"
  | "autarky_today"
  | "self_consumption_today";

type Row = Pick<SystemDatapoint, "number" | "name" | "unit" | "quantity" | "statistic">;

// The quantities are the catalogue's words where it has one: what the plant's load is to the plant,
// the active power at AC-Out is to an Xtender.
// deno-fmt-ignore one line a datapoint
const Rows: Readonly<Record<SystemKey, Row>> = {
  pv_power: row(1, "PV power", "W", "pv_power", "instant"),
  load_power: row(2, "Load power", "W", "ac_out_active_power", "instant"),
  grid_power: row(3, "Grid power", "W", "ac_in_active_power", "instant"),
  battery_power: row(4, "Battery power", "W", "battery_power", "instant"),
  battery_voltage: row(5, "Battery voltage", "V", "battery_voltage", "instant"),
  battery_current: row(6, "Battery current", "A", "battery_current", "instant"),
  state_of_charge: row(7, "State of charge", "%", "soc", "instant"),
  pv_energy_today: row(8, "PV energy today", "kWh", "pv_energy", "today"),
  load_energy_today: row(9, "Load energy today", "kWh", "ac_out_energy", "today"),
  grid_in_energy_today: row(10, "Energy from the grid today", "kWh", "ac_in_energy", "today"),
  grid_out_energy_today: row(11, "Energy into the grid today", "kWh", "grid_feed_energy", "today"),
  battery_in_energy_today: row(12, "Battery charge today", "kWh", "battery_charge_energy", "today"),
  battery_out_energy_today: row(13, "Battery discharge today", "kWh", "battery_discharge_energy", "today"),
  pv_energy_total: row(14, "PV energy total", "kWh", "pv_energy", "lifetime"),
  load_energy_total: row(15, "Load energy total", "kWh", "ac_out_energy", "lifetime"),
  grid_in_energy_total: row(16, "Energy from the grid total", "kWh", "ac_in_energy", "lifetime"),
  grid_out_energy_total: row(17, "Energy into the grid total", "kWh", "grid_feed_energy", "lifetime"),
  battery_in_energy_total: row(18, "Battery charge total", "kWh", "battery_charge_energy", "lifetime"),
  battery_out_energy_total: row(19, "Battery discharge total", "kWh", "battery_discharge_energy", "lifetime"),
  autarky_today: row(20, "Autarky today", "%", "autarky", "today"),
  self_consumption_today: row(21, "Self-consumption today", "%", "self_consumption", "today"),
};

/** Everything that `system` can tell, by key; which of it a plant has, `systemDatapoints()` says. */
export const SystemPoints = Object.fromEntries(
  Object.entries(Rows).map(([key, row]) => [key, {
    kind: "system",
    family: "system",
    key,
    format: "float",
    options: [],
    ...row,
  }]),
) as unknown as Readonly<Record<SystemKey, SystemDatapoint>>;

/** The keys in the order in which they are shown. */
export const SystemKeys = Object.keys(Rows) as readonly SystemKey[];

function row(
  number: number,
  name: string,
  unit: Row["unit"],
  quantity: string,
  statistic: Row["statistic"],
): Row {
  return { number, name, unit, quantity, statistic };
}
