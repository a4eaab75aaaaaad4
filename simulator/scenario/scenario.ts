import * as z from "zod";
import { Families } from "../../protocol/catalogue/lookup.ts";
import { buildInstallation } from "../build_installation.ts";
import { SimulatedGateway } from "../gateway.ts";
import type { GatewayMode } from "../gateway_mode.ts";
import { checked, withKeys } from "../input/checked.ts";
import { InputError } from "../input/input_error.ts";
import { readYamlFile } from "../input/yaml_file.ts";
import { parseLocalTime } from "../local_time.ts";
import { generator } from "./models.ts";
import { USUAL_NEEDS } from "../plant/source/genset.ts";
import type { SourceDesign } from "../plant/source/grid.ts";
import { hash } from "../plant/noise.ts";
import {
  impossibilityOf,
  type ModelAt,
  VarioStringsByName,
  VarioTracksByName,
  XtendersByName,
} from "./scenario_checks.ts";
import { CurrentFirmware, type Scenario, type ScenarioName, Scenarios } from "./scenarios.ts";

export interface CreateGatewayOptions {
  readonly scenario: ScenarioName | Scenario;
  /** Decides the weather, the consumers and the serial numbers; 1 if not given. */
  readonly seed?: number;
  /** The gateway's clock, local time: `2026-06-21T05:00`. */
  readonly start?: string;
  /** Of the gateway and its devices, X.Y.Z; the scenario's if not given. */
  readonly firmware?: string;
  readonly lenient?: boolean;
  readonly mode?: GatewayMode;
  /** How many days were logged before today; 1 if not given. */
  readonly historyDays?: number;
}

const MIDSUMMER_MORNING = "2026-06-21T10:00";

/** A gateway with a whole plant behind it, ready to answer; nothing happens by itself. */
export function createGateway(options: CreateGatewayOptions): SimulatedGateway {
  const scenario = typeof options.scenario === "string"
    ? Scenarios[options.scenario]
    : options.scenario;
  const { seed = 1, start = MIDSUMMER_MORNING, lenient = false, mode = "232i" } = options;
  const { firmware = scenario.firmware, historyDays = 1 } = options;
  const installation = buildInstallation({
    scenario,
    seed,
    firmware,
    historyDays,
    start: parseLocalTime(start),
  });
  return new SimulatedGateway(installation, { firmware, mode, lenient, guid: guidOf(seed) });
}

const MAX_XTENDERS = 9;
const MAX_CHARGERS = 15;
const MAX_SOLAR_INVERTERS = 9;

/** Modules, and where they look. */
const PlacedModules = {
  peak_power: between(10, 30_000),
  tilt: between(0, 90).default(35),
  azimuth: between(0, 360).default(180),
};

const A_VERSION = "give a version such as 1.6.78";

const scenarioSchema = withKeys({
  title: z.string({ error: "give a line of text" }).default("an installation of your own"),
  firmware: z.string({ error: A_VERSION }).regex(/^\d{1,2}\.\d{1,2}\.\d{1,3}$/, {
    error: A_VERSION,
  })
    .default(CurrentFirmware),
  latitude: between(-65, 65),
  source: oneOf(["grid", "none", "genset"]),
  genset: withKeys({
    max_current: between(1, 1000).default(25),
    starter_pulse: between(1, 20).default(USUAL_NEEDS.pulseSeconds),
    starter_pulses: wholeBetween(1, 20).default(USUAL_NEEDS.pulses),
  }).optional(),
  ac_voltage: oneOf([230, 120]).default(230),
  ac_frequency: oneOf([50, 60]).optional(),
  mean_load: between(10, 100_000),
  battery: withKeys({
    chemistry: oneOf(["lead_acid", "lithium"]),
    nominal_voltage: oneOf([12, 24, 48]),
    capacity: between(10, 100_000),
    monitor: oneOf(["bsp", "bms", "none"]),
  }),
  xtenders: listOf(
    withKeys({ model: modelOf(XtendersByName), phase: oneOf([1, 2, 3]).default(1) }),
    1,
    MAX_XTENDERS,
  ),
  vario_tracks: chargers(VarioTracksByName, 1),
  vario_strings: chargers(VarioStringsByName, 2),
  solar_inverters: solarInverters(),
  settings: z.partialRecord(
    z.enum(Families as [string, ...string[]]),
    z.record(z.string(), z.number({ error: "give a number" }), {
      error: "give parameters by number, such as 1107: 20",
    }),
    { error: `give parameters by family: ${Families.join(", ")}` },
  ).default({}),
});

