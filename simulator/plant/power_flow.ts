import { type AcCoupling, coupleSolar } from "./ac_coupling.ts";
import { maxDischargePower, powerAtVoltage } from "./battery/battery.ts";
import { acceptedPower } from "./battery_service.ts";
import type { Scene } from "./before_step.ts";
import { chargerTarget, currentInPhase, xtenderChargeCurrent } from "./charge_targets.ts";
import type { Plant } from "./plant.ts";
import { converterDemand, type EnergyOffer, type Order } from "./sharing/energy_offer.ts";
import { shareEnergy } from "./sharing/energy_share.ts";
import { nightPower, type SolarOffer } from "./solar/solar_charger.ts";
import { offerOf } from "./solar/solar_offer.ts";
import { solarPowers } from "./solar/solar_share.ts";

/** Who gives how much for a while. */
export interface PowerFlow {
  readonly coupling: AcCoupling;
  /** To each Xtender. */
  readonly orders: readonly Order[];
  /** What each solar charger could give, and what it gives of that, less what it draws, in W. */
  readonly offers: readonly SolarOffer[];
  readonly chargerPowers: readonly number[];
  /** Whether the battery cannot give what is missing. */
  readonly collapsed: boolean;
  /** Whether that is more than its management bears to be drawn where there is no grid. */
  readonly overdrawn: boolean;
}

const SECONDS_PER_DAY = 86400;

/** What sun, grid and battery give to whom for some seconds. */
export function flowOf(plant: Plant, scene: Scene, seconds: number): PowerFlow {
  const { service } = scene;
  const offers = offersOf(plant, scene);
  const draws = nightPowers(plant, scene);
  const chargerPower = sum(offers.map(({ power }) => power)) - sum(draws);
  const coupling = coupleSolar(plant, { ...scene, chargerPower }, seconds);
  const offer = energyOffer(plant, scene, coupling, chargerPower);
  const orders = shareEnergy(offer);
  const demand = converterDemand(offer, orders);
  const powersFor = (served: number) =>
    solarShare(plant, scene, offers, served).map((power, i) => power - draws[i]!);
  const chargerPowers = powersFor(demand);
  const missing = demand - sum(chargerPowers);
  const collapsed = missing > maxDischargePower(plant.battery);
  return {
    coupling,
    orders,
    offers,
    // Xtenders that break down take nothing: what the sun gives is for the battery.
    chargerPowers: collapsed ? powersFor(0) : chargerPowers,
    collapsed,
    overdrawn: missing > service.endurablePower,
  };
}

function offersOf({ weather, battery }: Plant, { chargers }: Scene): SolarOffer[] {
  return chargers.map((charger) => {
    const most = currentInPhase(charger.cycle, charger.control.cycle);
    return offerOf(charger, weather, battery.voltage, most);
  });
}

/** What each solar charger draws from a battery that has something to give, in W. */
function nightPowers({ weather, battery }: Plant, { chargers }: Scene): number[] {
  return chargers.map((charger) => battery.charge > 0 ? nightPower(charger, weather) : 0);
}

function energyOffer(
  plant: Plant,
  { inverters, grids, loads, service }: Scene,
  { powers }: AcCoupling,
  solarPower: number,
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

/** What each solar charger gives where converters take `demand` from the DC side, in W. */
function solarShare(
  plant: Plant,
  { chargers, service: { chargeCurrent } }: Scene,
  offers: readonly SolarOffer[],
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
