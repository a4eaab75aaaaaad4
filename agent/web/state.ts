import type { Device, PlantDatapoint } from "../installation/device.ts";
import type { Point, Reading, Value } from "../installation/values.ts";

/** What the snapshot is made of; an installation's own view of itself. */
export interface InstallationView {
  readonly id: string;
  readonly name: string;
  readonly isAnswering: () => boolean;
  /** Why the gateway does not answer; undefined while it does. */
  readonly problem: () => string | undefined;
  readonly devices: () => readonly Device[];
  readonly isPresent: (device: string) => boolean;
  readonly reading: (point: Point) => Reading | undefined;
}

/** What the snapshot is made of; the agent's own view of itself. */
export interface AgentView {
  readonly id: string;
  readonly version: string;
  readonly brokerConnected: boolean;
  readonly installations: readonly InstallationView[];
  /** A value's text, the same everywhere; undefined for a datapoint that has no state. */
  readonly text: (datapoint: PlantDatapoint, value: Value) => string | undefined;
}

/**
 * Everything that the agent knows now, as JSON: of each value its number (null where there is
 * none), its text as on MQTT, its unit, and how many seconds ago it was read.
 */
export function snapshot(agent: AgentView, now: number, wallTime: number): unknown {
  return {
    agent: { id: agent.id, version: agent.version, broker: statusText(agent.brokerConnected) },
    time: new Date(wallTime).toISOString(),
    installations: agent.installations.map((installation) => ({
      id: installation.id,
      name: installation.name,
      status: statusText(installation.isAnswering()),
      problem: installation.problem(),
      devices: installation.devices().map((device) => ({
        name: device.name,
        family: device.family,
        model: device.model,
        firmware: device.firmware,
        serialNumber: device.serialNumber,
        status: statusText(installation.isPresent(device.name)),
        values: valuesOf(installation, device, agent.text, now),
      })),
    })),
  };
}

function valuesOf(
  { id, reading }: InstallationView,
  { name, datapoints }: Device,
  textOf: AgentView["text"],
  now: number,
): unknown {
  return Object.fromEntries(datapoints.flatMap((datapoint) => {
    const read = reading({ installation: id, device: name, datapoint: datapoint.number });
    const text = read && textOf(datapoint, read.value);
    return text === undefined ? [] : [[datapoint.key, shown(datapoint, read!, text, now)]];
  }));
}

function shown(
  { unit }: PlantDatapoint,
  { value, at, attributes }: Reading,
  text: string,
  now: number,
) {
  return {
    value,
    text,
    ...(unit !== "" && { unit }),
    ageSeconds: Math.round((now - at) / 100) / 10,
    ...(attributes && { attributes }),
  };
}

function statusText(online: boolean): "online" | "offline" {
  return online ? "online" : "offline";
}
