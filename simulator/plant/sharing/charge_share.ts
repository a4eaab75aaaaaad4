import { acPowerFor, batteryDemand } from "../xtender/conversion.ts";
import {
  converterDemand,
  type EnergyOffer,
  hasPriority,
  indices,
  type Order,
} from "./energy_offer.ts";
import type { GridPhase } from "../source/grid.ts";
import { converts, type Inverter, type Limitation, thermalShare } from "../xtender/inverter.ts";
import { LOAD_REACTIVE_SHARE } from "../load.ts";
import { inputCurrentLimit } from "../xtender/transfer_relay.ts";

/**
 * What solar inverters give beyond their consumers goes into the battery, whatever comes first, as
 * far as it takes that and {1438} or {1646} lets it; the rest goes out to the grid.
 */
export function chargeFromOutputs(offer: EnergyOffer, orders: Order[]): void {
  const chosen = indices(
    offer,
    (inverter, i) =>
      offer.outputPowers[i]! < 0 && chargesFromOutput(inverter) &&
      mayCharge(offer, inverter, orders[i]!, i),
  );
  let left = 0;
  for (const i of chosen) left -= offer.outputPowers[i]!;
  for (const i of chosen) {
    const surplus = -offer.outputPowers[i]!;
    const wanted = offer.acceptedPower + converterDemand(offer, orders) - offer.solarPower;
    const own = wanted * surplus / left;
    left -= surplus;
    if (own > 0) orders[i] = chargeOrder(offer, orders[i]!, i, own, surplus);
  }
}

/** Whoever neither helps nor feeds charges from the grid what the sun leaves over. */
export function chargeFromGrid(offer: EnergyOffer, orders: Order[]): void {
  const chosen = indices(
    offer,
    (inverter, i) =>
      !inverter.control.settings.chargesFromOutputOnly &&
      mayCharge(offer, inverter, orders[i]!, i),
  );
  let left = chosen.length;
  for (const i of chosen) {
    const inverter = offer.inverters[i]!;
    const wanted = wantedCharge(offer, inverter) + converterDemand(offer, orders) -
      offer.solarPower;
    const own = wanted / left--;
    if (own <= 0) continue;
    const { design } = inverter;
    const already = design.idlePower - batteryDemand(design, orders[i]!.power);
    orders[i] = chargeOrder(offer, orders[i]!, i, already + own, Infinity);
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

/** The order to put so much into the battery, of at most so much from the AC side, in W. */
function chargeOrder(
  offer: EnergyOffer,
  order: Order,
  i: number,
  dcPower: number,
  mostAc: number,
): Order {
  const inverter = offer.inverters[i]!;
  const { design, control } = inverter;
  const grid = offer.grids[i]!;
  const heat = thermalShare(inverter);
  const mostDc = offer.chargeCurrents[i]! * offer.batteryVoltage + design.idlePower;
  // The converter's own idle losses are in the demand already.
  const wanted = -acPowerFor(design, design.idlePower - Math.min(dcPower, mostDc));
  const room = roomFor(inputCurrentLimit(inverter.relay, control.settings), grid, offer.loads[i]!) -
    offer.outputPowers[i]!;
  const byHeat = design.nominalPower * heat;
  const power = Math.max(0, Math.min(wanted, room, byHeat, mostAc));
  const limitation: Limitation = power >= wanted
    ? dcPower > mostDc ? "battery_current" : "battery_voltage"
    : power >= mostAc
    ? "output_surplus"
    : power < byHeat
    ? "input_limit"
    : heat < 1
    ? "heat"
    : "nominal_power";
  return { ...order, power: -power, limitation };
}

function chargesFromOutput({ control: { settings } }: Inverter): boolean {
  return settings.chargesFromOutput || settings.chargesFromOutputOnly;
}

function mayCharge({ grids }: EnergyOffer, inverter: Inverter, { power }: Order, i: number) {
  const { settings } = inverter.control;
  return converts(inverter) && power <= 0 && settings.chargerAllowed &&
    grids[i]!.voltage >= settings.chargerMinInputVoltage;
}

/** What may come in as active power where all the consumers' reactive power does, in W. */
function roomFor(current: number, { voltage }: GridPhase, load: number): number {
  const reactive = load * LOAD_REACTIVE_SHARE;
  return Math.sqrt(Math.max(0, (current * voltage) ** 2 - reactive ** 2));
}
