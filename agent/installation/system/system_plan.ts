import { type Device, isPhase } from "../device.ts";
import { laneOf, type LanePeriods } from "../polling/lanes.ts";
import type { Member } from "../polling/poll_item.ts";
import { Info, keysOf, type SystemGroup, systemMembers } from "./system_members.ts";
import type { SystemKey } from "./system_points.ts";

/** A datapoint that `system` is made from, and what there is to know of it. */
export interface PlannedMember extends Member {
  readonly group: SystemGroup;
  /** Milliseconds after which its value is too old to be added to newer ones. */
  readonly maxAgeMs: number;
  /** Tells the counter of this device from that of the one that replaces it. */
  readonly counter: string;
}

/** What `system` is made from and consists of, for a given set of devices. */
export interface SystemPlan {
  readonly keys: readonly SystemKey[];
  readonly groups: ReadonlyMap<SystemGroup, readonly PlannedMember[]>;
  /** Whether no battery monitor measures the battery. */
  readonly isBatteryEstimated: boolean;
  /** The member that a device's datapoint is, if any. */
  memberAt(device: string, datapoint: number): PlannedMember | undefined;
}

/** A value that was not read again for so many of its periods is gone. */
const MAX_PERIODS = 3;

/** Works out what `system` tells of these devices, and from which readings. */
export function systemPlan(devices: readonly Device[], lanes: LanePeriods): SystemPlan {
  const members = systemMembers(devices);
  const deviceByName = new Map(devices.map((device) => [device.name, device]));
  const planned = [...members].flatMap(([group, groupMembers]) =>
    groupMembers.map((member): PlannedMember => ({
      ...member,
      group,
      maxAgeMs: MAX_PERIODS * periodOf(member, deviceByName, lanes),
      counter: counterOf(member, devices),
    }))
  );
  const byPoint = new Map(
    planned.map((member) => [pointOf(member.device, member.datapoint), member]),
  );
  return {
    keys: keysOf(members),
    groups: Map.groupBy(planned, ({ group }) => group),
    isBatteryEstimated: members.get("battery")?.[0]?.datapoint !== Info.batteryPower,
    memberAt: (device, datapoint) => byPoint.get(pointOf(device, datapoint)),
  };
}

function periodOf(
  { device, datapoint }: Member,
  deviceByName: ReadonlyMap<string, Device>,
  lanes: LanePeriods,
): number {
  const found = deviceByName.get(device)?.datapoints.find(({ number }) => number === datapoint);
  return found?.kind === "info" ? lanes[laneOf(found)] : lanes.slow;
}

/** By serial number, so that two devices that swap addresses go on counting, each its own. */
function counterOf({ device, datapoint }: Member, devices: readonly Device[]): string {
  const serialNumber = devices.find(({ name }) => name === device)?.serialNumber ?? "";
  const bearers = devices.filter((other) => other.serialNumber === serialNumber && !isPhase(other));
  return `${serialNumber !== "" && bearers.length === 1 ? serialNumber : device}/${datapoint}`;
}

function pointOf(device: string, datapoint: number): string {
  return `${device}/${datapoint}`;
}
