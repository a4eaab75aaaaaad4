import {
  generator,
  type SolarChargerModel,
  VS_120,
  VT_65,
  VT_80,
  type XtenderModel,
  XTH_8000_48,
  XTM_3500_24,
  XTM_4000_48,
} from "./models.ts";
import type { Family } from "../../protocol/catalogue/datapoint.ts";
import type { Chemistry } from "../plant/battery/battery.ts";
import type { SourceDesign } from "../plant/source/grid.ts";
import type { GeneratorDesign } from "../plant/solar/pv.ts";
import type { SolarInverterDesign } from "../plant/solar/solar_inverter.ts";

/** A plant to simulate: what was bought, where it stands and how it was set up. */
export interface Scenario {
  /** One line for those who choose. */
  readonly title: string;
  /** Of the gateway and all devices, X.Y.Z. */
  readonly firmware: string;
  /** In degrees north. */
  readonly latitude: number;
  /** What feeds the Xtenders' AC inputs. */
  readonly source: SourceDesign;
  /** In V: 230 or 120. */
  readonly acVoltage: number;
  /** In Hz: 50 or 60; at 120 V 60 if not given, and 50 at 230 V. */
  readonly acFrequency?: number | undefined;
  /** What the consumers draw over a day, in W. */
  readonly meanLoad: number;
  readonly battery: {
    readonly chemistry: Chemistry;
    /** In V: 12, 24 or 48. */
    readonly nominalVoltage: number;
    /** In Ah. */
    readonly capacity: number;
    /** What measures it. */
    readonly monitor: "bsp" | "bms" | "none";
  };
  readonly xtenders: readonly { readonly model: XtenderModel; readonly phase: 1 | 2 | 3 }[];
  readonly varioTracks: readonly SolarInstallation[];
  readonly varioStrings: readonly SolarInstallation[];
  /** Of other manufacturers, at the Xtenders' AC outputs; none if not given. */
  readonly solarInverters?: readonly SolarInverterDesign[];
  /** What the installer set, by family and number, where it is not the default. */
  readonly settings: Readonly<Partial<Record<Family, Readonly<Record<number, number>>>>>;
}

export interface SolarInstallation {
  readonly model: SolarChargerModel;
  readonly generators: readonly GeneratorDesign[];
}

/** Of the devices that are sold now. */
export const CurrentFirmware = "1.6.78";
const Xtender = {
  inputLimit: 1107,
  gridFeedingAllowed: 1127,
  chargesFromOutput: 1438,
  floatingVoltage: 1140,
  absorptionVoltage: 1156,
  batteryPriority: 1296,
  batteryPriorityVoltage: 1297,
} as const;
const VarioTrack = { checkEarthing: 10060 } as const;
const VarioString = { batteryGrounding: 14040 } as const;
const Bms = { batteryPriority: 6071, solarInverterAtOutput: 6072 } as const;
/** The owner wants to see the whole of the battery. */
const WholeBattery = { 6055: 0 } as const;

/** The owner wants to use the sun: the battery serves down to a good half, and the rest is fed. */
const SelfConsumption = {
  [Xtender.gridFeedingAllowed]: 1,
  [Xtender.batteryPriority]: 1,
  [Xtender.batteryPriorityVoltage]: 49.2,
} as const;
/** The negative pole is earthed, and the chargers watch it. */
const Earthed = {
  vt: { [VarioTrack.checkEarthing]: 2 },
  vs: { [VarioString.batteryGrounding]: 4 },
} as const;

const house: Scenario = {
  title: "two Xtenders, VarioTrack, VarioString, BSP, on the grid",
  firmware: CurrentFirmware,
  latitude: 46,
  source: { kind: "grid", outagesPerYear: 6 },
  acVoltage: 230,
  meanLoad: 1100,
  battery: {
    chemistry: "lead_acid",
    nominalVoltage: 48,
    capacity: 400,
    monitor: "bsp",
  },
  xtenders: [{ model: XTH_8000_48, phase: 1 }, { model: XTH_8000_48, phase: 1 }],
  varioTracks: [{ model: VT_65, generators: [generator(3600, 3)] }],
  varioStrings: [{ model: VS_120, generators: [generator(3000, 12), generator(2500, 10)] }],
  settings: { xt: SelfConsumption, ...Earthed, bsp: WholeBattery },
};

