import {
  acceptedPower,
  type Battery,
  type BatteryDesign,
  createBattery,
  stepBattery,
} from "./battery.ts";
import { type Disturbances, NO_DISTURBANCES } from "./disturbances.ts";
import { shareEnergy } from "./energy_share.ts";
import type { PlantEvent } from "./events.ts";
import { gridAt, type GridPhase } from "./grid.ts";
import {
  canConnect,
  createInverter,
  type Inverter,
  type InverterDesign,
  type InverterSettings,
  restInverter,
  stepInverter,
} from "./inverter.ts";
import { loadAt } from "./load.ts";
import {
  createSolarCharger,
  offeredPower,
  type SolarCharger,
  type SolarChargerDesign,
  type SolarChargerSettings,
  stepSolarCharger,
} from "./solar_charger.ts";
import { type Weather, weatherAt } from "./weather.ts";

/** What a plant is made of. */
export interface PlantDesign {
  /** Decides clouds, consumers and grid. */
  readonly seed: number;
  /** In degrees north. */
  readonly latitude: number;
  /** Whether there is a public grid at the AC inputs. */
  readonly gridConnected: boolean;
  /** In V: 230 or 120. */
  readonly acVoltage: number;
  /** What the consumers draw over a day, in W. */
  readonly meanLoad: number;
  readonly battery: BatteryDesign;
  /** Above this charge the battery serves the consumers although there is a grid. 0 to 1. */
  readonly reserve: number;
  readonly inverters: readonly InverterDesign[];
  readonly solarChargers: readonly SolarChargerDesign[];
}

/** A plant at a moment. Every number in it is in V, A, W, VA, Hz, °C or seconds. */
export interface Plant {
  readonly design: PlantDesign;
  /** Seconds since 1970-01-01 of local time. */
  readonly time: number;
  readonly weather: Weather;
  readonly battery: Battery;
  /** Whether the battery serves the consumers beside a grid, or at all without one. */
  readonly batteryServes: boolean;
  readonly inverters: readonly Inverter[];
  readonly solarChargers: readonly SolarCharger[];
  readonly disturbances: Disturbances;
  /** What happened in the last call of `step()` or `leap()`, oldest first. */
  readonly events: readonly PlantEvent[];
  /** Time that was let pass and makes no whole step yet. */
  readonly remainder: number;
}

/** The plant is computed in steps of this length, in seconds, however callers cut the time. */
export const STEP_SECONDS = 1;
const INITIAL_CHARGE = 0.65;
/** The battery serves again above its limit by this much. */
const SERVICE_HYSTERESIS = 0.05;
/** Without a grid the Xtenders go on down to this charge. */
const EMPTY_CHARGE = 0.05;

/** A plant that was switched on a second ago. */
export function createPlant(design: PlantDesign, time: number): Plant {
  const plant: Plant = {
    design,
    time: time - 1,
    weather: weatherAt(design.seed, design.latitude, time),
    battery: createBattery(design.battery, INITIAL_CHARGE),
    batteryServes: true,
    inverters: design.inverters.map((each) => createInverter(each)),
    solarChargers: design.solarChargers.map(createSolarCharger),
    disturbances: NO_DISTURBANCES,
    events: [],
    remainder: 0,
  };
  return step(plant, 1);
}

/** The plant some seconds later; the same however the time is cut. */
export function step(plant: Plant, seconds: number): Plant {
  let left = plant.remainder + seconds;
  let now: Plant = { ...plant, events: [] };
  const events: PlantEvent[] = [];
  for (; left >= STEP_SECONDS; left -= STEP_SECONDS) {
    now = leap(now, STEP_SECONDS);
    if (now.events.length > 0) events.push(...now.events);
  }
  return { ...now, events, remainder: left };
}

/** The plant with other disturbances; those that are not given stay. */
export function disturb(plant: Plant, disturbances: Partial<Disturbances>): Plant {
  return { ...plant, disturbances: { ...plant.disturbances, ...disturbances } };
}

