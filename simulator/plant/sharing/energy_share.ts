import { acPowerFor, batteryDemand } from "../xtender/conversion.ts";
import { chargeFromGrid, chargeFromOutputs } from "./charge_share.ts";
import {
  converterDemand,
  type EnergyOffer,
  hasPriority,
  indices,
  type Order,
} from "./energy_offer.ts";
import type { GridPhase } from "../source/grid.ts";
import { converts, type Inverter, thermalShare } from "../xtender/inverter.ts";
import { LOAD_REACTIVE_SHARE } from "../load.ts";
import { activePowerWithin } from "../xtender/phase_shift.ts";
import { inputCurrentLimit } from "../xtender/transfer_relay.ts";

/** With battery priority this much still comes in, in A. */
const PRIORITY_INPUT_CURRENT = 1;

/**
 * Decides who serves whom. Whoever has no grid is served by sun and battery; beside a grid the
 * battery helps above the input limit (Smart-Boost), serves before the grid where it has priority,
 * and what the sun gives beyond that goes to the consumers and into the grid, where that is
 * allowed. What solar inverters give beyond their consumers charges the battery, and the grid charges
 * what the sun leaves to be charged.
 */
export function shareEnergy(offer: EnergyOffer): Order[] {
  const orders = offer.inverters.map((_, i) => firstOrder(offer, i));
  holdBoosts(offer, orders);
  serveByPriority(offer, orders);
  feedForced(offer, orders);
  feedSurplus(offer, orders);
  chargeFromOutputs(offer, orders);
  chargeFromGrid(offer, orders);
  // Until now each counted as at work: whoever has a grid and nothing to do may rest.
  return orders.map((order, i) =>
    isIdleCharger(offer, order, i) ? { ...order, rest: "charger" } : order
  );
}

/** Whether a converter beside the grid has nothing to do, where {1500} lets it rest then. */
function isIdleCharger({ inverters }: EnergyOffer, { power }: Order, i: number): boolean {
  const { connected, control } = inverters[i]!;
  return connected && power === 0 && control.settings.chargerRests;
}

/** What has to be given whatever else: alone all, beside a grid what is above its limit. */
function firstOrder(offer: EnergyOffer, i: number): Order {
  const inverter = offer.inverters[i]!;
  const power = offer.outputPowers[i]!;
  const order: Order = {
    power: 0,
    rest: inverter.rest,
    limitation: "none",
    batteryPriority: false,
    forcedFeeding: false,
  };
  if (!inverter.connected) return { ...order, power };
  const { settings } = inverter.control;
  if (!mayBoost(inverter)) return order;
  const most = shareOf(offer, i, inputCurrentLimit(inverter.relay, settings));
  return { ...order, power: Math.min(Math.max(0, power - most), boostPower(inverter)) };
}

/** Whoever helps a grid takes no more from the battery than it may give: the rest comes in. */
function holdBoosts(offer: EnergyOffer, orders: Order[]): void {
  const helping = indices(offer, ({ connected }, i) => connected && orders[i]!.power > 0);
  if (helping.length === 0) return;
  const excess = converterDemand(offer, orders) - offer.solarPower - offer.dischargePower;
  if (excess <= 0) return;
  const takenBy = (i: number, power: number) => batteryDemand(offer.inverters[i]!.design, power);
  let helped = 0;
  for (const i of helping) helped += takenBy(i, orders[i]!.power) - takenBy(i, 0);
  const kept = Math.max(0, 1 - excess / helped);
  for (const i of helping) {
    const order = orders[i]!;
    const idle = takenBy(i, 0);
    const most = idle + (takenBy(i, order.power) - idle) * kept;
    orders[i] = { ...order, power: Math.max(0, acPowerFor(offer.inverters[i]!.design, most)) };
  }
}

/**
 * Beside a grid, above the battery's priority voltage: all but a rest comes from the battery. It
 * is Smart-Boost that gives it, as above a lower input limit.
 */
function serveByPriority(offer: EnergyOffer, orders: Order[]): void {
  const chosen = indices(offer, (inverter) => mayBoost(inverter) && hasPriority(offer, inverter));
  if (chosen.length === 0) return;
  const budgetOf = () =>
    priorityBudget(offer, offer.inverters[chosen[0]!]!) - converterDemand(offer, orders);
  // Twice: what a phase with few consumers leaves over is for the others.
  for (let budget = budgetOf(), turn = 0; turn < 2 && budget > 0; budget = budgetOf(), turn++) {
    for (const i of chosen) orders[i] = served(offer, orders[i]!, i, budget / chosen.length);
  }
}

function served(offer: EnergyOffer, order: Order, i: number, dcPower: number): Order {
  const inverter = offer.inverters[i]!;
  const { design } = inverter;
  const rest = shareOf(offer, i, PRIORITY_INPUT_CURRENT);
  const wanted = Math.min(offer.outputPowers[i]! - rest, boostPower(inverter));
  const most = acPowerFor(design, batteryDemand(design, order.power) + dcPower);
  return {
    ...order,
    power: Math.max(order.power, Math.min(wanted, most)),
    batteryPriority: true,
  };
}

