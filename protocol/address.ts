import type { Family } from "./catalogue/datapoint.ts";

/** A kind of addressable device (specification 3.5). */
export interface DeviceClass {
  /** What its devices' names begin with: `xt` for xt1. */
  readonly prefix: string;
  /** The catalogue that its datapoints come from. */
  readonly family: Family;
  /** Reaches all devices of the class; for writing only. Undefined for phases. */
  readonly multicast: number | undefined;
  /** The address of the first device; the others follow. */
  readonly first: number;
  /** How many there can be. Where it is 1, the name has no number. */
  readonly count: number;
}

/** All kinds of devices, in the order in which they are shown. BSP and BMS share an address. */
export const DeviceClasses: readonly DeviceClass[] = [
  { prefix: "xt", family: "xt", multicast: 100, first: 101, count: 9 },
  { prefix: "l", family: "xt", multicast: undefined, first: 191, count: 3 },
  { prefix: "vt", family: "vt", multicast: 300, first: 301, count: 15 },
  { prefix: "vs", family: "vs", multicast: 700, first: 701, count: 15 },
  { prefix: "bsp", family: "bsp", multicast: 600, first: 601, count: 1 },
  { prefix: "bms", family: "bms", multicast: 600, first: 601, count: 1 },
  { prefix: "xcom", family: "rcc", multicast: 500, first: 501, count: 1 },
];

/** Everybody at once. */
export const BROADCAST_ADDRESS = 0;

/** The gateway itself: messages, multi-info, GUID, datalog, screen. */
export const GATEWAY_ADDRESS = 501;

/** A device as a name says it. */
export interface AddressedDevice {
  readonly name: string;
  readonly family: Family;
  readonly address: number;
  /** From 1 within its class; multi-info asks for it by this number. 0 means all of the class. */
  readonly index: number;
}

/** Every device of a class that there can be. */
export function devicesOf({ prefix, family, first, count }: DeviceClass): AddressedDevice[] {
  return Array.from({ length: count }, (_, i) => ({
    name: count === 1 ? prefix : `${prefix}${i + 1}`,
    family,
    address: first + i,
    index: i + 1,
  }));
}

const DeviceByName = new Map(
  DeviceClasses.flatMap(devicesOf).map((device) => [device.name, device]),
);

/** The device that a name such as `xt1`, `l2`, `bsp` or `xcom` means, or undefined. */
export function deviceNamed(name: string): AddressedDevice | undefined {
  return DeviceByName.get(name);
}

/** All devices of a class, for writing, by the class's name: `xt`, `vt`, `vs`; else undefined. */
export function multicastNamed(name: string): AddressedDevice | undefined {
  const found = DeviceClasses.find(({ prefix, count }) => prefix === name && count > 1);
  if (found?.multicast === undefined) return undefined;
  return { name, family: found.family, address: found.multicast, index: 0 };
}