/**
 * The plant one coarse step later, of at most a minute: for days that nobody watches. Powers hold
 * for the whole step, so that they times its length are the energies that flowed.
 */
export function leap(plant: Plant, seconds: number): Plant {
  const { design, battery } = plant;
  const { seed } = design;
  const time = plant.time + seconds;
  const weather = weatherAt(seed, design.latitude, time);
  const grids = gridsAt(design, time);
  const loads = loadsAt(plant, grids, time);
  const offers = plant.solarChargers.map((each) => offeredPower(each, weather, battery.voltage));
  const share = shareEnergy({
    inverters: plant.inverters,
    grids,
    loads,
    batteryServes: plant.batteryServes,
    acceptedPower: acceptedPower(battery),
    batteryVoltage: battery.voltage,
    solarPower: offers.reduce((sum, offer) => sum + offer, 0),
  });
  const inverters = plant.inverters.map((inverter, i) => {
    const grid = grids[i]!;
    if (!works(inverter, grid, plant.batteryServes)) {
      return restInverter(inverter, grid, weather.airTemperature, seconds);
    }
    const task = {
      grid,
      load: loads[i]!,
      converterPower: share.converterPowers[i]!,
      outputVoltage: design.acVoltage,
      airTemperature: weather.airTemperature,
    };
    return stepInverter(inverter, task, seconds);
  });
  const solarChargers = plant.solarChargers.map((charger, i) =>
    stepSolarCharger(charger, weather, offers[i]! * share.solarShare, offers[i]!, seconds)
  );
  const power = inverters.reduce((sum, { batteryPower }) => sum + batteryPower, 0) +
    solarChargers.reduce((sum, { batteryPower }) => sum + batteryPower, 0);
  return {
    design,
    time,
    weather,
    battery: stepBattery(battery, power, weather.airTemperature, seconds),
    batteryServes: nextService(plant, grids),
    inverters,
    solarChargers,
    disturbances: plant.disturbances,
    events: [],
    remainder: plant.remainder,
  };
}

/** The plant with other settings of its devices, in their order. */
export function withSettings(
  plant: Plant,
  inverterSettings: readonly InverterSettings[],
  solarSettings: readonly SolarChargerSettings[],
): Plant {
  return {
    ...plant,
    inverters: plant.inverters.map((each, i) => ({ ...each, settings: inverterSettings[i]! })),
    solarChargers: plant.solarChargers.map((each, i) => ({ ...each, settings: solarSettings[i]! })),
  };
}

function gridsAt({ seed, gridConnected, acVoltage, inverters }: PlantDesign, time: number) {
  return inverters.map(({ phase }) => gridAt(seed, gridConnected, acVoltage, phase, time));
}

/** What each Xtender has to serve: those of a phase share its consumers evenly. */
function loadsAt(plant: Plant, grids: readonly GridPhase[], time: number): number[] {
  const { seed, meanLoad } = plant.design;
  const working = [0, 0, 0, 0];
  plant.inverters.forEach((inverter, i) => {
    if (works(inverter, grids[i]!, plant.batteryServes)) working[inverter.design.phase]!++;
  });
  const phases = new Set(plant.design.inverters.map(({ phase }) => phase)).size;
  return plant.inverters.map((inverter, i) => {
    const { phase } = inverter.design;
    if (!works(inverter, grids[i]!, plant.batteryServes)) return 0;
    return loadAt(seed, meanLoad / phases, phase, time) / working[phase]!;
  });
}

function works(inverter: Inverter, grid: GridPhase, batteryServes: boolean): boolean {
  if (!inverter.settings.on) return false;
  return canConnect(inverter, grid) || (batteryServes && inverter.settings.inverterAllowed);
}

function nextService(plant: Plant, grids: readonly GridPhase[]): boolean {
  const connected = plant.inverters.some((inverter, i) => canConnect(inverter, grids[i]!));
  const limit = connected ? plant.design.reserve : EMPTY_CHARGE;
  return plant.battery.charge > limit + (plant.batteryServes ? 0 : SERVICE_HYSTERESIS);
}
