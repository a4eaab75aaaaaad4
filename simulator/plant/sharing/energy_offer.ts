import { batteryDemand } from "../xtender/conversion.ts";
import type { GridPhase } from "../source/grid.ts";
import { type Inverter, type Limitation, serves } from "../xtender/inverter.ts";
import { type Rest, restPower } from "../xtender/rest.ts";

/** What has to be shared at a moment, in W and V; the lists go by Xtender. */
export interface EnergyOffer {
  readonly inverters: readonly Inverter[];
  readonly grids: readonly GridPhase[];
  /** Of the consumers, and what flows out to them beyond what solar inverters give there. */
  readonly loads: readonly number[];
  readonly outputPowers: readonly number[];
  /** The most that the battery takes from all chargers, and from an Xtender in its phase. */
  readonly acceptedPower: number;
  /** In A, the most that each Xtender gives to the battery. */
  readonly chargeCurrents: readonly number[];
  readonly batteryVoltage: number;
  /** What goes into the battery when it has a voltage; negative where it must give. */
  readonly powerAtVoltage: (voltage: number) => number;
  /** The most that the battery may give beside the grid. */
  readonly dischargePower: number;
  /** Whether the battery's management wants it to serve (1), to be charged (-1), or neither. */
  readonly managedPriority: 1 | 0 | -1 | undefined;
  /** Whether it lets what it does not take go into the grid. */
  readonly feedingAllowed: boolean;
  /** The most that all solar chargers give. */
  readonly solarPower: number;
  /** Of the gateway's clock, in seconds. */
  readonly secondOfDay: number;
}

/** What one Xtender is to do. */
export interface Order {
  /** Of its converter to its AC side, in W; negative while it charges. */
  readonly power: number;
  /** Why the converter rests, if it does. */
  readonly rest: Rest | undefined;
  readonly limitation: Limitation;
  readonly batteryPriority: boolean;
  readonly forcedFeeding: boolean;
}

/** What the converters take from the DC side, in W. */
export function converterDemand(offer: EnergyOffer, orders: readonly Order[]): number {
  let sum = 0;
  offer.inverters.forEach((inverter, i) => {
    const { on, design, control } = inverter;
    const { power, rest } = orders[i]!;
    if (rest !== undefined) sum += restPower(design, control.settings, rest);
    else if (serves(inverter)) sum += batteryDemand(design, power);
    else if (on) sum += design.searchPower;
  });
  return sum;
}

/** The Xtenders that are chosen, by their place. */
export function indices(
  { inverters }: EnergyOffer,
  chosen: (inverter: Inverter, i: number) => boolean,
): number[] {
  const found: number[] = [];
  inverters.forEach((inverter, i) => {
    if (chosen(inverter, i)) found.push(i);
  });
  return found;
}

/** Whether the battery comes before the grid. */
export function hasPriority({ managedPriority }: EnergyOffer, { control }: Inverter): boolean {
  return managedPriority !== undefined || control.settings.batteryPriority;
}
