import { deviceNamed } from "../../../protocol/address.ts";
import type { Clock } from "../../../protocol/clock.ts";
import { errorText } from "../../error_text.ts";
import type { Log } from "../../log.ts";
import type { Device } from "../device.ts";
import type { StateFiles } from "../state_files.ts";

/** A device without its datapoints, which follow from the catalogue. */
export type DeviceIdentity = Omit<Device, "datapoints">;

/** A device that was not seen for so long was taken away. */
const FORGET_AFTER_MS = 7 * 24 * 60 * 60 * 1000;

const VERSION = 1;
const MAX_DEVICES = 100;

interface RememberedDevice extends DeviceIdentity {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly seenAt: number;
}

/** Where the devices of an installation are remembered. */
export interface DeviceMemoryOptions {
  readonly stateDirectory: string;
  readonly installation: string;
  readonly files: StateFiles;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Remembers an installation's devices in `devices-<installation>.json`: after a power cut the agent
 * is up before the devices are, and one that is late must not be taken for one that is gone.
 * Nothing here rejects; without a disk the agent starts from what it finds.
 */
export class DeviceMemory {
  readonly #options: DeviceMemoryOptions;
  #remembered: readonly RememberedDevice[] = [];

  constructor(options: DeviceMemoryOptions) {
    this.#options = options;
  }

  /** The devices that were there within the last week, by the machine's clock. */
  async load(): Promise<DeviceIdentity[]> {
    const { files, log, clock } = this.#options;
    try {
      const text = await files.readTextFile(this.#path);
      if (text === undefined) return [];
      this.#remembered = decode(text).filter(({ seenAt }) =>
        clock.wallTime() - seenAt < FORGET_AFTER_MS
      );
    } catch (error) {
      // What is remembered is a help, not a must: the next scan finds what is there.
      log.info("Cannot read which devices were there; starting from those that answer", {
        path: this.#path,
        problem: errorText(error),
      });
    }
    return this.#remembered.map(({ seenAt: _, ...identity }) => identity);
  }

  /** Remembers all of the devices, and that `found` of them were seen now. */
  async save(devices: readonly Device[], found: readonly Device[]): Promise<void> {
    const { files, clock, log } = this.#options;
    const now = clock.wallTime();
    this.#remembered = devices.slice(0, MAX_DEVICES).map(({ datapoints: _, ...identity }) => {
      const isFound = found.some(({ name }) => name === identity.name);
      const before = this.#remembered.find(({ name }) => name === identity.name);
      return { ...identity, seenAt: isFound ? now : before?.seenAt ?? now };
    });
    try {
      await files.replace(
        this.#path,
        JSON.stringify({ version: VERSION, devices: this.#remembered }, undefined, 2) + "\n",
      );
    } catch (error) {
      log.debug("Cannot remember which devices are there", {
        path: this.#path,
        problem: errorText(error),
      });
    }
  }

  get #path(): string {
    return `${this.#options.stateDirectory}/devices-${this.#options.installation}.json`;
  }
}

/** Throws a `SyntaxError` at anything but what `save()` writes. */
function decode(text: string): RememberedDevice[] {
  const file: unknown = JSON.parse(text);
  const devices = isRecord(file) && file.version === VERSION ? file.devices : undefined;
  if (!Array.isArray(devices) || devices.length > MAX_DEVICES || !devices.every(isRemembered)) {
    throw new SyntaxError("This is no list of devices");
  }
  return devices;
}

function isRemembered(device: unknown): device is RememberedDevice {
  return isRecord(device) &&
    Object.entries(FieldTypes).every(([field, types]) => types.includes(typeof device[field])) &&
    isPossible(device as unknown as RememberedDevice);
}

/** Whether there can be such a device: its datapoints are looked up by its family. */
function isPossible({ name, family, address }: RememberedDevice): boolean {
  const named = deviceNamed(name);
  return named?.family === family && named.address === address;
}

const FieldTypes: Readonly<Record<keyof RememberedDevice, readonly string[]>> = {
  name: ["string"],
  family: ["string"],
  address: ["number"],
  model: ["string"],
  firmware: ["string"],
  serialNumber: ["string"],
  nominalVoltage: ["number", "undefined"],
  seenAt: ["number"],
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
