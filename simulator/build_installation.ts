import type { Datapoint, Family, Parameter } from "../protocol/catalogue/datapoint.ts";
import { DeviceClasses, devicesOf } from "../protocol/address.ts";
import { datapointsOf } from "../protocol/catalogue/lookup.ts";
import { BmsBindings, BspBindings } from "./bindings/battery_monitor.ts";
import type { Bindings } from "./bindings/bindings.ts";
import { VarioStringBindings, VarioTrackBindings } from "./bindings/solar_charger.ts";
import { XtenderBindings } from "./bindings/xtender.ts";
import { SECONDS_PER_DAY } from "./calendar.ts";
import type { DayRecord } from "./datalog/datalog_file.ts";
import { isInfo, SimulatedDevice } from "./device.ts";
import { firmwareOf } from "./firmware.ts";
import { pastDays } from "./datalog/history.ts";
import { identityOf } from "./identity.ts";
import { SimulatedInstallation } from "./installation.ts";
import { Instruments } from "./instruments.ts";
import { limitsIn } from "./scenario/device_limits.ts";
import { BSP_TYPE_CODE } from "./scenario/models.ts";
import { deviceParameter, ParameterMemory } from "./parameters.ts";
import { createPlant, type Plant, type PlantControl } from "./plant/plant.ts";
import { plantDesign } from "./scenario/plant_design.ts";
import type { Scenario } from "./scenario/scenarios.ts";
import { controlOf } from "./settings.ts";

export interface InstallationOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  /** Seconds since 1970 of local time. */
  readonly start: number;
  /** Of the gateway and all devices, X.Y.Z. */
  readonly firmware: string;
  /** How many whole days were logged before the start, at least one. */
  readonly historyDays: number;
}

/** Parameters that switch saving to flash off. */
const SAVING_SWITCH: Readonly<Partial<Record<Family, number>>> = { xt: 1550, vt: 10058, vs: 14069 };

const NO_CODES = { typeCode: 0, modelCode: 0 } as const;
const DAYS_OF_LIFE = 900;
const DAYS_SINCE_RESET = 30;
const NoBindings: Bindings<undefined> = { gauges: {}, rates: {} };

/**
 * Builds the plant and its devices, and lets them live through the days before the start, so that
 * counters, temperatures and the log are those of an installation at work.
 */
export function buildInstallation(options: InstallationOptions): SimulatedInstallation {
  const today = Math.floor(options.start / SECONDS_PER_DAY) * SECONDS_PER_DAY;
  const first = createPlant(
    plantDesign(options.scenario, options.seed),
    installedControl(options),
    today - options.historyDays * SECONDS_PER_DAY,
  );
  const devices = createDevices(options, first);
  const past = pastDays(first, options.historyDays - 1, (midnight) => recordDay(options, midnight));
  const installation = new SimulatedInstallation(past.plant, devices, past.days);
  installation.settle(today);
  for (const { infos } of devices) infos.age(DAYS_OF_LIFE, DAYS_SINCE_RESET);
  installation.settle(options.start);
  installation.open();
  return installation;
}

/** Of a BSP, which its installer tells what the battery is. */
const BSP_CAPACITY = 6001;

/** What the gateway wrote on the day that began with this plant. */
function recordDay(options: InstallationOptions, midnight: Plant): DayRecord | undefined {
  const installation = new SimulatedInstallation(midnight, createDevices(options, midnight));
  installation.settle(midnight.time + SECONDS_PER_DAY);
  return installation.datalog.day(Math.floor(midnight.time / SECONDS_PER_DAY));
}

/** What the installer's settings make of the plant, before anybody changes one. */
function installedControl(options: InstallationOptions): PlantControl {
  const { xtenders, varioTracks, varioStrings, battery } = options.scenario;
  const devices: readonly (readonly [Family, { readonly typeCode: number }])[] = [
    ...xtenders.map(({ model }) => ["xt", model] as const),
    ...varioTracks.map(({ model }) => ["vt", model] as const),
    ...varioStrings.map(({ model }) => ["vs", model] as const),
    ...battery.monitor === "none" ? [] : [[battery.monitor, NO_CODES] as const],
  ];
  return controlOf(devices.map(([family, { typeCode }]) => ({
    family,
    on: true,
    identity: { typeCode },
    parameters: createParameters(family, options),
  })));
}

