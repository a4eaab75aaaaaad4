import { settle } from "./after_step.ts";
import { batteryService } from "./battery_service.ts";
import { type Scene, setScene } from "./before_step.ts";
import { force } from "./charging/charge_cycle.ts";
import { xtenderTarget } from "./charge_targets.ts";
import type { PlantEvent, Teller } from "./events.ts";
import { islandOf } from "./island.ts";
import type { Plant } from "./plant.ts";
import { flowOf, type PowerFlow } from "./power_flow.ts";
import { type SolarCharger, stepSolarCharger } from "./solar/solar_charger.ts";
import { createSolarInverter } from "./solar/solar_inverter.ts";
import { weatherAt } from "./solar/weather.ts";
import { type Inverter, invertsAlone } from "./xtender/inverter.ts";
import { stepInverter } from "./xtender/inverter_step.ts";

/** The plant is computed in steps of this length, in seconds, however callers cut the time. */
export const STEP_SECONDS = 1;

/** The plant some seconds later; the same however the time is cut. */
export function step(plant: Plant, seconds: number): Plant {
  let left = plant.remainder + seconds;
  let now = plant;
  const events: PlantEvent[] = [];
  for (; left >= STEP_SECONDS; left -= STEP_SECONDS) {
    now = leap(now, STEP_SECONDS);
    if (now.events.length > 0) events.push(...now.events);
  }
  return { ...now, events, remainder: left };
}

/**
 * The plant one coarse step later, of at most a minute: for days that nobody watches. Powers hold
 * for the whole step, so that they times its length are the energies that flowed.
 */
export function leap(before: Plant, seconds: number): Plant {
  const { design, disturbances } = before;
  const time = before.time + seconds;
  const events: PlantEvent[] = [];
  const teller: Teller = (device) => (kind) => events.push({ kind, device, at: time });
  const service = batteryService(before, seconds);
  const plant: Plant = {
    ...before,
    time,
    weather: weatherAt(design.seed, design.latitude, time, disturbances),
    locked: service.locked,
    chargeLimit: service.chargeCurrent,
    targetVoltage: xtenderTarget(before),
    events,
  };
  const scene = setScene(plant, service, seconds, teller);
  const flow = flowOf(plant, scene, seconds);
  const { collapsed, coupling } = flow;
  const equalizes = scene.chargers.some((each) => each.equalizationAsked && each.synchronised);
  return settle(
    {
      ...plant,
      collapsed,
      cycle: equalizes ? force(plant.cycle, "equalization") : plant.cycle,
      solarInverters: collapsed
        ? design.solarInverters.map(createSolarInverter)
        : coupling.solarInverters,
    },
    workInverters(plant, scene, flow, seconds),
    workChargers(plant, scene, flow, seconds),
    seconds,
    teller,
  );
}

function workInverters(
  plant: Plant,
  { inverters, grids, loads }: Scene,
  { orders, coupling, collapsed, overdrawn }: PowerFlow,
  seconds: number,
): Inverter[] {
  const { airTemperature } = plant.weather;
  return inverters.map((inverter, i) => {
    const order = orders[i]!;
    const island = islandOf(plant, inverter, coupling.rise, seconds);
    const task = {
      ...order,
      grid: grids[i]!,
      airTemperature,
      island,
      converterPower: order.power,
      load: loads[i]!,
      solarPower: coupling.powers[i]!,
    };
    if (collapsed) {
      // What the battery cannot give is not taken: the Xtenders break down.
      const off = { ...inverter, on: false, connected: false };
      const nothing = { converterPower: 0, load: 0, solarPower: 0, rest: undefined };
      return stepInverter(off, { ...task, ...nothing }, seconds);
    }
    const worked = stepInverter(inverter, task, seconds);
    // Whoever alone draws more than the battery's management bears stops as for an overload.
    return overdrawn && invertsAlone(worked) ? { ...worked, overwhelmed: true } : worked;
  });
}

function workChargers(
  { weather }: Plant,
  { chargers, service: { managed } }: Scene,
  { offers, chargerPowers }: PowerFlow,
  seconds: number,
): SolarCharger[] {
  return chargers.map((charger, i) =>
    stepSolarCharger(charger, weather, chargerPowers[i]!, offers[i]!, managed, seconds)
  );
}
