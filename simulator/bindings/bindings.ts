import type { Identity } from "../identity.ts";
import type { Switching } from "../plant/contacts/device_contacts.ts";
import type { Plant } from "../plant/plant.ts";

/** What a device's values are taken from: its part of the plant (`unit`), and what it knows. */
export interface Subject<Unit> {
  readonly plant: Plant;
  readonly unit: Unit;
  readonly identity: Identity;
  /** The value in force of one of the device's parameters. */
  readonly setting: (parameter: number) => number;
}

/** Reads one quantity in its base unit: V, A, W, VA, Hz, °C, %, or hours for a duration. */
export type Gauge<Unit> = (subject: Subject<Unit>) => number;

/** Which part of the plant each quantity of a family of devices is, by the catalogue's word. */
export interface Bindings<Unit> {
  /** What can be read at any moment, states (by their code) and nameplates included. */
  readonly gauges: Readonly<Record<string, Gauge<Unit>>>;
  /** How fast each counted quantity grows, per hour: W for Wh, A for Ah, 1 for hours. */
  readonly rates: Readonly<Record<string, Gauge<Unit>>>;
}

/** Automatic, reversed, and by hand closed or open: what a mode's parameter is in its info. */
const ContactMode: Readonly<Record<number, number>> = { 1: 1, 2: 2, 4: 3, 8: 4 };

/** State and mode of one auxiliary contact. */
export function contactGauges(number: number): Readonly<Record<string, Gauge<Switching>>> {
  return {
    [`aux_relay_${number}_state`]: ({ unit }) => unit.contacts[number - 1]?.closed ? 1 : 0,
    [`aux_relay_${number}_mode`]: ({ unit }) =>
      ContactMode[unit.control.auxiliaries[number - 1]?.mode ?? 1] ?? 0,
  };
}

/** The nameplate, which all families tell alike. */
export const IdentityGauges: Readonly<Record<string, Gauge<unknown>>> = {
  id_type: ({ identity }) => identity.typeCode,
  id_nominal_battery_voltage: ({ plant }) => plant.design.battery.nominalVoltage,
  id_hardware: () => 1,
  id_hardware_power: () => 1,
  id_sid: ({ identity }) => identity.softwareId,
  firmware_version_msb: ({ identity }) => identity.firmwareHalves[0],
  firmware_version_lsb: ({ identity }) => identity.firmwareHalves[1],
  fid_msb: ({ identity }) => identity.serialNumber >>> 16,
  fid_lsb: ({ identity }) => identity.serialNumber & 0xFFFF,
  parameter_count_code: ({ identity }) => identity.parameterCount,
  parameter_count_flash: ({ identity }) => identity.parameterCount,
  info_count_code: ({ identity }) => identity.infoCount,
};
