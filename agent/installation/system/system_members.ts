import { type Device, isPhase, type SystemDatapoint } from "../device.ts";
import type { Member } from "../polling/poll_item.ts";
import { type SystemKey, SystemKeys, SystemPoints } from "./system_points.ts";

/** Readings that are added up or multiplied, and so belong into one request. */
export type SystemGroup =
  | "pv_power"
  | "load_power"
  | "grid_power"
  | "battery"
  | "state_of_charge"
  | "pv_energy"
  | "load_energy"
  | "grid_in_energy";

/** What each value of `system` is made from; without a member in one of them it does not exist. */
export const GroupsOf: Readonly<Record<SystemKey, readonly SystemGroup[]>> = {
  pv_power: ["pv_power"],
  load_power: ["load_power"],
  grid_power: ["grid_power"],
  battery_power: ["battery"],
  battery_voltage: ["battery"],
  battery_current: ["battery"],
  state_of_charge: ["state_of_charge"],
  pv_energy_today: ["pv_energy"],
  load_energy_today: ["load_energy"],
  grid_in_energy_today: ["grid_in_energy"],
  grid_out_energy_today: ["grid_power"],
  battery_in_energy_today: ["battery"],
  battery_out_energy_today: ["battery"],
  pv_energy_total: ["pv_energy"],
  load_energy_total: ["load_energy"],
  grid_in_energy_total: ["grid_in_energy"],
  grid_out_energy_total: ["grid_power"],
  battery_in_energy_total: ["battery"],
  battery_out_energy_total: ["battery"],
  autarky_today: ["load_energy", "grid_in_energy"],
  self_consumption_today: ["pv_energy", "grid_power"],
};

/** The user infos that `system` is made from: what each number measures is in the key. */
export const Info = {
  xtBatteryVoltage: 3000,
  xtBatteryCurrent: 3005,
  xtStateOfCharge: 3007,
  xtEnergyIn: 3081,
  xtEnergyOut: 3083,
  xtPowerOut: 3136,
  xtPowerIn: 3137,
  batteryVoltage: 7000,
  batteryCurrent: 7001,
  stateOfCharge: 7002,
  batteryPower: 7003,
  vtBatteryCurrent: 11001,
  vtPower: 11004,
  vtEnergy: 11007,
  vsBatteryCurrent: 15001,
  vsPower: 15010,
  vsEnergy: 15017,
} as const;

/**
 * Which datapoints of these devices `system` needs, by the group that belongs into one request. A
 * group without members is left out: a plant without solar has no PV power, rather than one of 0.
 */
export function systemMembers(devices: readonly Device[]): Map<SystemGroup, Member[]> {
  const xt = namesOf(devices, (device) => device.family === "xt" && !isPhase(device));
  const vt = namesOf(devices, ({ family }) => family === "vt");
  const vs = namesOf(devices, ({ family }) => family === "vs");
  const monitor = namesOf(devices, ({ family }) => family === "bms" || family === "bsp").slice(
    0,
    1,
  );
  const groups = new Map<SystemGroup, Member[]>([
    ["pv_power", [...of(vt, Info.vtPower), ...of(vs, Info.vsPower)]],
    ["load_power", of(xt, Info.xtPowerOut)],
    ["grid_power", of(xt, Info.xtPowerIn)],
    ["battery", monitor.length > 0 ? monitored(monitor) : estimated(xt, vt, vs)],
    [
      "state_of_charge",
      monitor.length > 0
        ? of(monitor, Info.stateOfCharge)
        : of(xt.slice(0, 1), Info.xtStateOfCharge),
    ],
    ["pv_energy", [...of(vt, Info.vtEnergy), ...of(vs, Info.vsEnergy)]],
    ["load_energy", of(xt, Info.xtEnergyOut)],
    ["grid_in_energy", of(xt, Info.xtEnergyIn)],
  ]);
  for (const [group, members] of groups) if (members.length === 0) groups.delete(group);
  return groups;
}

/** What `system` tells of a plant of these devices, in the order in which it is shown. */
export function systemDatapoints(devices: readonly Device[]): SystemDatapoint[] {
  const groups = systemMembers(devices);
  return keysOf(groups).map((key) => SystemPoints[key]);
}

/** The keys whose every group is there. */
export function keysOf(groups: ReadonlyMap<SystemGroup, unknown>): SystemKey[] {
  return SystemKeys.filter((key) => GroupsOf[key].every((group) => groups.has(group)));
}

function monitored(monitor: readonly string[]): Member[] {
  return [
    ...of(monitor, Info.batteryPower),
    ...of(monitor, Info.batteryVoltage),
    ...of(monitor, Info.batteryCurrent),
  ];
}

/** Without a monitor, the battery's current is what all devices together put into it. */
function estimated(
  xt: readonly string[],
  vt: readonly string[],
  vs: readonly string[],
): Member[] {
  if (xt.length === 0) return [];
  return [
    ...of(xt, Info.xtBatteryVoltage),
    ...of(xt, Info.xtBatteryCurrent),
    ...of(vt, Info.vtBatteryCurrent),
    ...of(vs, Info.vsBatteryCurrent),
  ];
}

function of(devices: readonly string[], datapoint: number): Member[] {
  return devices.map((device) => ({ device, datapoint }));
}

function namesOf(devices: readonly Device[], wanted: (device: Device) => boolean): string[] {
  return devices.filter(wanted)
    .toSorted((one, other) => (one.address ?? 0) - (other.address ?? 0))
    .map(({ name }) => name);
}
