import type { Datapoint, Family, UserInfo } from "../protocol/catalogue/datapoint.ts";
import { findDatapoint } from "../protocol/catalogue/lookup.ts";
import { encodeValue } from "../protocol/value.ts";
import { accepted, type Answer, refused } from "./answer.ts";
import { type Firmware, firmwareOf } from "./firmware.ts";
import { type Identity, withFirmware } from "./identity.ts";
import type { InfoSource } from "./instruments.ts";
import type { ParameterMemory } from "./parameters.ts";
import type { Plant } from "./plant/plant.ts";

/** How long a device is off while it restarts. */
const RESTART_SECONDS = 8;

/** A device that resets itself when nobody writes to it for too long (specification 3.10). */
const Watchdogs: Readonly<Partial<Record<Family, { enabled: number; delay: number }>>> = {
  xt: { enabled: 1628, delay: 1629 },
  vt: { enabled: 10342, delay: 10343 },
  vs: { enabled: 14218, delay: 14219 },
};

export interface DeviceParts {
  /** As the agent's users know it: `xt1`, `bsp`, `xcom`. */
  readonly name: string;
  readonly family: Family;
  readonly address: number;
  /** From 1 within its class. */
  readonly index: number;
  readonly identity: Identity;
  readonly parameters: ParameterMemory;
  readonly infos: InfoSource;
}

/** One addressable device: its user infos, its parameters, and whether it is on. */
export class SimulatedDevice {
  readonly name: string;
  readonly family: Family;
  readonly address: number;
  readonly index: number;
  readonly parameters: ParameterMemory;
  readonly infos: InfoSource;
  #identity: Identity;
  #firmware: Firmware;
  /** Whether it answers; one without communication goes on working. */
  reachable = true;
  #on = true;
  #restartingSeconds = 0;
  #secondsSinceWrite = 0;

  constructor({ name, family, address, index, identity, parameters, infos }: DeviceParts) {
    this.name = name;
    this.family = family;
    this.address = address;
    this.index = index;
    this.#identity = identity;
    this.#firmware = firmwareOf(family, identity.firmware);
    this.parameters = parameters;
    this.infos = infos;
  }

  /** What is written on it, and what it says of itself. */
  get identity(): Identity {
    return this.#identity;
  }

  /** Whether it works: switched on, and not in the middle of a restart. */
  get on(): boolean {
    return this.#on && this.#restartingSeconds === 0;
  }

  get restarting(): boolean {
    return this.#restartingSeconds > 0;
  }

  /** Whether its watchdog waited too long for a write. */
  get watchdogBites(): boolean {
    const watchdog = Watchdogs[this.family];
    if (watchdog === undefined || this.parameters.inForce(watchdog.enabled) !== 1) return false;
    return this.#secondsSinceWrite > this.parameters.inForce(watchdog.delay) &&
      (this.parameters.hasUnsavedValues || !this.parameters.savesToFlash);
  }

  /** Loads another firmware, X.Y.Z. */
  load(firmware: string): void {
    this.#identity = withFirmware(this.#identity, this.family, firmware);
    this.#firmware = firmwareOf(this.family, firmware);
    this.infos.identify(this.#identity);
    this.parameters.setFirmware(this.#firmware);
  }

  switchOn(): void {
    this.#on = true;
  }

  switchOff(): void {
    this.#on = false;
  }

  /** Loses what was only in RAM and is off for some seconds. */
  restart(): void {
    this.parameters.restart();
    this.#restartingSeconds = RESTART_SECONDS;
    this.#secondsSinceWrite = 0;
    this.#on = true;
  }

  /** Lets time pass; says whether a restart ended meanwhile. */
  advance(plant: Plant, seconds: number): boolean {
    this.infos.observe(plant, seconds);
    this.#secondsSinceWrite += seconds;
    if (this.#restartingSeconds === 0) return false;
    this.#restartingSeconds = Math.max(0, this.#restartingSeconds - seconds);
    return this.#restartingSeconds === 0;
  }

  /** Notes a write for the watchdog. */
  noteWrite(): void {
    this.#secondsSinceWrite = 0;
  }

  /** The value of an info now, in the catalogue's unit; undefined for one that it does not have. */
  info(number: number): number | undefined {
    return this.#firmware.knows(number) ? this.infos.read(number) : undefined;
  }

  readInfo(number: number): Answer {
    const info = findDatapoint(this.family, number);
    const value = this.info(number);
    if (info?.kind !== "info" || value === undefined) return refused("OBJECT_ID_NOT_FOUND");
    return accepted(encodeValue(info.format!, value));
  }
}

/** Whether a datapoint is one that a device measures. */
export function isInfo(datapoint: Datapoint): datapoint is UserInfo {
  return datapoint.kind === "info";
}
