import { type Device, isPhase } from "../installation/device.ts";

/** Device and entity ids begin with this, so that they cannot be another program's. */
const ID_PREFIX = "studer";

/**
 * The device that all others of the installation are reached through: the gateway, or where it
 * was not found, the lowest Xtender.
 */
export function gatewayOf(devices: readonly Device[]): Device | undefined {
  return devices.find(({ family }) => family === "rcc") ??
    devices.filter((device) => device.family === "xt" && !isPhase(device))
      .toSorted((a, b) => (a.address ?? 0) - (b.address ?? 0))[0];
}

/**
 * What identifies each device in Home Assistant, by name: its serial number, which moves with it
 * from address to address and from port to port. What has no serial number of its own (the plant
 * as a whole, a phase, a gateway that tells no GUID) is identified by the gateway's and its name;
 * so is a device whose serial number another one bears too.
 */
export function identitiesOf(
  devices: readonly Device[],
  installationId: string,
): ReadonlyMap<string, string> {
  // Without any serial number, at least two installations of one agent stay apart.
  const gateway = gatewayOf(devices)?.serialNumber || installationId;
  const ids = devices.map((device) =>
    isDerived(device) ? idOf(gateway, device.name) : idOf(device.serialNumber)
  );
  return new Map(devices.map(({ name }, index) => {
    const id = ids[index]!;
    const isShared = ids.indexOf(id) !== ids.lastIndexOf(id);
    return [name, isShared ? `${id}_${name}` : id];
  }));
}

/** True for what has no serial number, or may bear that of the Xtender it stands for. */
function isDerived(device: Device): boolean {
  return device.family === "system" || device.family === "rcc" || isPhase(device) ||
    device.serialNumber === "";
}

// Home Assistant takes letters, digits, `_` and `-` in a discovery topic.
function idOf(...parts: readonly string[]): string {
  return [ID_PREFIX, ...parts].join("_").replace(/[^A-Za-z0-9_-]/g, "_");
}
