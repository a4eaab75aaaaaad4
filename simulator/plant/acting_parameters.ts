import type { Family } from "../../protocol/catalogue/datapoint.ts";
import { actingIn } from "./acting_parameter.ts";
import { VarioStringAuxiliaries, VarioTrackAuxiliaries } from "./contacts/vario_auxiliaries.ts";
import { XtenderAuxiliaries } from "./contacts/xtender_auxiliaries.ts";
import { VarioStringCycle, VarioTrackCycle, XtenderCycle } from "./charging/cycle_parameters.ts";
import { BmsParameters, BspParameters } from "./battery/monitor_parameters.ts";
import {
  SingleInputParameters,
  VarioStringParameters,
  VarioTrackParameters,
} from "./solar/vario_parameters.ts";
import { XtenderParameters } from "./xtender/xtender_parameters.ts";

/** The tables by which parameters act on the plant, by family and by what they act on. */
const ActingTables: Readonly<Record<Family, Readonly<Record<string, object>>>> = {
  xt: { inverter: XtenderParameters, cycle: XtenderCycle, auxiliary: XtenderAuxiliaries },
  vt: {
    charger: VarioTrackParameters,
    cycle: VarioTrackCycle,
    auxiliary: VarioTrackAuxiliaries,
  },
  vs: {
    charger: VarioStringParameters,
    chargerOfOneInput: SingleInputParameters,
    cycle: VarioStringCycle,
    auxiliary: VarioStringAuxiliaries,
  },
  bsp: { battery: BspParameters },
  bms: { battery: BmsParameters },
  rcc: {},
};

/** A parameter that changes the plant when it is written, and which input of the model it sets. */
export interface Acting {
  readonly family: Family;
  readonly number: number;
  /** As a path: `cycle.absorptionVoltage`. */
  readonly input: string;
}

/** All parameters that act on the plant, by family and number. */
export function actingParameters(): Acting[] {
  return Object.entries(ActingTables).flatMap(([family, tables]) =>
    [...actingIn(tables)]
      .sort((a, b) => a.number - b.number)
      .map((each) => ({ family: family as Family, ...each }))
  );
}
