import type { Device, PlantDatapoint } from "../installation/device.ts";
import type { Point, Reading } from "../installation/values.ts";
import { formatValue, hasState } from "../mqtt/payload.ts";

/** What the snapshot is made of; an installation's own view of itself. */
export interface InstallationView {
  readonly id: string;
  readonly name: string;
  readonly answering: boolean;
  /** Why the gateway does not answer; undefined while it does. */
  readonly problem: string | undefined;
  readonly devices: readonly Device[];
  readonly isPresent: (device: string) => boolean;
  readonly reading: (point: Point) => Reading | undefined;
}

export interface AgentView {
  readonly id: string;
  readonly version: string;
  readonly brokerConnected: boolean;
  readonly installations: readonly InstallationView[];
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
      status: statusText(installation.answering),
      ...(installation.problem !== undefined && { problem: installation.problem }),
      devices: installation.devices.map((device) => ({
        name: device.name,
        family: device.family,
        model: device.model,
        firmware: device.firmware,
        serialNumber: device.serialNumber,
        status: statusText(installation.isPresent(device.name)),
        values: valuesOf(installation, device, now),
      })),
    })),
  };
}

function valuesOf(installation: InstallationView, device: Device, now: number): unknown {
  const entries = device.datapoints.flatMap((datapoint) => {
    const reading = installation.reading({
      installation: installation.id,
      device: device.name,
      datapoint: datapoint.number,
    });
    return reading === undefined || !hasState(datapoint)
      ? []
      : [[datapoint.key, valueOf(datapoint, reading, now)]];
  });
  return Object.fromEntries(entries);
}

function valueOf(datapoint: PlantDatapoint, { value, at, attributes }: Reading, now: number) {
  return {
    value,
    text: formatValue(datapoint, value),
    ...(datapoint.unit !== "" && { unit: datapoint.unit }),
    ageSeconds: Math.round((now - at) / 100) / 10,
    ...(attributes && { attributes }),
  };
}

function statusText(online: boolean): "online" | "offline" {
  return online ? "online" : "offline";
}
