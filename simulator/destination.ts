import { BROADCAST_ADDRESS, DeviceClasses } from "../protocol/address.ts";
import type { SimulatedDevice } from "./device.ts";
import type { Inverter } from "./plant/xtender/inverter.ts";

/** What an address reaches: one device, the Xtenders of a phase, or all of a class. */
export interface Destination {
  /** Those that answer, by address; for a phase its master first. */
  readonly devices: readonly SimulatedDevice[];
  /** Whether several are meant, so that nothing can be read (specification 3.5). */
  readonly multicast: boolean;
}

const Phases = DeviceClasses.find(({ prefix }) => prefix === "l")!;

/** Finds who is meant by an address; `inverters` are the Xtenders' part of the plant, in order. */
export function destinationOf(
  address: number,
  devices: readonly SimulatedDevice[],
  inverters: readonly Inverter[],
): Destination {
  const reachable = devices.filter((device) => device.reachable);
  if (address === BROADCAST_ADDRESS) return { devices: reachable, multicast: true };
  const phase = address - Phases.first + 1;
  if (phase >= 1 && phase <= Phases.count) {
    const ofPhase = reachable.filter(({ family, index }) =>
      family === Phases.family && inverters[index - 1]!.design.phase === phase
    );
    return { devices: ofPhase, multicast: false };
  }
  const families = DeviceClasses.filter(({ multicast }) => multicast === address)
    .map(({ family }) => family);
  return families.length > 0
    ? { devices: reachable.filter(({ family }) => families.includes(family)), multicast: true }
    : { devices: reachable.filter((device) => device.address === address), multicast: false };
}
