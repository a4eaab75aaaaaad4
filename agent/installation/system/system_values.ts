import { Info, type SystemGroup } from "./system_members.ts";
import type { SystemKey } from "./system_points.ts";
import type { Value } from "../values.ts";

/** What one member of a group reads; null where that is missing, not available or too old. */
export interface MemberValue {
  readonly datapoint: number;
  readonly value: Value;
}

/** A value of `system`, and what else there is to say of it. */
export interface SystemValue {
  readonly value: Value;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** The values of `system` at one moment. */
export type SystemValues = Readonly<Partial<Record<SystemKey, SystemValue>>>;

/** What is said of values that no battery monitor measured. */
export const Estimated = { estimated: true } as const;

/** The powers and the like that follow from one group; a group of daily counters gives none. */
export function instantValues(group: SystemGroup, members: readonly MemberValue[]): SystemValues {
  switch (group) {
    case "pv_power":
    case "load_power":
    case "grid_power":
      return { [group]: { value: wattsOf(members) } };
    case "battery":
      return isMonitored(members) ? monitoredBattery(members) : estimatedBattery(members);
    case "state_of_charge":
      return { state_of_charge: { value: sumOf(members) } };
    case "pv_energy":
    case "load_energy":
    case "grid_in_energy":
      return {};
  }
}

/** The sum; null rather than too small where a member is missing. */
export function sumOf(members: readonly MemberValue[]): Value {
  let sum = 0;
  for (const { value } of members) {
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

/** The devices tell powers in kW. */
function wattsOf(members: readonly MemberValue[]): Value {
  const kilowatts = sumOf(members);
  return kilowatts === null ? null : kilowatts * 1000;
}

function isMonitored(members: readonly MemberValue[]): boolean {
  return members.some(({ datapoint }) => datapoint === Info.batteryPower);
}

function monitoredBattery(members: readonly MemberValue[]): SystemValues {
  const measured = (wanted: number): SystemValue => ({
    value: members.find(({ datapoint }) => datapoint === wanted)?.value ?? null,
  });
  return {
    battery_power: measured(Info.batteryPower),
    battery_voltage: measured(Info.batteryVoltage),
    battery_current: measured(Info.batteryCurrent),
  };
}

/** The voltage as the Xtenders see it on average, the current that all devices together put in. */
function estimatedBattery(members: readonly MemberValue[]): SystemValues {
  const voltages = members.filter(({ datapoint }) => datapoint === Info.xtBatteryVoltage);
  const voltageSum = sumOf(voltages);
  const voltage = voltageSum === null ? null : voltageSum / voltages.length;
  const current = sumOf(members.filter(({ datapoint }) => datapoint !== Info.xtBatteryVoltage));
  const power = voltage === null || current === null ? null : voltage * current;
  return {
    battery_power: { value: power, attributes: Estimated },
    battery_voltage: { value: voltage, attributes: Estimated },
    battery_current: { value: current, attributes: Estimated },
  };
}