/** What sun and battery give together before the battery falls to its priority voltage, in W. */
function priorityBudget(offer: EnergyOffer, { control }: Inverter): number {
  const { solarPower, acceptedPower, dischargePower, managedPriority } = offer;
  switch (managedPriority) {
    case 1:
      return solarPower + dischargePower;
    case 0:
      return solarPower;
    case -1:
      // The battery comes first.
      return solarPower - acceptedPower;
    case undefined:
      break;
  }
  const kept = offer.powerAtVoltage(control.settings.batteryPriorityVoltage);
  return solarPower - Math.max(kept, -dischargePower);
}

/** At the owner's hours the battery is emptied into the grid, down to a voltage. */
function feedForced(offer: EnergyOffer, orders: Order[]): void {
  const chosen = indices(offer, (inverter) => mayFeed(inverter) && isForced(offer, inverter));
  let left = chosen.length;
  for (const i of chosen) {
    const { settings } = offer.inverters[i]!.control;
    const kept = Math.max(
      offer.powerAtVoltage(settings.forcedFeedingVoltage),
      -offer.dischargePower,
    );
    const budget = offer.solarPower - kept - converterDemand(offer, orders);
    if (budget > 0) feed(offer, orders, i, budget / left--, true);
  }
}

/** What the battery does not take goes to the consumers and into the grid. */
function feedSurplus(offer: EnergyOffer, orders: Order[]): void {
  const chosen = offer.feedingAllowed ? indices(offer, mayFeed) : [];
  if (chosen.length === 0) return;
  const surplus = offer.solarPower - offer.acceptedPower - converterDemand(offer, orders);
  if (surplus <= 0) return;
  for (const i of chosen) feed(offer, orders, i, surplus / chosen.length, false);
}

function feed(offer: EnergyOffer, orders: Order[], i: number, dcPower: number, forced: boolean) {
  const inverter = offer.inverters[i]!;
  const grid = offer.grids[i]!;
  const order = orders[i]!;
  const { settings } = inverter.control;
  const wanted = acPowerFor(
    inverter.design,
    batteryDemand(inverter.design, order.power) + dcPower,
  );
  const current = settings.feedingCurrentLimit * frequencyShare(inverter, grid);
  const { nominalPower } = inverter.design;
  const byCurrent = offer.outputPowers[i]! +
    activePowerWithin(settings.phaseShift, current * grid.voltage, nominalPower);
  const byHeat = nominalPower * thermalShare(inverter);
  const power = Math.max(order.power, Math.min(wanted, byCurrent, byHeat));
  const limitation = power < wanted ? power < byCurrent ? "heat" : "feeding_current" : "none";
  orders[i] = { ...order, power, limitation, forcedFeeding: forced || order.forcedFeeding };
}

function mayInvert(inverter: Inverter): boolean {
  return converts(inverter) && inverter.protection.stop === undefined &&
    inverter.control.settings.inverterAllowed;
}

function mayBoost(inverter: Inverter): boolean {
  return mayInvert(inverter) && inverter.control.settings.boostAllowed;
}

function mayFeed(inverter: Inverter): boolean {
  return mayInvert(inverter) && inverter.control.settings.feedingAllowed;
}

function isForced({ secondOfDay }: EnergyOffer, { control }: Inverter): boolean {
  const { forcedFeedingStart: start, forcedFeedingStop: stop } = control.settings;
  return start <= stop
    ? secondOfDay >= start && secondOfDay < stop
    : secondOfDay >= start || secondOfDay < stop;
}

/** What of the feeding current a grid takes: one that runs fast has too much already. */
export function frequencyShare(
  { control: { settings } }: Inverter,
  { frequency }: Pick<GridPhase, "frequency">,
): number {
  if (!settings.frequencyControl) return 1;
  const above = frequency - settings.outputFrequency - settings.deratingStartFrequency;
  const span = settings.deratingEndFrequency - settings.deratingStartFrequency;
  return Math.min(1, Math.max(0, 1 - above / Math.max(span, 0.01)));
}

/** What a current serves of what is drawn at an output, active beside reactive power, in W. */
function shareOf({ grids, loads, outputPowers }: EnergyOffer, i: number, current: number): number {
  const active = outputPowers[i]!;
  const apparent = Math.sqrt(active ** 2 + (loads[i]! * LOAD_REACTIVE_SHARE) ** 2);
  return current * grids[i]!.voltage * (active > 0 ? active / apparent : 1);
}

function boostPower(inverter: Inverter): number {
  const { design, control } = inverter;
  return design.nominalPower * control.settings.boostLimit * thermalShare(inverter);
}
