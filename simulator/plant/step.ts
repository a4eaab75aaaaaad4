import { type AcCoupling, coupleSolar } from "./ac_coupling.ts";
import { settle, type Teller } from "./after_step.ts";
import { maxDischargePower, powerAtVoltage } from "./battery/battery.ts";
import { acceptedPower, type BatteryService, batteryService } from "./battery_service.ts";
import { force } from "./charging/charge_cycle.ts";
import {
  chargerTarget,
  currentInPhase,
  xtenderChargeCurrent,
  xtenderTarget,
} from "./charge_targets.ts";
import { converterDemand, type EnergyOffer } from "./sharing/energy_offer.ts";
import { shareEnergy } from "./sharing/energy_share.ts";
import type { PlantEvent } from "./events.ts";
import type { GridPhase } from "./source/grid.ts";
import { type Inverter, invertsAlone } from "./xtender/inverter.ts";
import { islandOf } from "./island.ts";
import { prepareInverter } from "./xtender/inverter_ready.ts";
import { stepInverter } from "./xtender/inverter_step.ts";
import type { Plant } from "./plant.ts";
import {
  checkSolarCharger,
  type SolarCharger,
  type SolarOffer,
  stepSolarCharger,
} from "./solar/solar_charger.ts";
import { offerOf } from "./solar/solar_offer.ts";
import { createSolarInverter } from "./solar/solar_inverter.ts";
import { solarPowers } from "./solar/solar_share.ts";
import { askedOn, type Demand, demandOn, gridsOf, movedOn, restingAt } from "./supply.ts";
import { dipsOf } from "./voltage_dip.ts";
import { weatherAt } from "./solar/weather.ts";

/** The plant is computed in steps of this length, in seconds, however callers cut the time. */
export const STEP_SECONDS = 1;

const SECONDS_PER_DAY = 86400;

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
  const service = batteryService(before);
  const plant: Plant = {
    ...before,
    time,
    weather: weatherAt(design.seed, design.latitude, time, disturbances),
    locked: service.locked,
    targetVoltage: xtenderTarget(before),
    events,
  };
  const grids = gridsOf(plant, time);
  const ready = readyInverters(plant, grids, seconds, teller);
  const chargers = readyChargers(plant, teller);
  const equalizes = chargers.some((each) => each.equalizationAsked && each.synchronised);
  const asked = askedOn(plant, time, seconds);
  const rested = restingAt(ready, movedOn(plant, asked), seconds);
  const demand = demandOn(rested, asked);
  const inverters = rested.map((each, i) =>
    demand.overwhelmed[i] ? { ...each, overwhelmed: true } : each
  );
  const offers = offersOf(plant, chargers);
  const chargerPower = sum(offers.map(({ power }) => power));
  const scene = { inverters, grids, loads: demand.loads, service, chargerPower };
  const coupling = coupleSolar(plant, scene, seconds);
  const offer = energyOffer(plant, inverters, grids, demand, coupling, chargerPower, service);
  const orders = shareEnergy(offer);
  const powers = solarShare(plant, chargers, offers, service, converterDemand(offer, orders));
  const missing = converterDemand(offer, orders) - sum(powers);
  // What the battery cannot give is not taken: the Xtenders break down.
  const collapsed = missing > maxDischargePower(plant.battery);
  const overdrawn = missing > service.endurablePower;
  const { airTemperature } = plant.weather;
  return settle(
    {
      ...plant,
      collapsed,
      cycle: equalizes ? force(plant.cycle, "equalization") : plant.cycle,
      solarInverters: collapsed
        ? design.solarInverters.map(createSolarInverter)
        : coupling.solarInverters,
    },
    inverters.map((inverter, i) => {
      const grid = grids[i]!;
      const island = islandOf(plant, inverter, coupling.rise, seconds);
      const task = { ...orders[i]!, grid, airTemperature, island };
      return collapsed
        ? stepInverter(
          { ...inverter, on: false, connected: false },
          { ...task, converterPower: 0, load: 0, solarPower: 0, rest: undefined },
          seconds,
        )
        : overloadedBy(
          overdrawn,
          stepInverter(inverter, {
            ...task,
            converterPower: task.power,
            load: demand.loads[i]!,
            solarPower: coupling.powers[i]!,
          }, seconds),
        );
    }),
    chargers.map((charger, i) =>
      stepSolarCharger(charger, plant.weather, powers[i]!, offers[i]!, service.managed, seconds)
    ),
    seconds,
    teller,
  );
}

/** Whoever alone draws more than the battery's management bears stops as for an overload. */
function overloadedBy(overdrawn: boolean, inverter: Inverter): Inverter {
  return overdrawn && invertsAlone(inverter) ? { ...inverter, overwhelmed: true } : inverter;
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
    return prepareInverter(
      inverter,
      {
        grid: grids[i]!,
        dip: dips[i]!,
        batteryVoltage: battery.voltage,
        nominalVoltage: battery.design.nominalVoltage,
        batteryCollapsed: collapsed,
        batteryEmpty: locked,
        day,
        broken: broken.includes(name),
        entryWired: closedEntries.includes(name),
      },
      seconds,
      teller(name),
    );
  });
}

function readyChargers({ solarChargers, battery, disturbances }: Plant, teller: Teller) {
  const { broken, earthFaults, closedEntries } = disturbances;
  return solarChargers.map((charger) => {
    const { name } = charger.design;
    return checkSolarCharger(
      charger,
      {
        batteryVoltage: battery.voltage,
        earthFault: earthFaults.includes(name),
        broken: broken.includes(name),
        entryWired: closedEntries.includes(name),
      },
      teller(name),
    );
  });
}

function offersOf({ weather, battery }: Plant, chargers: readonly SolarCharger[]): SolarOffer[] {
  return chargers.map((charger) => {
    const most = currentInPhase(charger.cycle, charger.control.cycle);
    return offerOf(charger, weather, battery.voltage, most);
  });
}

function energyOffer(
  plant: Plant,
  inverters: readonly Inverter[],
  grids: readonly GridPhase[],
  { loads }: Demand,
  { powers }: AcCoupling,
  solarPower: number,
  service: BatteryService,
): EnergyOffer {
  const { battery, targetVoltage, time, clockOffset } = plant;
  const clock = time + clockOffset;
  return {
    inverters,
    grids,
    loads,
    outputPowers: loads.map((load, i) => load - powers[i]!),
    acceptedPower: acceptedPower(battery, targetVoltage, service.chargeCurrent),
    chargeCurrents: inverters.map((each) => xtenderChargeCurrent(plant, each)),
    batteryVoltage: battery.voltage,
    powerAtVoltage: (voltage) => powerAtVoltage(battery, voltage),
    dischargePower: service.dischargePower,
    managedPriority: service.managedPriority,
    feedingAllowed: service.feedingAllowed,
    solarPower,
    secondOfDay: clock - Math.floor(clock / SECONDS_PER_DAY) * SECONDS_PER_DAY,
  };
}

function solarShare(
  plant: Plant,
  chargers: readonly SolarCharger[],
  offers: readonly SolarOffer[],
  { chargeCurrent }: BatteryService,
  demand: number,
): number[] {
  const bids = chargers.map((charger, i) => ({
    power: offers[i]!.power,
    voltage: chargerTarget(plant, charger),
  }));
  return solarPowers(
    bids,
    (voltage) => demand + acceptedPower(plant.battery, voltage, chargeCurrent),
  );
}

function sum(numbers: readonly number[]): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
