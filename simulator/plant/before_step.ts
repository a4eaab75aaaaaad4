import { sagOf } from "./battery/battery.ts";
import type { BatteryService } from "./battery_service.ts";
import type { Teller } from "./events.ts";
import type { Plant } from "./plant.ts";
import type { SolarCharger } from "./solar/solar_charger.ts";
import { checkSolarCharger } from "./solar/solar_charger_check.ts";
import type { GridPhase } from "./source/grid.ts";
import { askedOn, demandOn, gridsOf, movedOn, restingAt } from "./supply.ts";
import { dipsOf } from "./voltage_dip.ts";
import { prepareInverter } from "./xtender/inverter_ready.ts";
import type { Inverter } from "./xtender/inverter.ts";

/** What stands ready before any power flows; the first three lists go by Xtender. */
export interface Scene {
  readonly inverters: readonly Inverter[];
  readonly grids: readonly GridPhase[];
  /** Of the consumers, in W. */
  readonly loads: readonly number[];
  readonly chargers: readonly SolarCharger[];
  readonly service: BatteryService;
}

const SECONDS_PER_DAY = 86400;

/** The sources, the devices and the consumers for some seconds, as what was a moment ago has them. */
export function setScene(
  plant: Plant,
  service: BatteryService,
  seconds: number,
  teller: Teller,
): Scene {
  const grids = gridsOf(plant, plant.time);
  const ready = readyInverters(plant, grids, seconds, teller);
  const chargers = readyChargers(plant, seconds, teller);
  const asked = askedOn(plant, plant.time, seconds);
  const rested = restingAt(ready, movedOn(plant, asked), seconds);
  const { loads, overwhelmed } = demandOn(rested, asked);
  const inverters = rested.map((each, i) => overwhelmed[i] ? { ...each, overwhelmed: true } : each);
  return { inverters, grids, loads, chargers, service };
}

function readyInverters(
  plant: Plant,
  grids: readonly GridPhase[],
  seconds: number,
  teller: Teller,
): Inverter[] {
  const { battery, collapsed, locked, disturbances: { broken, closedEntries } } = plant;
  const day = Math.floor((plant.time + plant.clockOffset) / SECONDS_PER_DAY);
  const dips = dipsOf(plant);
  return plant.inverters.map((inverter, i) => {
    const { name } = inverter.design;
    const surroundings = {
      grid: grids[i]!,
      dip: dips[i]!,
      batteryVoltage: battery.voltage,
      batterySag: sagOf(battery),
      nominalVoltage: battery.design.nominalVoltage,
      batteryCollapsed: collapsed,
      batteryEmpty: locked,
      day,
      broken: broken.includes(name),
      entryWired: closedEntries.includes(name),
    };
    return prepareInverter(inverter, surroundings, seconds, teller(name));
  });
}

function readyChargers(
  { solarChargers, battery, disturbances }: Plant,
  seconds: number,
  teller: Teller,
): SolarCharger[] {
  const { broken, earthFaults, closedEntries } = disturbances;
  return solarChargers.map((charger) => {
    const { name } = charger.design;
    const surroundings = {
      batteryVoltage: battery.voltage,
      nominalVoltage: battery.design.nominalVoltage,
      earthFault: earthFaults.includes(name),
      broken: broken.includes(name),
      entryWired: closedEntries.includes(name),
    };
    return checkSolarCharger(charger, surroundings, seconds, teller(name));
  });
}