const cabin: Scenario = {
  title: "one Xtender, VarioTrack, 24 V, off grid",
  firmware: CurrentFirmware,
  latitude: 46,
  source: { kind: "none" },
  acVoltage: 230,
  meanLoad: 160,
  battery: {
    chemistry: "lead_acid",
    nominalVoltage: 24,
    capacity: 500,
    monitor: "none",
  },
  xtenders: [{ model: XTM_3500_24, phase: 1 }],
  varioTracks: [{ model: VT_80, generators: [generator(1800, 2)] }],
  varioStrings: [],
  settings: {},
};

const threePhase: Scenario = {
  title: "three Xtenders, two VarioString, lithium battery behind an Xcom-CAN, on the grid",
  firmware: CurrentFirmware,
  latitude: 47,
  source: { kind: "grid", outagesPerYear: 6 },
  acVoltage: 230,
  meanLoad: 2100,
  battery: {
    chemistry: "lithium",
    nominalVoltage: 48,
    capacity: 600,
    monitor: "bms",
  },
  xtenders: [
    { model: XTH_8000_48, phase: 1 },
    { model: XTH_8000_48, phase: 2 },
    { model: XTH_8000_48, phase: 3 },
  ],
  varioTracks: [],
  varioStrings: [
    { model: VS_120, generators: [generator(3300, 12), generator(3300, 12)] },
    { model: VS_120, generators: [generator(3300, 12), generator(2200, 8)] },
  ],
  settings: {
    xt: {
      [Xtender.gridFeedingAllowed]: 1,
      [Xtender.floatingVoltage]: 53.6,
      [Xtender.absorptionVoltage]: 55.6,
    },
    ...Earthed,
    bms: { [Bms.batteryPriority]: 1 },
  },
};

const acCoupled: Scenario = {
  title: "one Xtender, VarioTrack, solar inverter at AC-Out, lithium battery behind an Xcom-CAN, " +
    "on the grid",
  firmware: CurrentFirmware,
  latitude: 46,
  source: { kind: "grid", outagesPerYear: 6 },
  acVoltage: 230,
  meanLoad: 900,
  battery: {
    chemistry: "lithium",
    nominalVoltage: 48,
    capacity: 200,
    monitor: "bms",
  },
  xtenders: [{ model: XTH_8000_48, phase: 1 }],
  varioTracks: [{ model: VT_65, generators: [generator(1800, 3)] }],
  varioStrings: [],
  solarInverters: [{
    phase: 1,
    generators: [generator(4000, 12)],
    nominalPower: 3600,
    efficiency: 0.97,
    deratingStart: 1,
    deratingEnd: 2.7,
  }],
  settings: {
    xt: {
      [Xtender.gridFeedingAllowed]: 1,
      [Xtender.chargesFromOutput]: 1,
      [Xtender.floatingVoltage]: 53.6,
      [Xtender.absorptionVoltage]: 55.6,
    },
    ...Earthed,
    bms: { [Bms.batteryPriority]: 1, [Bms.solarInverterAtOutput]: 1 },
  },
};

const big: Scenario = {
  title: "nine Xtenders, fifteen VarioTrack, fifteen VarioString, BSP, on the grid",
  firmware: CurrentFirmware,
  latitude: 44,
  source: { kind: "grid", outagesPerYear: 6 },
  acVoltage: 230,
  meanLoad: 12_000,
  battery: {
    chemistry: "lead_acid",
    nominalVoltage: 48,
    capacity: 6000,
    monitor: "bsp",
  },
  xtenders: Array.from(
    { length: 9 },
    (_, i) => ({ model: XTH_8000_48, phase: ([1, 2, 3] as const)[i % 3]! }),
  ),
  varioTracks: times(15, { model: VT_65, generators: [generator(3600, 3)] }),
  varioStrings: times(15, {
    model: VS_120,
    generators: [generator(3000, 12), generator(2500, 10)],
  }),
  settings: { xt: { ...SelfConsumption, [Xtender.inputLimit]: 50 }, ...Earthed, bsp: WholeBattery },
};

const old: Scenario = {
  ...house,
  title: "a house as it was built years ago, with firmware that knows no multi-info",
  firmware: "1.6.20",
  xtenders: [{ model: XTM_4000_48, phase: 1 }],
  varioTracks: [{ model: VT_65, generators: [generator(3600, 3)] }],
  varioStrings: [],
};

/** All scenarios by name. */
export const Scenarios = {
  house,
  cabin,
  "three-phase": threePhase,
  "ac-coupled": acCoupled,
  big,
  old,
} as const;
export type ScenarioName = keyof typeof Scenarios;

function times<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item);
}
