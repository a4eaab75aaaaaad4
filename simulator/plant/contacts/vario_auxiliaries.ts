import { type ActingSwitch, acts, HOUR, MINUTE, PERCENT, switches } from "../acting_parameter.ts";
import { CyclePhases } from "../charging/charge_cycle.ts";
import { inARow, threeLevels } from "./auxiliary_numbers.ts";
import type { AuxiliaryEvent, AuxiliaryTable } from "./auxiliary_programme.ts";

/** Where the numbers of a contact of a VarioTrack or VarioString stand. */
interface VarioNumbers {
  readonly mode: number;
  readonly night: number;
  readonly events: Readonly<Partial<Record<AuxiliaryEvent, ActingSwitch>>>;
  readonly voltage: number;
  readonly schedule: number;
}

/** What follows the first level of the voltage is in the same order everywhere. */
function varioAuxiliary({ mode, night, events, voltage, schedule }: VarioNumbers): AuxiliaryTable {
  const temperature = voltage + 13;
  const charge = voltage + 18;
  return {
    mode: acts(mode),
    all: switches(mode + 1),
    restrictions: [],
    schedules: [{
      on: switches(schedule),
      start: acts(schedule + 1, MINUTE),
      end: acts(schedule + 2, MINUTE),
    }],
    events,
    voltage: {
      levels: threeLevels(voltage, 1, MINUTE),
      off: acts(voltage + 9),
      offAfter: acts(voltage + 10, MINUTE),
      offInFloating: switches(voltage + 11),
    },
    temperature: {
      on: switches(temperature),
      over: acts(temperature + 1),
      below: acts(temperature + 2),
      notInBulk: switches(temperature + 3),
    },
    charge: {
      levels: threeLevels(charge, PERCENT, HOUR),
      off: acts(charge + 9, PERCENT),
      offAfter: acts(charge + 10, HOUR),
      offInFloating: switches(charge + 11),
    },
    night: {
      on: switches(night),
      delay: acts(night + 1, MINUTE),
      lasts: acts(night + 2, MINUTE),
    },
  };
}

const SolarFaults = ["undervoltage", "overvoltage", "earth_fault", "no_sun"] as const;
const SunAndSafety = [...SolarFaults, "overtemperature", ...CyclePhases] as const;

/** The four contacts of a VarioTrack. */
export const VarioTrackAuxiliaries: readonly AuxiliaryTable[] = [
  varioAuxiliary({
    mode: 10089,
    night: 10093,
    events: {
      on: switches(10198),
      off: switches(10091),
      remote_entry: switches(10308),
      ...inARow(10097, SolarFaults),
      overtemperature: switches(10102),
      ...inARow(10104, CyclePhases),
    },
    voltage: 10111,
    schedule: 10319,
  }),
  varioAuxiliary({
    mode: 10143,
    night: 10147,
    events: {
      on: switches(10199),
      off: switches(10145),
      remote_entry: switches(10309),
      ...inARow(10151, SolarFaults),
      overtemperature: switches(10156),
      ...inARow(10158, CyclePhases),
    },
    voltage: 10165,
    schedule: 10323,
  }),
  ...[
    { mode: 10203, schedule: 10327, entry: 10310 },
    { mode: 10256, schedule: 10331, entry: 10311 },
  ].map(({ entry, ...each }) =>
    varioAuxiliary({
      ...each,
      night: each.mode + 3,
      events: {
        remote_entry: switches(entry),
        ...inARow(each.mode + 7, ["on", "off"]),
        ...inARow(each.mode + 9, SunAndSafety),
      },
      voltage: each.mode + 21,
    })
  ),
];

/** The two contacts of a VarioString. */
export const VarioStringAuxiliaries: readonly AuxiliaryTable[] = [
  { mode: 14071, on: 14188, entry: 14214, schedule: 14207 },
  { mode: 14123, on: 14189, entry: 14215, schedule: 14211 },
].map(({ mode, on, entry, schedule }) =>
  varioAuxiliary({
    mode,
    night: mode + 3,
    events: {
      on: switches(on),
      off: switches(mode + 7),
      remote_entry: switches(entry),
      ...inARow(mode + 8, SunAndSafety),
    },
    voltage: mode + 20,
    schedule,
  })
);
