import type { SimulatedDevice } from "./device.ts";
import type { Identity } from "./identity.ts";
import { VS_70 } from "./scenario/models.ts";
import { settingsFrom } from "./plant/acting_parameter.ts";
import { isProgrammed } from "./plant/contacts/auxiliary_contact.ts";
import {
  VarioStringAuxiliaries,
  VarioTrackAuxiliaries,
} from "./plant/contacts/vario_auxiliaries.ts";
import { XtenderAuxiliaries } from "./plant/contacts/xtender_auxiliaries.ts";
import type { AuxiliaryTable } from "./plant/contacts/auxiliary_programme.ts";
import {
  NotOfAVario,
  VarioStringCycle,
  VarioTrackCycle,
  XtenderCycle,
} from "./plant/charging/cycle_parameters.ts";
import type { InverterControl } from "./plant/xtender/inverter.ts";
import { afterDays } from "./plant/xtender/limited_days.ts";
import { BmsParameters, BspParameters, type Monitor } from "./plant/battery/monitor_parameters.ts";
import type { PlantControl } from "./plant/plant.ts";
import { underActiveEntry } from "./plant/xtender/xtender_entry.ts";
import type { SolarChargerControl } from "./plant/solar/solar_charger.ts";
import {
  VarioString70Parameters,
  VarioStringParameters,
  VarioTrackParameters,
} from "./plant/solar/vario_parameters.ts";
import { XtenderParameters } from "./plant/xtender/xtender_parameters.ts";

/** What a device lets the plant be told. */
export interface Steering extends Pick<SimulatedDevice, "family" | "on" | "parameters"> {
  readonly identity: Pick<Identity, "typeCode">;
}

/** The tables of what acts on a solar charger. */
interface SolarTables {
  readonly settings:
    | typeof VarioTrackParameters
    | typeof VarioStringParameters
    | typeof VarioString70Parameters;
  readonly cycle: typeof VarioTrackCycle | typeof VarioStringCycle;
  readonly auxiliaries: readonly AuxiliaryTable[];
}

const VarioTrackTables: SolarTables = {
  settings: VarioTrackParameters,
  cycle: VarioTrackCycle,
  auxiliaries: VarioTrackAuxiliaries,
};
const VarioStringTables: SolarTables = {
  settings: VarioStringParameters,
  cycle: VarioStringCycle,
  auxiliaries: VarioStringAuxiliaries,
};

const VarioString70Tables: SolarTables = {
  ...VarioStringTables,
  settings: VarioString70Parameters,
};

/** What the parameters in force make of the plant, and which devices are on. */
export function controlOf(devices: readonly Steering[]): PlantControl {
  const ofFamily = (family: string) => devices.filter((device) => device.family === family);
  return {
    inverters: ofFamily("xt").map(inverterControl),
    solarChargers: [
      ...ofFamily("vt").map((device) => solarControl(device, VarioTrackTables)),
      ...ofFamily("vs").map((device) => solarControl(device, stringTables(device))),
    ],
    monitor: monitorOf(devices),
  };
}

function inverterControl({ on, parameters }: Steering): InverterControl {
  const inForce = (number: number) => parameters.inForce(number);
  const auxiliaries = settingsFrom(XtenderAuxiliaries, inForce);
  const settings = settingsFrom(XtenderParameters, inForce);
  const settingsByEntry = underActiveEntry(settings);
  return {
    on,
    settings,
    settingsAtRest: settings,
    settingsByEntry,
    afterDays: { atRest: afterDays(settings), byEntry: afterDays(settingsByEntry) },
    cycle: settingsFrom(XtenderCycle, inForce),
    auxiliaries,
    programmed: auxiliaries.some(isProgrammed),
  };
}

function stringTables({ identity }: Steering): SolarTables {
  return identity.typeCode === VS_70.typeCode ? VarioString70Tables : VarioStringTables;
}

function solarControl({ on, parameters }: Steering, tables: SolarTables): SolarChargerControl {
  const inForce = (number: number) => parameters.inForce(number);
  const auxiliaries = settingsFrom(tables.auxiliaries, inForce);
  return {
    on,
    settings: settingsFrom(tables.settings, inForce),
    cycle: { ...NotOfAVario, ...settingsFrom(tables.cycle, inForce) },
    auxiliaries,
    programmed: auxiliaries.some(isProgrammed),
  };
}

function monitorOf(devices: readonly Steering[]): Monitor {
  for (const { family, on, parameters } of devices) {
    const inForce = (number: number) => parameters.inForce(number);
    if (!on) continue;
    if (family === "bsp") return { kind: "bsp", settings: settingsFrom(BspParameters, inForce) };
    if (family === "bms") return { kind: "bms", settings: settingsFrom(BmsParameters, inForce) };
  }
  return { kind: "none" };
}
