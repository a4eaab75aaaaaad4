import type { Device, PlantDatapoint } from "./device.ts";
import type { Point } from "./values.ts";

/** Which devices every installation has, and what their datapoints are. */
export class DeviceDirectory {
  readonly #devices = new Map<string, readonly Device[]>();
  readonly #datapoints = new Map<string, Map<number, PlantDatapoint>>();

  /** Takes the devices of an installation in place of those that it had. */
  set(installation: string, devices: readonly Device[]): void {
    for (const { name } of this.devicesOf(installation)) {
      this.#datapoints.delete(keyOf(installation, name));
    }
    this.#devices.set(installation, devices);
    for (const { name, datapoints } of devices) {
      this.#datapoints.set(
        keyOf(installation, name),
        new Map(datapoints.map((datapoint) => [datapoint.number, datapoint])),
      );
    }
  }

  /** Empty where nothing was found yet. */
  devicesOf(installation: string): readonly Device[] {
    return this.#devices.get(installation) ?? [];
  }

  /** What a point is; undefined where its device is not there. */
  describe({ installation, device, datapoint }: Point): PlantDatapoint | undefined {
    return this.#datapoints.get(keyOf(installation, device))?.get(datapoint);
  }

  /** The datapoint of that key; undefined where there is no such device or key. */
  find(installation: string, device: string, key: string): PlantDatapoint | undefined {
    const datapoints = this.devicesOf(installation).find(({ name }) => name === device)?.datapoints;
    return datapoints?.find((datapoint) => datapoint.key === key);
  }
}

function keyOf(installation: string, device: string): string {
  return `${installation}/${device}`;
}