/** Devices of one class: what they measure, and of what. */
interface Kind<Unit> {
  readonly prefix: string;
  readonly bindings: Bindings<Unit>;
  /** For each device its codes and its part of the plant. */
  readonly units: readonly {
    readonly typeCode: number;
    readonly modelCode: number;
    readonly unitOf: (plant: Plant) => Unit;
  }[];
}

function createDevices(options: InstallationOptions, plant: Plant): SimulatedDevice[] {
  const { xtenders, varioTracks, varioStrings, battery } = options.scenario;
  const batteryOf = ({ battery }: Plant) => battery;
  return [
    ...create(options, plant, {
      prefix: "xt",
      bindings: XtenderBindings,
      units: xtenders.map(({ model }, i) => ({
        typeCode: model.typeCode,
        modelCode: 0,
        unitOf: ({ inverters }) => inverters[i]!,
      })),
    }),
    ...create(options, plant, {
      prefix: "vt",
      bindings: VarioTrackBindings,
      units: varioTracks.map(({ model }, i) => ({
        ...model,
        unitOf: ({ solarChargers }) => solarChargers[i]!,
      })),
    }),
    ...create(options, plant, {
      prefix: "vs",
      bindings: VarioStringBindings,
      units: varioStrings.map(({ model }, i) => ({
        ...model,
        unitOf: ({ solarChargers }) => solarChargers[varioTracks.length + i]!,
      })),
    }),
    ...create(options, plant, {
      prefix: "bsp",
      bindings: BspBindings,
      units: battery.monitor === "bsp"
        ? [{ typeCode: BSP_TYPE_CODE, modelCode: 0, unitOf: batteryOf }]
        : [],
    }),
    ...create(options, plant, {
      prefix: "bms",
      bindings: BmsBindings,
      units: battery.monitor === "bms" ? [{ ...NO_CODES, unitOf: batteryOf }] : [],
    }),
    ...create(options, plant, {
      prefix: "xcom",
      bindings: NoBindings,
      units: [{ ...NO_CODES, unitOf: () => undefined }],
    }),
  ];
}

function create<Unit>(
  options: InstallationOptions,
  plant: Plant,
  { prefix, bindings, units }: Kind<Unit>,
): SimulatedDevice[] {
  const addressed = devicesOf(DeviceClasses.find((each) => each.prefix === prefix)!);
  return units.map(({ unitOf, ...codes }, i) => {
    const device = addressed[i]!;
    const { family } = device;
    const identity = identityOf(device, codes, options.firmware, options.seed);
    const parameters = createParameters(family, options);
    const infos = new Instruments(bindings, datapointsOf(family).filter(isInfo), unitOf, {
      plant,
      identity,
      setting: (parameter) => parameters.inForce(parameter),
    });
    return new SimulatedDevice({ ...device, identity, parameters, infos });
  });
}

function createParameters(
  family: Family,
  { scenario, firmware }: InstallationOptions,
): ParameterMemory {
  const { battery, settings } = scenario;
  const parameters = datapointsOf(family).filter(isParameter).map((parameter) =>
    deviceParameter(parameter, limitsIn(scenario, parameter))
  );
  const memory = new ParameterMemory(parameters, {
    savingSwitch: SAVING_SWITCH[family],
    firmware: firmwareOf(family, firmware),
  });
  if (family === "bsp") memory.install(BSP_CAPACITY, battery.capacity);
  for (const [number, value] of Object.entries(settings[family] ?? {})) {
    memory.install(Number(number), value);
  }
  return memory;
}

function isParameter(datapoint: Datapoint): datapoint is Parameter {
  return datapoint.kind === "parameter";
}
