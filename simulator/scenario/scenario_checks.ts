import type { GeneratorDesign } from "../plant/solar/pv.ts";
import type { Impossibility } from "./impossibility.ts";
import {
  type SolarChargerModel,
  VS_120,
  VS_70,
  VT_65,
  VT_80,
  type XtenderModel,
  XTH_8000_48,
  XTM_2000_12,
  XTM_3500_24,
  XTM_4000_48,
} from "./models.ts";
import type { Scenario } from "./scenarios.ts";
import { wrongSetting } from "./setting_checks.ts";

/** The Xtenders by their names, with the voltage of the battery that each is for. */
export const XtendersByName: Readonly<Record<string, ModelAt<XtenderModel>>> = {
  "XTH-8000-48": { model: XTH_8000_48, voltages: [48] },
  "XTM-4000-48": { model: XTM_4000_48, voltages: [48] },
  "XTM-3500-24": { model: XTM_3500_24, voltages: [24] },
  "XTM-2000-12": { model: XTM_2000_12, voltages: [12] },
};
export const VarioTracksByName: Readonly<Record<string, ModelAt<SolarChargerModel>>> = {
  "VT-65": { model: VT_65, voltages: [12, 24, 48] },
  "VT-80": { model: VT_80, voltages: [12, 24, 48] },
};
export const VarioStringsByName: Readonly<Record<string, ModelAt<SolarChargerModel>>> = {
  "VS-70": { model: VS_70, voltages: [48] },
  "VS-120": { model: VS_120, voltages: [48] },
};

/** A model, and the batteries that it can be connected to, in V. */
export interface ModelAt<Model> {
  readonly model: Model;
  readonly voltages: readonly number[];
}

/** What the modules may give without load, in V. */
const MAX_INPUT_VOLTAGE = { vario_tracks: 150, vario_strings: 600 } as const;
/** The least at which a VarioString finds its modules ({14177}), in V. */
const MIN_STRING_VOLTAGE = 100;
/** A VarioTrack cannot raise a voltage: its modules need that of a battery in absorption, of 48 V. */
const MIN_TRACK_VOLTAGE = 57.6;
/** So many Xtenders can feed one phase, all of one model. */
const MAX_IN_PARALLEL = 3;

/** The first thing in a scenario that no installer could build; undefined where there is none. */
export function impossibilityOf(scenario: Scenario): Impossibility | undefined {
  return wrongPhases(scenario) ?? wrongMonitor(scenario) ?? wrongBattery(scenario) ??
    wrongModules(scenario) ?? wrongSolarInverter(scenario) ?? wrongSetting(scenario);
}

function wrongPhases({ xtenders }: Scenario): Impossibility | undefined {
  if (!xtenders.some(({ phase }) => phase === 1)) {
    return { path: ["xtenders"], problem: "no Xtender feeds phase 1; give one phase: 1" };
  }
  for (const [i, { phase, model }] of xtenders.entries()) {
    const before = xtenders.slice(0, i).filter((each) => each.phase === phase);
    if (before.length === MAX_IN_PARALLEL) {
      const problem = `phase ${phase} has ${MAX_IN_PARALLEL} Xtenders already; give another phase`;
      return { path: ["xtenders", i], problem };
    }
    if (before.some((each) => each.model !== model)) {
      const problem = `phase ${phase} has another model already, and only the same can be in ` +
        "parallel; give that model, or another phase";
      return { path: ["xtenders", i, "model"], problem };
    }
  }
  return undefined;
}

function wrongMonitor({ battery }: Scenario): Impossibility | undefined {
  if (battery.monitor !== "bms" || battery.chemistry === "lithium") return undefined;
  const problem = "a lead_acid battery has no bms; give monitor: bsp, or chemistry: lithium";
  return { path: ["battery", "monitor"], problem };
}

function wrongBattery(scenario: Scenario): Impossibility | undefined {
  const { nominalVoltage } = scenario.battery;
  for (
    const [key, devices, models] of [
      ["xtenders", scenario.xtenders, XtendersByName],
      ["vario_tracks", scenario.varioTracks, VarioTracksByName],
      ["vario_strings", scenario.varioStrings, VarioStringsByName],
    ] as const
  ) {
    for (const [i, { model }] of devices.entries()) {
      const [name, known] = Object.entries<ModelAt<unknown>>(models)
        .find(([, each]) => each.model === model) ?? [];
      if (known === undefined || known.voltages.includes(nominalVoltage)) continue;
      return {
        path: [key, i, "model"],
        problem:
          `${name} is for a battery of ${known.voltages.join(" or ")} V, and nominal_voltage is ` +
          `${nominalVoltage}; choose another model or battery`,
      };
    }
  }
  return undefined;
}

function wrongModules(scenario: Scenario): Impossibility | undefined {
  for (
    const [key, chargers] of [
      ["vario_tracks", scenario.varioTracks],
      ["vario_strings", scenario.varioStrings],
    ] as const
  ) {
    for (const [i, { generators, model: { inputs } }] of chargers.entries()) {
      if (generators.length > inputs) {
        const problem =
          `this model has ${inputs} input, and generators are ${generators.length}; ` +
          "leave one of them out";
        return { path: [key, i, "generators", inputs], problem };
      }
      const least = key === "vario_tracks"
        ? MIN_TRACK_VOLTAGE * scenario.battery.nominalVoltage / 48
        : MIN_STRING_VOLTAGE;
      for (const [at, generator] of generators.entries()) {
        const problem = rowProblem(generator, least, MAX_INPUT_VOLTAGE[key]);
        if (problem === undefined) continue;
        return { path: [key, i, "generators", at, "modules_in_row"], problem };
      }
    }
  }
  return undefined;
}

/** Why an input cannot use a row of modules; `least` and `most` are what it takes, in V. */
function rowProblem(
  { openVoltage, peakVoltage }: GeneratorDesign,
  least: number,
  most: number,
): string | undefined {
  if (openVoltage > most) {
    return `so many modules in a row give ${openVoltage} V without load, and the input takes ` +
      `${most} V; give fewer`;
  }
  if (peakVoltage < least) {
    return `so few modules in a row give ${peakVoltage} V at their best, and the input needs ` +
      `${least} V; give more`;
  }
  return undefined;
}

function wrongSolarInverter(
  { solarInverters = [], xtenders }: Scenario,
): Impossibility | undefined {
  const given = [0, 0, 0, 0];
  for (const [i, { phase, nominalPower, deratingStart, deratingEnd }] of solarInverters.entries()) {
    const at = (key: string, problem: string) => ({ path: ["solar_inverters", i, key], problem });
    const ofPhase = xtenders.filter((each) => each.phase === phase);
    if (ofPhase.length === 0) return at("phase", `no Xtender feeds phase ${phase}; give another`);
    if (deratingEnd <= deratingStart) {
      const problem = `${deratingEnd} is not above derating_start, ${deratingStart}; give more`;
      return at("derating_end", problem);
    }
    given[phase]! += nominalPower;
    const most = ofPhase.reduce((sum, { model }) => sum + model.nominalPower, 0);
    if (given[phase]! <= most) continue;
    return at(
      "nominal_power",
      `with it ${
        given[phase]
      } W come to phase ${phase}, and its Xtenders take ${most} W; give less`,
    );
  }
  return undefined;
}
