import type { GridPhase } from "../source/grid.ts";
import { type Inverter, works } from "../xtender/inverter.ts";
import { availablePower, deratedShare, type SolarInverter } from "./solar_inverter.ts";
import type { Weather } from "./weather.ts";

/** What stands where solar inverters feed the Xtenders' AC outputs. */
export interface SolarOutputs {
  /** What each solar inverter could give, in W; nothing where no Xtender gives it a voltage. */
  readonly available: readonly number[];
  readonly energised: readonly boolean[];
  /** How far the grid at each is above its usual frequency, in Hz; undefined without a grid. */
  readonly gridRises: readonly (number | undefined)[];
  /** Which share of its phase's solar inverters each Xtender sees. */
  readonly shares: readonly number[];
}

/** The outputs that Xtenders give to solar inverters; the lists go by Xtender. */
export function solarOutputs(
  solarInverters: readonly SolarInverter[],
  inverters: readonly Inverter[],
  grids: readonly GridPhase[],
  weather: Weather,
): SolarOutputs {
  const working = [0, 0, 0, 0];
  const rises: (number | undefined)[] = [];
  inverters.forEach((inverter, i) => {
    const { design: { phase, nominalPower }, connected, control: { settings } } = inverter;
    if (!works(inverter)) return;
    working[phase]! += nominalPower;
    if (connected) rises[phase] ??= grids[i]!.frequency - settings.outputFrequency;
  });
  const energised = solarInverters.map(({ design }) => working[design.phase]! > 0);
  return {
    available: solarInverters.map((each, i) => energised[i] ? availablePower(each, weather) : 0),
    energised,
    gridRises: solarInverters.map(({ design }) => rises[design.phase]),
    shares: inverters.map((inverter) => {
      const { phase, nominalPower } = inverter.design;
      return works(inverter) ? nominalPower / working[phase]! : 0;
    }),
  };
}

/** What each solar inverter gives, in W: at the grid's frequency, or at a share on an island. */
export function givenPowers(
  solarInverters: readonly SolarInverter[],
  { available, gridRises }: SolarOutputs,
  islandShare: (inverter: SolarInverter) => number,
): number[] {
  return solarInverters.map((each, i) => {
    const gridRise = gridRises[i];
    const share = gridRise === undefined ? islandShare(each) : deratedShare(each.design, gridRise);
    return available[i]! * share;
  });
}

/** What comes to each Xtender's AC output of what the solar inverters give, in W. */
export function atXtenders(
  solarInverters: readonly SolarInverter[],
  { shares }: SolarOutputs,
  inverters: readonly Inverter[],
  powers: readonly number[],
): number[] {
  const byPhase = [0, 0, 0, 0];
  solarInverters.forEach(({ design }, i) => byPhase[design.phase]! += powers[i]!);
  return inverters.map(({ design }, i) => byPhase[design.phase]! * shares[i]!);
}
