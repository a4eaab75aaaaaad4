import { createGateway } from "../../../simulator/scenario/scenario.ts";
import {
  type Scenario,
  type ScenarioName,
  Scenarios,
} from "../../../simulator/scenario/scenarios.ts";
import type { Family } from "../../../protocol/catalogue/datapoint.ts";
import { startCount } from "../../../simulator/plant/battery/battery_count.ts";
import { type Plant, release } from "../../../simulator/plant/plant.ts";
import { leap, step } from "../../../simulator/plant/step.ts";

/** What a test changes of a scenario. */
export interface Changes extends Partial<Omit<Scenario, "settings" | "battery">> {
  /** Parameters as the installer set them, by family and number. */
  readonly settings?: Partial<Record<Family, Record<number, number>>>;
  readonly battery?: Partial<Scenario["battery"]>;
}

export interface PlantOptions extends Changes {
  readonly seed?: number;
  /** Local time; noon of midsummer if not given. */
  readonly start?: string;
  /** State of charge, 0 to 1; Xtenders that stopped before are switched on anew. */
  readonly charge?: number;
}

/** A plant of a scenario, with some of it changed. */
export function plantOf(name: ScenarioName, options: PlantOptions = {}): Plant {
  const { seed = 1, start = "2026-06-21T12:00", charge, settings = {}, battery, ...rest } = options;
  const base = Scenarios[name];
  const families = new Set([...Object.keys(base.settings), ...Object.keys(settings)]) as Set<
    Family
  >;
  const scenario: Scenario = {
    ...base,
    ...rest,
    battery: { ...base.battery, ...battery },
    settings: Object.fromEntries(
      [...families].map((family) => [family, { ...base.settings[family], ...settings[family] }]),
    ),
  };
  const { plant } = createGateway({ scenario, seed, start }).installation;
  if (charge === undefined) return plant;
  const charged: Plant = {
    ...plant,
    battery: { ...plant.battery, charge },
    count: startCount(charge),
  };
  return plant.inverters.reduce((now, { design }) => release(now, design.name), charged);
}

/** Lets a plant live in steps of some seconds, and shows each to `look`. */
export function live(
  plant: Plant,
  seconds: number,
  stepSeconds: number,
  look: (plant: Plant) => void = () => {},
): Plant {
  let now = plant;
  for (let passed = 0; passed < seconds; passed += stepSeconds) {
    now = stepSeconds === 1 ? step(now, 1) : leap(now, stepSeconds);
    look(now);
  }
  return now;
}

/** The kinds of all events on the way, with their devices: `xt1 grid_lost`. */
export function eventsOf(plant: Plant, seconds: number, stepSeconds = 1): string[] {
  const told: string[] = [];
  live(plant, seconds, stepSeconds, ({ events }) => {
    for (const { kind, device } of events) told.push(`${device} ${kind}`);
  });
  return told;
}

export function sum<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
