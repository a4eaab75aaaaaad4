import { type ActingSwitch, acts, HOUR, MINUTE, PERCENT, switches } from "../acting_parameter.ts";
import type { AuxiliaryEvent, AuxiliaryTable } from "./auxiliary_programme.ts";

/** Three levels in a row of (switch, level, delay). */
function three(first: number, scale: number, delay: number) {
  return [0, 3, 6].map((i) => ({
    on: switches(first + i),
    at: acts(first + i + 1, scale),
    after: acts(first + i + 2, delay),
  }));
}

/** Programmes of (days, start, end), by the number of their days. */
function schedules(...first: readonly number[]) {
  return first.map((days) => ({
    days: acts(days),
    start: acts(days + 1, MINUTE),
    end: acts(days + 2, MINUTE),
  }));
}

/** Events in a row of numbers, the first of which is given. */
function inARow(first: number, names: readonly AuxiliaryEvent[]) {
  return Object.fromEntries(names.map((name, i) => [name, switches(first + i)]));
}

const Phases = [
  "bulk",
  "absorption",
  "equalization",
  "floating",
  "reduced_floating",
  "periodic_absorption",
] as const;
const Faults = ["off", "undervoltage", "overvoltage", "overload", "overtemperature"] as const;
const Works = [
  "charger",
  "inverter",
  "boost",
  "input_fault",
  "input",
  "transfer",
  "output",
] as const;

/** Both contacts of an Xtender (menus 1201 and 1310). */
export const XtenderAuxiliaries: readonly [AuxiliaryTable, AuxiliaryTable] = [
  {
    mode: acts(1202),
    all: switches(1497),
    restrictions: schedules(1205, 1209, 1213, 1217, 1221),
    schedules: schedules(1271, 1275, 1279),
    events: {
      ...inARow(1225, Faults),
      ...inARow(1231, Works),
      ...inARow(1238, ["bulk", "absorption", "equalization"]),
      ...inARow(1242, ["floating", "reduced_floating", "periodic_absorption"]),
      on: switches(1518),
      no_overtemperature: switches(1520),
      quota: switches(1601),
      remote_entry: switches(1543),
    },
    voltage: {
      levels: three(1246, 1, MINUTE),
      off: acts(1255),
      offAfter: acts(1256, MINUTE),
      offInFloating: switches(1516),
      compensated: switches(1288),
    },
    power: {
      levels: three(1258, PERCENT, MINUTE),
      off: acts(1267, PERCENT),
      offAfter: acts(1268, MINUTE),
    },
    charge: {
      levels: [
        { on: switches(1439), at: acts(1440, PERCENT), after: acts(1581, HOUR) },
        { on: switches(1582), at: acts(1583, PERCENT), after: acts(1584, HOUR) },
        { on: switches(1585), at: acts(1586, PERCENT), after: acts(1587, HOUR) },
      ],
      off: acts(1441, PERCENT),
      offAfter: acts(1588, HOUR),
      offInFloating: switches(1589),
    },
    temperature: { on: switches(1446), over: acts(1447), below: acts(1448) },
    security: { on: switches(1512), seconds: acts(1514, MINUTE) },
  },
  {
    mode: acts(1311),
    all: switches(1498),
    restrictions: schedules(1314, 1318, 1322, 1326, 1330),
    schedules: schedules(1380, 1384, 1388),
    events: {
      ...inARow(1333, Faults),
      ...inARow(1339, Works),
      ...inARow(1346, ["bulk", "absorption", "equalization"]),
      ...inARow(1350, ["floating", "reduced_floating", "periodic_absorption"]),
      on: switches(1519),
      no_overtemperature: switches(1521),
      quota: switches(1602),
      remote_entry: switches(1544),
    },
    voltage: {
      levels: three(1355, 1, MINUTE),
      off: acts(1364),
      offAfter: acts(1365, MINUTE),
      offInFloating: switches(1517),
      compensated: switches(1354),
    },
    power: {
      levels: three(1367, PERCENT, MINUTE),
      off: acts(1376, PERCENT),
      offAfter: acts(1377, MINUTE),
    },
    charge: {
      levels: [
        { on: switches(1442), at: acts(1443, PERCENT), after: acts(1590, HOUR) },
        { on: switches(1591), at: acts(1592, PERCENT), after: acts(1593, HOUR) },
        { on: switches(1594), at: acts(1595, PERCENT), after: acts(1596, HOUR) },
      ],
      off: acts(1444, PERCENT),
      offAfter: acts(1597, HOUR),
      offInFloating: switches(1598),
    },
    temperature: { on: switches(1457), over: acts(1458), below: acts(1459) },
    security: { on: switches(1513), seconds: acts(1515, MINUTE) },
  },
];

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
      levels: three(voltage, 1, MINUTE),
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
      levels: [0, 3, 6].map((i) => ({
        on: switches(charge + i),
        at: acts(charge + i + 1, PERCENT),
        after: acts(charge + i + 2, HOUR),
      })),
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
const SunAndSafety = [...SolarFaults, "overtemperature", ...Phases] as const;

/** The four contacts of a VarioTrack. */
export const VarioTrackAuxiliaries: readonly AuxiliaryTable[] = [
  varioAuxiliary({
    mode: 10089,
    night: 10093,
    events: {
      on: switches(10198),
      off: switches(10091),
      ...inARow(10097, SolarFaults),
      overtemperature: switches(10102),
      ...inARow(10104, Phases),
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
      ...inARow(10151, SolarFaults),
      overtemperature: switches(10156),
      ...inARow(10158, Phases),
    },
    voltage: 10165,
    schedule: 10323,
  }),
  ...[{ mode: 10203, schedule: 10327 }, { mode: 10256, schedule: 10331 }].map((each) =>
    varioAuxiliary({
      ...each,
      night: each.mode + 3,
      events: {
        ...inARow(each.mode + 7, ["on", "off"]),
        ...inARow(each.mode + 9, SunAndSafety),
      },
      voltage: each.mode + 21,
    })
  ),
];

/** The two contacts of a VarioString. */
export const VarioStringAuxiliaries: readonly AuxiliaryTable[] = [
  { mode: 14071, on: 14188, schedule: 14207 },
  { mode: 14123, on: 14189, schedule: 14211 },
].map(({ mode, on, schedule }) =>
  varioAuxiliary({
    mode,
    night: mode + 3,
    events: { on: switches(on), off: switches(mode + 7), ...inARow(mode + 8, SunAndSafety) },
    voltage: mode + 20,
    schedule,
  })
);
