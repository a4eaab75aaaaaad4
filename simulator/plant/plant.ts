import { type Battery, type BatteryDesign, createBattery } from "./battery/battery.ts";
import { type BatteryCare, NEW_CARE } from "./battery/battery_care.ts";
import { type BatteryCount, startCount } from "./battery/battery_count.ts";
import { type ChargeCycle, createCycle } from "./charging/charge_cycle.ts";
import { type Disturbances, NO_DISTURBANCES } from "./disturbances.ts";
import type { PlantEvent } from "./events.ts";
import { type Genset, STANDING_GENSET } from "./source/genset.ts";
import type { SourceDesign } from "./source/grid.ts";
import {
  createInverter,
  type Inverter,
  type InverterControl,
  type InverterDesign,
} from "./xtender/inverter.ts";
import { EMPTY_LEDGER, type Ledger } from "./ledger.ts";
import type { Monitor } from "./battery/monitor_parameters.ts";
import { released } from "./xtender/protection.ts";
import {
  createSolarCharger,
  type SolarCharger,
  type SolarChargerControl,
  type SolarChargerDesign,
} from "./solar/solar_charger.ts";
import {
  createSolarInverter,
  type SolarInverter,
  type SolarInverterDesign,
} from "./solar/solar_inverter.ts";
import { type Weather, weatherAt } from "./solar/weather.ts";

/** What a plant is made of. */
export interface PlantDesign {
  /** Decides clouds, consumers and grid. */
  readonly seed: number;
  /** In degrees north. */
  readonly latitude: number;
  readonly source: SourceDesign;
  /** In V: 230 or 120, and in Hz: 50 or 60. */
  readonly acVoltage: number;
  readonly acFrequency: number;
  /** What the consumers draw over a day, in W. */
  readonly meanLoad: number;
  readonly battery: BatteryDesign;
  readonly inverters: readonly InverterDesign[];
  readonly solarChargers: readonly SolarChargerDesign[];
  /** At the Xtenders' AC outputs. */
  readonly solarInverters: readonly SolarInverterDesign[];
}

/** What the owner lets the devices do; the lists go by inverters and solar chargers. */
export interface PlantControl {
  readonly inverters: readonly InverterControl[];
  readonly solarChargers: readonly SolarChargerControl[];
  readonly monitor: Monitor;
}

/** A plant at a moment. Every number in it is in V, A, W, VA, Hz, °C or seconds. */
export interface Plant {
  readonly design: PlantDesign;
  /** Seconds since 1970-01-01 of local time. */
  readonly time: number;
  /** How far the gateway's clock is ahead of that; programmes go by it. */
  readonly clockOffset: number;
  readonly weather: Weather;
  readonly battery: Battery;
  /** Whether its temperature was told to be out of its range. */
  readonly batteryAlarm: boolean;
  readonly monitor: Monitor;
  /** What a BSP believes of the battery. */
  readonly count: BatteryCount;
  /** What an Xcom-CAN keeps of it. */
  readonly care: BatteryCare;
  /** The course of the charge that the Xtenders keep, and the voltage that they want for it. */
  readonly cycle: ChargeCycle;
  readonly targetVoltage: number;
  /** The most that chargers put into the battery together, in A. */
  readonly chargeLimit: number;
  /** Whether the battery gave less than was asked. */
  readonly collapsed: boolean;
  /** Whether the battery's management lets nothing out, until there is more in it. */
  readonly locked: boolean;
  readonly inverters: readonly Inverter[];
  /** What stands at AC-In where the source is a genset. */
  readonly genset: Genset;
  readonly solarChargers: readonly SolarCharger[];
  readonly solarInverters: readonly SolarInverter[];
  readonly ledger: Ledger;
  readonly disturbances: Disturbances;
  /** What happened in the last call of `step()` or `leap()`, oldest first. */
  readonly events: readonly PlantEvent[];
  /** Time that was let pass and makes no whole step yet. */
  readonly remainder: number;
}

const INITIAL_CHARGE = 0.65;

/** A plant that is about to be switched on. */
export function createPlant(design: PlantDesign, control: PlantControl, time: number): Plant {
  return {
    design,
    time,
    clockOffset: 0,
    weather: weatherAt(design.seed, design.latitude, time, NO_DISTURBANCES),
    battery: createBattery(design.battery, INITIAL_CHARGE),
    batteryAlarm: false,
    monitor: control.monitor,
    count: startCount(INITIAL_CHARGE),
    care: NEW_CARE,
    cycle: createCycle(),
    targetVoltage: 0,
    chargeLimit: Infinity,
    collapsed: false,
    locked: false,
    inverters: design.inverters.map((each, i) => createInverter(each, control.inverters[i]!)),
    solarChargers: design.solarChargers.map((each, i) =>
      createSolarCharger(each, control.solarChargers[i]!)
    ),
    solarInverters: design.solarInverters.map(createSolarInverter),
    genset: STANDING_GENSET,
    ledger: EMPTY_LEDGER,
    disturbances: NO_DISTURBANCES,
    events: [],
    remainder: 0,
  };
}

/** The plant with other disturbances; those that are not given stay. */
export function disturb(plant: Plant, disturbances: Partial<Disturbances>): Plant {
  return { ...plant, disturbances: { ...plant.disturbances, ...disturbances } };
}

/** The plant with other settings of its devices, in their order. */
export function withControl(plant: Plant, control: PlantControl): Plant {
  return {
    ...plant,
    monitor: control.monitor,
    inverters: plant.inverters.map((each, i) => ({ ...each, control: control.inverters[i]! })),
    solarChargers: plant.solarChargers.map((each, i) => ({
      ...each,
      control: control.solarChargers[i]!,
    })),
  };
}

/** The plant with an Xtender that may work again although it had stopped for good. */
export function release(plant: Plant, device: string): Plant {
  return withInverter(
    plant,
    device,
    (inverter) => ({ ...inverter, protection: released(inverter.protection) }),
  );
}

/** The plant with the days of an Xtender beginning now, as when its installer grants new ones. */
export function restartDays(plant: Plant, device: string): Plant {
  return withInverter(plant, device, (inverter) => ({ ...inverter, freeSeconds: 0 }));
}

function withInverter(
  plant: Plant,
  device: string,
  changed: (inverter: Inverter) => Inverter,
): Plant {
  return {
    ...plant,
    inverters: plant.inverters.map((each) => each.design.name === device ? changed(each) : each),
  };
}
