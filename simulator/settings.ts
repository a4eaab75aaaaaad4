import type { SimulatedDevice } from "./device.ts";
import type { InverterSettings } from "./plant/inverter.ts";
import type { SolarChargerSettings } from "./plant/solar_charger.ts";

/** What the plant lets itself be told; the lists go by its inverters and solar chargers. */
export interface PlantSettings {
  readonly inverters: readonly InverterSettings[];
  readonly solarChargers: readonly SolarChargerSettings[];
}

/** The parameters that act on the plant, as they are in force, and which devices are on. */
export function settingsOf(devices: readonly SimulatedDevice[]): PlantSettings {
  const varioTracks = devices.filter(({ family }) => family === "vt");
  const varioStrings = devices.filter(({ family }) => family === "vs");
  return {
    inverters: devices.filter(({ family }) => family === "xt").map(inverterSettings),
    solarChargers: [
      ...varioTracks.map((device) => solarSettings(device, 10002)),
      ...varioStrings.map((device) => solarSettings(device, 14001)),
    ],
  };
}

function inverterSettings({ on, parameters }: SimulatedDevice): InverterSettings {
  const allows = (number: number) => parameters.inForce(number) === 1;
  return {
    on,
    inputCurrentLimit: parameters.inForce(1107),
    chargeCurrentLimit: parameters.inForce(1138),
    feedingCurrentLimit: parameters.inForce(1523),
    inverterAllowed: allows(1124),
    chargerAllowed: allows(1125),
    boostAllowed: allows(1126),
    feedingAllowed: allows(1127),
    transferAllowed: allows(1128),
  };
}

function solarSettings(
  { on, parameters }: SimulatedDevice,
  chargeCurrent: number,
): SolarChargerSettings {
  return { on, chargeCurrentLimit: parameters.inForce(chargeCurrent) };
}
