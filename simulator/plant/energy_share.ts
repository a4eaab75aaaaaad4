import { acPowerFor, batteryDemand } from "./conversion.ts";
import { converterDemand, type EnergyOffer, type Order } from "./energy_offer.ts";
import type { GridPhase } from "./grid.ts";
import { converts, type Inverter, type Limitation, thermalShare } from "./inverter.ts";
import { LOAD_POWER_FACTOR, LOAD_REACTIVE_SHARE } from "./load.ts";
import { activePowerWithin } from "./phase_shift.ts";
import { inputCurrentLimit } from "./transfer_relay.ts";

/** With battery priority this much still comes in, in A. */
const PRIORITY_INPUT_CURRENT = 1;

/**
 * Decides who serves whom. Whoever has no grid is served by sun and battery; beside a grid the
 * battery helps above the input limit (Smart-Boost), serves before the grid where it has priority,
 * and what the sun gives beyond that goes to the consumers and into the grid, where that is
 * allowed. The grid charges what the sun leaves to be charged.
 */
export function shareEnergy(offer: EnergyOffer): Order[] {
  const orders = offer.inverters.map((_, i) => firstOrder(offer, i));
  holdBoosts(offer, orders);
  serveByPriority(offer, orders);
  feedForced(offer, orders);
  feedSurplus(offer, orders);
  chargeFromGrid(offer, orders);
  // Until now each counted as at work: whoever has a grid and nothing to do may rest.
  return orders.map((order, i) =>
    isIdleCharger(offer, order, i) ? { ...order, rest: "charger" } : order
  );
}

/** Whether a converter beside the grid has nothing to do, where {1500} lets it rest then. */
function isIdleCharger({ inverters }: EnergyOffer, { power }: Order, i: number): boolean {
  const { connected, control } = inverters[i]!;
  return connected && power === 0 && control.settings.chargerRests === 1;
}

