import type { PlantDesign } from "../plant/plant.ts";
import type { SolarChargerDesign } from "../plant/solar/solar_charger.ts";
import { frequencyIn } from "./device_limits.ts";
import type { Scenario, SolarInstallation } from "./scenarios.ts";

/** The plant that a scenario describes. */
export function plantDesign(scenario: Scenario, seed: number): PlantDesign {
  const { latitude, source, acVoltage, meanLoad, battery } = scenario;
  return {
    seed,
    latitude,
    source,
    acVoltage,
    acFrequency: frequencyIn(scenario),
    meanLoad,
    battery,
    inverters: scenario.xtenders.map(({ model, phase }, i) => ({
      name: `xt${i + 1}`,
      nominalPower: model.nominalPower,
      idlePower: model.idlePower,
      searchPower: model.searchPower,
      transferCurrent: model.transferCurrent,
      phase,
    })),
    solarChargers: [
      ...solarChargers("vt", scenario.varioTracks),
      ...solarChargers("vs", scenario.varioStrings),
    ],
    solarInverters: scenario.solarInverters ?? [],
  };
}

function solarChargers(prefix: string, all: readonly SolarInstallation[]): SolarChargerDesign[] {
  return all.map(({ generators, model }, i) => ({
    name: `${prefix}${i + 1}`,
    generators,
    inputs: model.inputs,
    maxCurrent: model.maxCurrent,
    maxPower: model.maxPower ?? Infinity,
    maxInputCurrent: model.maxInputCurrent ?? Infinity,
  }));
}
