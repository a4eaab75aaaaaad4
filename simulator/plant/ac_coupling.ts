import { powerAtVoltage } from "./battery/battery.ts";
import { acceptedPower, type BatteryService } from "./battery_service.ts";
import { currentInPhase } from "./charge_targets.ts";
import { batteryDemand } from "./xtender/conversion.ts";
import { riseAfter } from "./xtender/gradual_rise.ts";
import type { GridPhase } from "./source/grid.ts";
import { type Inverter, invertsAlone, thermalShare, works } from "./xtender/inverter.ts";
import { frequencyRise } from "./island.ts";
import type { Plant } from "./plant.ts";
import { deratedShare, type SolarInverter, stepSolarInverter } from "./solar/solar_inverter.ts";
import { atXtenders, givenPowers, type SolarOutputs, solarOutputs } from "./solar/solar_outputs.ts";

/** What solar inverters at the AC outputs find around them; the lists go by Xtender. */
export interface CouplingScene {
  readonly inverters: readonly Inverter[];
  readonly grids: readonly GridPhase[];
  /** Of the consumers, in W. */
  readonly loads: readonly number[];
  readonly service: BatteryService;
  /** The most that all solar chargers give, in W. */
  readonly chargerPower: number;
}

/** What the solar inverters do for a while. */
export interface AcCoupling {
  readonly solarInverters: readonly SolarInverter[];
  /** To each Xtender's AC output, in W. */
  readonly powers: readonly number[];
  /** By how much all Xtenders without a grid raise their frequency, in Hz; else each its own way. */
  readonly rise: number | undefined;
}

/** What Xtenders without a grid put into the battery, by the share that solar inverters give. */
interface Island {
  /** From all of them, in W; negative while they take from it. */
  readonly power: (share: (inverter: SolarInverter) => number) => number;
  /** Whether none of them charges with more than it may. */
  readonly bears: (share: (inverter: SolarInverter) => number) => boolean;
  /** The one that all of them follow. */
  readonly master: Inverter;
}

const BISECTIONS = 24;

/** What the solar inverters give now: on an island as much as its frequency lets them. */
export function coupleSolar(plant: Plant, scene: CouplingScene, seconds: number): AcCoupling {
  const { solarInverters, weather } = plant;
  const { inverters, grids } = scene;
  if (solarInverters.length === 0) {
    return { solarInverters, powers: inverters.map(() => 0), rise: undefined };
  }
  const outputs = solarOutputs(solarInverters, inverters, grids, weather);
  const island = islandOn(plant, scene, outputs);
  const rise = island === undefined ? 0 : islandRise(plant, scene, island, seconds);
  const powers = givenPowers(solarInverters, outputs, at(rise));
  return {
    solarInverters: solarInverters.map((each, i) =>
      stepSolarInverter(each, powers[i]!, outputs.energised[i]!, seconds)
    ),
    powers: atXtenders(solarInverters, outputs, inverters, powers),
    rise,
  };
}

/** The rise on which all agree after some seconds, at the speed of the one whom they follow. */
function islandRise(plant: Plant, scene: CouplingScene, island: Island, seconds: number): number {
  const shown = shownRise(plant, scene, island);
  const managed = managedRise(plant, scene, island);
  const wanted = managed === undefined ? shown : Math.max(shown, managed);
  const { islandRise: before, control } = island.master;
  return riseAfter(before.frequency, wanted, control.settings, seconds);
}

function islandOn(
  plant: Plant,
  { inverters, loads }: CouplingScene,
  outputs: SolarOutputs,
): Island | undefined {
  const isAlone = (inverter: Inverter) => works(inverter) && invertsAlone(inverter);
  const master = inverters.find(isAlone);
  if (master === undefined) return undefined;
  const { solarInverters, battery } = plant;
  const drawn = (share: (inverter: SolarInverter) => number) => {
    const powers = givenPowers(solarInverters, outputs, share);
    const given = atXtenders(solarInverters, outputs, inverters, powers);
    return inverters.map((inverter, i) => isAlone(inverter) ? loads[i]! - given[i]! : 0);
  };
  return {
    master,
    power: (share) => {
      let sum = 0;
      drawn(share).forEach((power, i) => {
        if (isAlone(inverters[i]!)) sum -= batteryDemand(inverters[i]!.design, power);
      });
      return sum;
    },
    bears: (share) =>
      drawn(share).every((power, i) => {
        const inverter = inverters[i]!;
        const { design, control } = inverter;
        const mostCurrent = Math.min(
          control.settings.chargeCurrentLimit,
          currentInPhase(plant.cycle, control.cycle),
        );
        return -power <= design.nominalPower * thermalShare(inverter) &&
          -batteryDemand(design, power) <= mostCurrent * battery.voltage;
      }),
  };
}

/**
 * The rise by which an Xcom-CAN lets solar inverters give what the battery takes: from the Hz at
 * which they begin to derate to those at which they give nothing ({6072} to {6074}), by the share
 * that is too much. Undefined where nothing is.
 */
function managedRise(
  plant: Plant,
  { service, chargerPower }: CouplingScene,
  island: Island,
): number | undefined {
  const { monitor, battery, targetVoltage } = plant;
  if (monitor.kind !== "bms" || !monitor.settings.solarInverter.connected) return undefined;
  const { deratingStart, deratingEnd, first } = monitor.settings.solarInverter;
  const accepted = acceptedPower(battery, targetVoltage, service.chargeCurrent);
  // Unless they come first, the battery takes from them what the solar chargers leave.
  const wanted = first ? accepted : Math.max(0, accepted - chargerPower);
  const fits = (given: number) => island.bears(() => given) && island.power(() => given) <= wanted;
  if (fits(1)) return undefined;
  const span = Math.max(0, deratingEnd - deratingStart);
  return deratingStart + span * (1 - mostThat(fits));
}

/** The rise that shows how full the battery is, where it and what is given for it agree. */
function shownRise(plant: Plant, { chargerPower }: CouplingScene, island: Island): number {
  const { battery, targetVoltage } = plant;
  const riseAt = (voltage: number) => frequencyRise(plant, island.master, voltage);
  const [low, high] = [0, 2 * battery.design.nominalVoltage];
  if (riseAt(low) === riseAt(high)) return riseAt(low);
  // A higher voltage lets less be given, and needs more: at one they meet.
  const isBelow = (voltage: number) => {
    const charged = voltage < targetVoltage ? chargerPower : 0;
    return powerAtVoltage(battery, voltage) <= island.power(at(riseAt(voltage))) + charged;
  };
  return riseAt(high * mostThat((share) => isBelow(share * high)));
}

/** The share that solar inverters give at a frequency so many Hz above the usual one. */
function at(rise: number): (inverter: SolarInverter) => number {
  return ({ design }) => deratedShare(design, rise);
}

/** The highest share, 0 to 1, of which something holds that holds up to a share. */
function mostThat(holds: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
