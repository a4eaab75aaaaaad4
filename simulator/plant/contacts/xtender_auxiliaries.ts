import { acts, HOUR, MINUTE, PERCENT, switches } from "../acting_parameter.ts";
import { inARow, threeLevels } from "./auxiliary_numbers.ts";
import type { AuxiliaryTable } from "./auxiliary_programme.ts";

/** Where the numbers of an Xtender's contact stand: of what follows each other, the first one's. */
interface XtenderNumbers {
  readonly mode: number;
  readonly all: number;
  readonly restrictions: number;
  readonly schedules: number;
  readonly faults: number;
  readonly works: number;
  readonly charging: number;
  readonly floating: number;
  readonly on: number;
  readonly noOvertemperature: number;
  readonly partialOverload: number;
  readonly quota: number;
  readonly remoteEntry: number;
  readonly voltage: number;
  readonly voltageInFloating: number;
  readonly compensated: number;
  readonly power: number;
  readonly charge: number;
  /** The delay of the charge's first level, before all of the other two. */
  readonly chargeDelays: number;
  readonly temperature: number;
  readonly security: number;
  readonly securitySeconds: number;
}

/** Programmes of (days, start, end), a heading apart. */
function schedules(first: number, count: number) {
  return Array.from({ length: count }, (_, i) => first + 4 * i).map((days) => ({
    days: acts(days),
    start: acts(days + 1, MINUTE),
    end: acts(days + 2, MINUTE),
  }));
}

function xtenderAuxiliary(numbers: XtenderNumbers): AuxiliaryTable {
  const { voltage, power, charge, chargeDelays, temperature } = numbers;
  return {
    mode: acts(numbers.mode),
    all: switches(numbers.all),
    restrictions: schedules(numbers.restrictions, 5),
    schedules: schedules(numbers.schedules, 3),
    events: {
      ...inARow(numbers.faults, [
        "off",
        "undervoltage",
        "overvoltage",
        "overload",
        "overtemperature",
      ]),
      ...inARow(numbers.works, [
        "charger",
        "inverter",
        "boost",
        "input_fault",
        "input",
        "transfer",
        "output",
      ]),
      ...inARow(numbers.charging, ["bulk", "absorption", "equalization"]),
      ...inARow(numbers.floating, ["floating", "reduced_floating", "periodic_absorption"]),
      on: switches(numbers.on),
      no_overtemperature: switches(numbers.noOvertemperature),
      partial_overload: switches(numbers.partialOverload),
      quota: switches(numbers.quota),
      remote_entry: switches(numbers.remoteEntry),
    },
    voltage: {
      levels: threeLevels(voltage, 1, MINUTE),
      off: acts(voltage + 9),
      offAfter: acts(voltage + 10, MINUTE),
      offInFloating: switches(numbers.voltageInFloating),
      compensated: switches(numbers.compensated),
    },
    power: {
      levels: threeLevels(power, PERCENT, MINUTE),
      off: acts(power + 9, PERCENT),
      offAfter: acts(power + 10, MINUTE),
    },
    charge: {
      levels: [
        { on: switches(charge), at: acts(charge + 1, PERCENT), after: acts(chargeDelays, HOUR) },
        ...threeLevels(chargeDelays + 1, PERCENT, HOUR).slice(0, 2),
      ],
      off: acts(charge + 2, PERCENT),
      offAfter: acts(chargeDelays + 7, HOUR),
      offInFloating: switches(chargeDelays + 8),
    },
    temperature: {
      on: switches(temperature),
      over: acts(temperature + 1),
      below: acts(temperature + 2),
    },
    security: {
      on: switches(numbers.security),
      seconds: acts(numbers.securitySeconds, MINUTE),
    },
  };
}

/** Both contacts of an Xtender (menus 1201 and 1310). */
export const XtenderAuxiliaries: readonly [AuxiliaryTable, AuxiliaryTable] = [
  xtenderAuxiliary({
    mode: 1202,
    all: 1497,
    restrictions: 1205,
    schedules: 1271,
    faults: 1225,
    works: 1231,
    charging: 1238,
    floating: 1242,
    on: 1518,
    noOvertemperature: 1520,
    partialOverload: 1644,
    quota: 1601,
    remoteEntry: 1543,
    voltage: 1246,
    voltageInFloating: 1516,
    compensated: 1288,
    power: 1258,
    charge: 1439,
    chargeDelays: 1581,
    temperature: 1446,
    security: 1512,
    securitySeconds: 1514,
  }),
  xtenderAuxiliary({
    mode: 1311,
    all: 1498,
    restrictions: 1314,
    schedules: 1380,
    faults: 1333,
    works: 1339,
    charging: 1346,
    floating: 1350,
    on: 1519,
    noOvertemperature: 1521,
    partialOverload: 1643,
    quota: 1602,
    remoteEntry: 1544,
    voltage: 1355,
    voltageInFloating: 1517,
    compensated: 1354,
    power: 1367,
    charge: 1442,
    chargeDelays: 1590,
    temperature: 1457,
    security: 1513,
    securitySeconds: 1515,
  }),
];
