import type { GridPhase } from "./grid.ts";
import {
  batteryDemand,
  canConnect,
  CONVERSION_EFFICIENCY,
  inputLimit,
  type Inverter,
} from "./inverter.ts";

/** What has to be shared at a moment, in W and V; the lists go by Xtender. */
export interface EnergyOffer {
  readonly inverters: readonly Inverter[];
  readonly grids: readonly GridPhase[];
  readonly loads: readonly number[];
  readonly batteryServes: boolean;
  /** The most that the battery takes. */
  readonly acceptedPower: number;
  readonly batteryVoltage: number;
  /** The most that all solar chargers give. */
  readonly solarPower: number;
}

export interface EnergyShare {
  /** Of each Xtender's converter to its AC side, in W; negative while it charges. */
  readonly converterPowers: readonly number[];
  /** The part of the solar power that is used; the chargers hold back the rest. */
  readonly solarShare: number;
}

/**
 * Decides who serves whom: the sun first the consumers, then the battery, then the grid; the
 * battery the consumers while it is above its reserve; the grid the rest, and below the reserve
 * the battery.
 */
export function shareEnergy(offer: EnergyOffer): EnergyShare {
  const { inverters, acceptedPower, solarPower } = offer;
  const basic = inverters.map((inverter, i) => service(offer, inverter, i));
  const surplus = solarPower - demand(basic) - acceptedPower;
  const converterPowers = surplus > 0
    ? withFeeding(offer, basic, surplus)
    : withCharging(offer, basic, Math.min(-surplus, acceptedPower));
  const used = demand(converterPowers) + acceptedPower;
  return {
    converterPowers,
    solarShare: solarPower > 0 ? Math.min(1, Math.max(0, used / solarPower)) : 0,
  };
}

/** What a converter gives to its consumers. */
function service(offer: EnergyOffer, inverter: Inverter, i: number): number {
  const load = offer.loads[i]!;
  const grid = offer.grids[i]!;
  if (!canConnect(inverter, grid)) return load;
  const { settings, design } = inverter;
  if (!settings.inverterAllowed) return 0;
  if (offer.batteryServes) return Math.min(load, design.nominalPower);
  const excess = Math.max(0, load - inputLimit(inverter, grid));
  return settings.boostAllowed ? Math.min(excess, design.nominalPower) : 0;
}

/** Sends what nobody needs into the grid. */
function withFeeding(offer: EnergyOffer, powers: readonly number[], surplus: number): number[] {
  const feeding = offer.inverters.map((inverter, i) =>
    inverter.settings.feedingAllowed && canConnect(inverter, offer.grids[i]!)
  );
  const feeders = feeding.filter(Boolean).length;
  return powers.map((power, i) => {
    const { settings, design } = offer.inverters[i]!;
    if (!feeding[i]) return power;
    const limit = offer.loads[i]! + settings.feedingCurrentLimit * offer.grids[i]!.voltage;
    const wanted = power + surplus * CONVERSION_EFFICIENCY / feeders;
    return Math.max(power, Math.min(wanted, limit, design.nominalPower));
  });
}

/** Charges a battery that is below its reserve from the grid, with at most `room` W. */
function withCharging(offer: EnergyOffer, powers: readonly number[], room: number): number[] {
  if (offer.batteryServes) return [...powers];
  const perInverter = room / offer.inverters.length;
  return powers.map((power, i) => {
    const inverter = offer.inverters[i]!;
    const grid = offer.grids[i]!;
    const { settings } = inverter;
    if (power > 0 || !settings.chargerAllowed || !canConnect(inverter, grid)) return power;
    const spare = inputLimit(inverter, grid) - offer.loads[i]!;
    const wanted = Math.min(settings.chargeCurrentLimit * offer.batteryVoltage, perInverter) /
      CONVERSION_EFFICIENCY;
    return -Math.max(0, Math.min(spare, wanted));
  });
}

function demand(converterPowers: readonly number[]): number {
  return converterPowers.reduce((sum, power) => sum + batteryDemand(power), 0);
}
