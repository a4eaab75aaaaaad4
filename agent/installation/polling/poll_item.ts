import { deviceNamed } from "../../../protocol/address.ts";
import type { Parameter, UserInfo } from "../../../protocol/catalogue/datapoint.ts";
import type { Device } from "../device.ts";
import { laneOf, type LanePeriods } from "./lanes.ts";
import type { PlanItem } from "./poll_plan.ts";

interface DeviceItem extends PlanItem {
  readonly address: number;
}

/** A user info of a device, as the poller reads it. */
export interface InfoItem extends DeviceItem {
  readonly kind: "info";
  readonly datapoint: UserInfo;
  /** The device's number in its family, by which multi-info knows it. */
  readonly index: number;
}

/** A parameter of a device, as the poller reads it. */
export interface ParameterItem extends DeviceItem {
  readonly kind: "parameter";
  readonly datapoint: Parameter;
}

/** What the poller reads. */
export type PollItem = InfoItem | ParameterItem;

/** Tells the infos from the parameters. */
export function isInfoItem(item: PollItem): item is InfoItem {
  return item.kind === "info";
}

const PARAMETERS_EVERY_MS = 60 * 60 * 1000;

/** A datapoint of a device. */
export interface Member {
  readonly device: string;
  readonly datapoint: number;
}

/**
 * What is to be read of the devices. `together` names sets of datapoints whose values are added
 * up: they go to the fast lane's rhythm and into one request.
 */
export function pollItems(
  devices: readonly Device[],
  lanes: LanePeriods,
  together: ReadonlyMap<string, readonly Member[]>,
): PollItem[] {
  const groups = new Map<string, string>();
  for (const [group, members] of together) {
    for (const { device, datapoint } of members) groups.set(itemId(device, datapoint), group);
  }
  const items: PollItem[] = [];
  for (const { name, address, datapoints } of devices) {
    const index = deviceNamed(name)?.index;
    if (address === undefined || index === undefined) continue;
    for (const datapoint of datapoints) {
      const id = itemId(name, datapoint.number);
      if (datapoint.kind === "info") {
        items.push({
          kind: "info",
          id,
          device: name,
          address,
          index,
          datapoint,
          periodMs: lanes[laneOf(datapoint)],
          group: groups.get(id) ?? id,
        });
      } else if (datapoint.kind === "parameter" && datapoint.encoding !== "signal") {
        items.push({
          kind: "parameter",
          id,
          device: name,
          address,
          datapoint,
          // A clock that is shown must not stand still.
          periodMs: datapoint.encoding === "local_seconds" ? lanes.slow : PARAMETERS_EVERY_MS,
          group: id,
        });
      }
    }
  }
  return items;
}

function itemId(device: string, datapoint: number): string {
  return `${device}/${datapoint}`;
}
