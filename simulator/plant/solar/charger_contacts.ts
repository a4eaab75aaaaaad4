import type { AuxiliaryContact } from "../contacts/auxiliary_contact.ts";
import type { DeviceEvent } from "../contacts/auxiliary_programme.ts";
import {
  type ContactSurroundings,
  stepContacts,
  tellContacts,
} from "../contacts/device_contacts.ts";
import type { Tell } from "../events.ts";
import { isEarthFault } from "./earthing.ts";
import { hasNoSun, type SolarCharger } from "./solar_charger.ts";

type Holds = (charger: SolarCharger) => boolean;

const never: Holds = () => false;

/** Whether what may move its contacts is the case at a solar charger. */
const HoldsAtCharger: Readonly<Record<DeviceEvent, Holds>> = {
  on: ({ on }) => on,
  off: ({ on }) => !on,
  undervoltage: ({ fault }) => fault === "battery_undervoltage",
  overvoltage: ({ fault }) => fault === "battery_overvoltage",
  earth_fault: ({ fault }) => isEarthFault(fault),
  no_sun: hasNoSun,
  overtemperature: ({ mode }) => mode === "heat",
  no_overtemperature: ({ mode }) => mode !== "heat",
  charger: ({ batteryPower }) => batteryPower > 0,
  overload: never,
  partial_overload: never,
  inverter: never,
  boost: never,
  input_fault: never,
  input: never,
  transfer: never,
  output: never,
  quota: never,
  remote_entry: ({ entryActive }) => entryActive,
};

/** A solar charger's contacts some seconds later; it tells which of them moved. */
export function chargerContacts(
  charger: SolarCharger,
  surroundings: ContactSurroundings,
  seconds: number,
  tell: Tell,
): readonly AuxiliaryContact[] {
  const { contacts: before, cycle, nightSeconds } = charger;
  const own = {
    power: 0,
    phase: cycle.phase,
    nightSeconds,
    holds: (event: DeviceEvent) => HoldsAtCharger[event](charger),
  };
  const after = stepContacts(charger, surroundings, own, seconds, tell);
  tellContacts(before, after, tell);
  return after;
}