/** What has to be given whatever else: alone all, beside a grid what is above its limit. */
function firstOrder({ inverters, grids, loads }: EnergyOffer, i: number): Order {
  const inverter = inverters[i]!;
  const load = loads[i]!;
  const order: Order = {
    power: 0,
    rest: inverter.rest,
    limitation: "none",
    batteryPriority: false,
    forcedFeeding: false,
  };
  if (!inverter.connected) return { ...order, power: load };
  const { settings } = inverter.control;
  if (!mayInvert(inverter) || settings.boostAllowed !== 1) return order;
  const most = shareOf(inputCurrentLimit(inverter.relay, settings), grids[i]!);
  return { ...order, power: Math.min(Math.max(0, load - most), boostPower(inverter)) };
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

/** Beside a grid, above the battery's priority voltage: all but a rest comes from the battery. */
function serveByPriority(offer: EnergyOffer, orders: Order[]): void {
  const chosen = indices(offer, (inverter) => mayInvert(inverter) && hasPriority(offer, inverter));
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
  const rest = shareOf(PRIORITY_INPUT_CURRENT, offer.grids[i]!);
  const wanted = Math.min(offer.loads[i]! - rest, boostPower(inverter));
  const most = acPowerFor(design, batteryDemand(design, order.power) + dcPower);
  return {
    ...order,
    power: Math.max(order.power, Math.min(wanted, most)),
    batteryPriority: true,
  };
}

/** What sun and battery give together before the battery falls to its priority voltage, in W. */
function priorityBudget(offer: EnergyOffer, { control }: Inverter): number {
  const { solarPower, dischargePower, managedPriority } = offer;
  if (managedPriority !== undefined) {
    return solarPower + (managedPriority === 1 ? dischargePower : 0);
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
  const load = offer.loads[i]!;
  const order = orders[i]!;
  const { settings } = inverter.control;
  const wanted = acPowerFor(
    inverter.design,
    batteryDemand(inverter.design, order.power) + dcPower,
  );
  const current = settings.feedingCurrentLimit * frequencyShare(inverter, grid);
  const { nominalPower } = inverter.design;
  const byCurrent = load +
    activePowerWithin(settings.phaseShift, current * grid.voltage, nominalPower);
  const byHeat = nominalPower * thermalShare(inverter);
  const power = Math.max(order.power, Math.min(wanted, byCurrent, byHeat));
  const limitation = power < wanted ? power < byCurrent ? "heat" : "feeding_current" : "none";
  orders[i] = { ...order, power, limitation, forcedFeeding: forced || order.forcedFeeding };
}

/** Whoever neither helps nor feeds charges from the grid what the sun leaves over. */
function chargeFromGrid(offer: EnergyOffer, orders: Order[]): void {
  const chosen = indices(offer, (inverter, i) => mayCharge(offer, inverter, orders[i]!, i));
  let left = chosen.length;
  for (const i of chosen) {
    const inverter = offer.inverters[i]!;
    const wanted = wantedCharge(offer, inverter) + converterDemand(offer, orders) -
      offer.solarPower;
    const own = wanted / left--;
    if (own <= 0) continue;
    orders[i] = chargeOrder(offer, orders[i]!, i, own);
  }
}

/** In W, what an Xtender sees to be put into the battery. */
function wantedCharge(offer: EnergyOffer, inverter: Inverter): number {
  if (!hasPriority(offer, inverter)) return offer.acceptedPower;
  if (offer.managedPriority !== undefined) {
    return offer.managedPriority === -1 ? offer.acceptedPower : -Infinity;
  }
  const kept = offer.powerAtVoltage(inverter.control.settings.batteryPriorityVoltage);
  return kept <= 0 ? -Infinity : Math.min(offer.acceptedPower, kept);
}

function chargeOrder(offer: EnergyOffer, order: Order, i: number, dcPower: number): Order {
  const inverter = offer.inverters[i]!;
  const { design, control } = inverter;
  const grid = offer.grids[i]!;
  const load = offer.loads[i]!;
  const heat = thermalShare(inverter);
  const mostDc = offer.chargeCurrents[i]! * offer.batteryVoltage + design.idlePower;
  // The converter's own idle losses are in the demand already.
  const wanted = -acPowerFor(design, design.idlePower - Math.min(dcPower, mostDc));
  const limit = inputCurrentLimit(inverter.relay, control.settings);
  const room = control.settings.chargesFromOutputOnly === 1
    ? -load
    : roomFor(limit, grid, load) - load;
  const power = Math.max(0, Math.min(wanted, room, design.nominalPower * heat));
  const limitation: Limitation = power < wanted
    ? power < design.nominalPower * heat ? "input_limit" : heat < 1 ? "heat" : "nominal_power"
    : dcPower > mostDc
    ? "battery_current"
    : "battery_voltage";
  return { ...order, power: -power, limitation };
}

function indices(
  { inverters }: EnergyOffer,
  chosen: (inverter: Inverter, i: number) => boolean,
): number[] {
  const found: number[] = [];
  inverters.forEach((inverter, i) => {
    if (chosen(inverter, i)) found.push(i);
  });
  return found;
}

function mayInvert(inverter: Inverter): boolean {
  return converts(inverter) && inverter.protection.stop === undefined &&
    inverter.control.settings.inverterAllowed === 1;
}

function mayFeed(inverter: Inverter): boolean {
  return mayInvert(inverter) && inverter.control.settings.feedingAllowed === 1;
}

function mayCharge(offer: EnergyOffer, inverter: Inverter, { power }: Order, i: number): boolean {
  const { settings } = inverter.control;
  return converts(inverter) && power <= 0 && settings.chargerAllowed === 1 &&
    offer.grids[i]!.voltage >= settings.chargerMinInputVoltage &&
    (settings.chargesFromOutputOnly !== 1 || offer.loads[i]! < 0);
}

function hasPriority({ managedPriority }: EnergyOffer, { control }: Inverter): boolean {
  return managedPriority !== undefined || control.settings.batteryPriority === 1;
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
  if (settings.frequencyControl !== 1) return 1;
  const above = frequency - settings.outputFrequency - settings.deratingStartFrequency;
  const span = settings.deratingEndFrequency - settings.deratingStartFrequency;
  return Math.min(1, Math.max(0, 1 - above / Math.max(span, 0.01)));
}

/** What a current serves of the consumers, active beside reactive power, in W. */
function shareOf(current: number, { voltage }: GridPhase): number {
  return current * voltage * LOAD_POWER_FACTOR;
}

/** What may come in as active power where all the consumers' reactive power does, in W. */
function roomFor(current: number, { voltage }: GridPhase, load: number): number {
  const reactive = load * LOAD_REACTIVE_SHARE;
  return Math.sqrt(Math.max(0, (current * voltage) ** 2 - reactive ** 2));
}

function boostPower(inverter: Inverter): number {
  const { design, control } = inverter;
  return design.nominalPower * control.settings.boostLimit * thermalShare(inverter);
}
