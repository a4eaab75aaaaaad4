import type { Family } from "../../protocol/catalogue/datapoint.ts";
import type { Device, PlantDatapoint } from "../installation/device.ts";
import { textKindOf } from "../mqtt/payload.ts";
import {
  agentStatusTopic,
  attributesTopic,
  deviceStatusTopic,
  installationStatusTopic,
  stateTopic,
} from "../mqtt/topics.ts";
import { entityOf } from "./entity.ts";
import type { Entity } from "./entity_types.ts";
import { gatewayOf, identitiesOf } from "./identity.ts";

/** Who announces, and where the values are found. */
export interface DiscoveryContext {
  /** The first level of Home Assistant's discovery topics. */
  readonly prefix: string;
  /** The first level of the agent's own topics. */
  readonly baseTopic: string;
  readonly installationId: string;
  /** What the owner calls the installation; stands before its devices' names. */
  readonly installationName?: string;
  readonly agentId: string;
  /** When a measured value that nobody repeated is no longer believed; see `entityOf()`. */
  readonly expireAfterSeconds?: number;
  /** The agent's version. */
  readonly version: string;
}

/** An entity and where to find its value. */
export interface Component extends Entity {
  readonly unique_id: string;
  readonly default_entity_id: string;
  readonly state_topic: string;
  readonly json_attributes_topic?: string;
}

/** One device's discovery message; the fields and their spelling are Home Assistant's. */
export interface DiscoveryMessage {
  readonly device: {
    readonly identifiers: readonly string[];
    readonly name: string;
    readonly manufacturer: string;
    readonly model: string;
    readonly sw_version?: string;
    readonly serial_number?: string;
    readonly via_device?: string;
  };
  readonly origin: { readonly name: string; readonly sw_version: string };
  readonly availability: readonly { readonly topic: string }[];
  readonly availability_mode: "all";
  readonly components: Readonly<Record<string, Component>>;
}

/** A device's discovery message and where it goes. */
export interface Discovery {
  /** The device's, unique among all that a Home Assistant knows. */
  readonly id: string;
  readonly message: DiscoveryMessage;
}

/** What tells the agent's discovery messages from other programs'. */
export const ORIGIN_NAME = "studer-agent";

const MANUFACTURER = "Studer Innotec";

/** What devices of each family are called before their number. */
const FamilyLabels: Readonly<Record<Family | "system", string>> = {
  xt: "Xtender",
  vt: "VarioTrack",
  vs: "VarioString",
  bsp: "BSP",
  bms: "Xcom-CAN",
  rcc: "Xcom",
  system: "Plant",
};

/**
 * A discovery message for each device of an installation, the gateway first: Home Assistant wants
 * to know a device before others refer to it.
 */
export function discoveriesOf(
  devices: readonly Device[],
  context: DiscoveryContext,
): readonly Discovery[] {
  const ids = identitiesOf(devices, context.installationId);
  const gateway = gatewayOf(devices);
  const gatewayId = gateway && ids.get(gateway.name);
  const ordered = gateway === undefined
    ? devices
    : [gateway, ...devices.filter((device) => device !== gateway)];
  return ordered.map((device) => {
    const id = ids.get(device.name)!;
    return { id, message: messageOf(device, id, gatewayId, context) };
  });
}

/** Where a device is announced. */
export function discoveryTopic(prefix: string, id: string): string {
  return `${prefix}/device/${id}/config`;
}

/** The topics that must all say `online` for a device's values to be believed. */
function availabilityOf(device: Device, context: DiscoveryContext): readonly string[] {
  const { baseTopic, installationId } = context;
  const shared = sharedAvailabilityOf(context);
  // The plant as a whole answers as long as its gateway does.
  if (device.family === "system") return shared;
  return [...shared, deviceStatusTopic(baseTopic, installationId, device.name)];
}

/** Those of them that an agent's devices of one installation share, and nobody else's have. */
export function sharedAvailabilityOf(context: DiscoveryContext): readonly string[] {
  const { baseTopic, installationId, agentId } = context;
  return [
    agentStatusTopic(baseTopic, agentId),
    installationStatusTopic(baseTopic, installationId),
  ];
}

function messageOf(
  device: Device,
  id: string,
  gatewayId: string | undefined,
  context: DiscoveryContext,
): DiscoveryMessage {
  const label = labelOf(device);
  return {
    device: {
      identifiers: [id],
      name: context.installationName === undefined ? label : `${context.installationName} ${label}`,
      manufacturer: MANUFACTURER,
      model: device.model || FamilyLabels[device.family],
      ...(device.firmware !== "" && { sw_version: device.firmware }),
      ...(device.family !== "system" && device.serialNumber !== "" &&
        { serial_number: device.serialNumber }),
      ...(gatewayId !== undefined && gatewayId !== id && { via_device: gatewayId }),
    },
    origin: { name: ORIGIN_NAME, sw_version: context.version },
    availability: availabilityOf(device, context).map((topic) => ({ topic })),
    availability_mode: "all",
    components: componentsOf(device, id, label, context),
  };
}

function componentsOf(
  device: Device,
  id: string,
  label: string,
  { baseTopic, installationId, expireAfterSeconds }: DiscoveryContext,
): Record<string, Component> {
  const components: Record<string, Component> = {};
  for (const datapoint of device.datapoints) {
    const entity = entityOf(datapoint, expireAfterSeconds);
    if (entity === undefined) continue;
    const { key } = datapoint;
    components[key] = {
      ...entity,
      name: withoutLabel(entity.name, label),
      unique_id: `${id}_${key}`,
      default_entity_id: entityIdOf(entity.platform, installationId, device.name, key),
      state_topic: stateTopic(baseTopic, installationId, device.name, key),
      ...(mayHaveAttributes(datapoint) && {
        json_attributes_topic: attributesTopic(baseTopic, installationId, device.name, key),
      }),
    };
  }
  return components;
}

/** `Xtender 1`, `Phase L1`, `BSP`: the family's word with the number of the device's name. */
function labelOf({ name, family }: Device): string {
  const number = /\d+$/.exec(name)?.[0];
  if (number === undefined) return FamilyLabels[family];
  return name.startsWith("l") ? `Phase L${number}` : `${FamilyLabels[family]} ${number}`;
}

// Home Assistant puts the device's name before the entity's.
function withoutLabel(name: string, label: string): string {
  if (!name.toLowerCase().startsWith(`${label.toLowerCase()} `)) return name;
  const rest = name.slice(label.length + 1);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

function entityIdOf(platform: string, ...parts: readonly string[]): string {
  return `${platform}.${["studer", ...parts].join("_").replace(/[^a-z0-9_]/g, "_")}`;
}

/** False for a bare measurement: a text has its number, a setting its level, a sum its doubts. */
function mayHaveAttributes(datapoint: PlantDatapoint): boolean {
  switch (datapoint.kind) {
    case "parameter":
    case "system":
      return true;
    case "info":
      return textKindOf(datapoint) === "option";
  }
}