/** What may feed the AC inputs, each as it usually is. */
const Sources: Readonly<Record<SourceDesign["kind"], SourceDesign>> = {
  none: { kind: "none" },
  grid: { kind: "grid", outagesPerYear: 6 },
  genset: { kind: "genset", maxCurrent: 25 },
};

/**
 * Reads a scenario, to be played with its own firmware if no other is given. Throws an `InputError`
 * with the first thing that is wrong with it.
 */
export function parseScenario(text: string, file: string, firmware?: string): Scenario {
  const yaml = readYamlFile(text, file);
  const found = checked(scenarioSchema, yaml, file);
  const { chemistry, nominal_voltage: nominalVoltage, capacity, monitor } = found.battery;
  if (found.genset !== undefined && found.source !== "genset") {
    const problem = `the source is ${found.source}; give source: genset, or leave genset out`;
    throw new InputError(file, yaml.lineOf(["genset"]), problem);
  }
  const scenario: Scenario = {
    title: found.title,
    firmware: firmware ?? found.firmware,
    latitude: found.latitude,
    source: sourceOf(found.source, found.genset),
    acVoltage: found.ac_voltage,
    acFrequency: found.ac_frequency,
    meanLoad: found.mean_load,
    battery: { chemistry, nominalVoltage, capacity, monitor },
    xtenders: found.xtenders,
    varioTracks: found.vario_tracks,
    varioStrings: found.vario_strings,
    solarInverters: found.solar_inverters,
    settings: found.settings,
  };
  const impossible = impossibilityOf(scenario);
  if (impossible === undefined) return scenario;
  throw new InputError(file, yaml.lineOf(impossible.path), impossible.problem);
}

function sourceOf(
  kind: SourceDesign["kind"],
  genset: z.infer<typeof scenarioSchema>["genset"],
): SourceDesign {
  if (genset === undefined) return Sources[kind];
  const { max_current: maxCurrent, starter_pulse: pulseSeconds, starter_pulses: pulses } = genset;
  return { kind: "genset", maxCurrent, needs: { pulseSeconds, pulses } };
}

function chargers<Model>(models: Readonly<Record<string, ModelAt<Model>>>, inputs: number) {
  const modules = withKeys({ ...PlacedModules, modules_in_row: wholeBetween(1, 30) })
    .transform(({ peak_power, modules_in_row, ...plane }) =>
      generator(peak_power, modules_in_row, plane)
    );
  const charger = withKeys({ model: modelOf(models), generators: listOf(modules, 1, inputs) });
  return listOf(charger, 0, MAX_CHARGERS).default([]);
}

/** Their modules stand in rows as their inverters need them. */
const SOLAR_INVERTER_ROW = 12;

function solarInverters() {
  const modules = withKeys(PlacedModules).transform(({ peak_power, ...plane }) =>
    generator(peak_power, SOLAR_INVERTER_ROW, plane)
  );
  const inverter = withKeys({
    phase: oneOf([1, 2, 3]).default(1),
    nominal_power: between(10, 100_000).optional(),
    efficiency: between(0.5, 1).default(0.97),
    derating_start: between(0, 10).default(1),
    derating_end: between(0, 10).default(2.7),
    generators: listOf(modules, 1, 3),
  }).transform(({ phase, nominal_power, efficiency, generators, ...derating }) => ({
    phase,
    generators,
    nominalPower: nominal_power ?? generators.reduce((sum, { peakPower }) => sum + peakPower, 0),
    efficiency,
    deratingStart: derating.derating_start,
    deratingEnd: derating.derating_end,
  }));
  return listOf(inverter, 0, MAX_SOLAR_INVERTERS).default([]);
}

function modelOf<Model>(models: Readonly<Record<string, ModelAt<Model>>>) {
  const names = Object.keys(models);
  return z.enum(names as [string, ...string[]], { error: `give one of ${names.join(", ")}` })
    .transform((name) => models[name]!.model);
}

function oneOf<const Value extends string | number>(values: readonly Value[]) {
  return z.literal(values, { error: `give one of ${values.join(", ")}` });
}

function between(min: number, max: number) {
  const error = `give a number from ${min} to ${max}`;
  return z.number({ error }).min(min, { error }).max(max, { error });
}

function wholeBetween(min: number, max: number) {
  const error = `give a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

function listOf<Item extends z.ZodType>(item: Item, min: number, max: number) {
  const error = `give a list of ${min} to ${max}, each with a - in front`;
  return z.array(item, { error }).min(min, { error }).max(max, { error });
}

function guidOf(seed: number): string {
  const word = (index: number) => Math.floor(hash(seed, 101, index) * 0x1_0000_0000);
  return [0, 1, 2, 3].map((i) => word(i).toString(16).toUpperCase().padStart(8, "0")).join("");
}
