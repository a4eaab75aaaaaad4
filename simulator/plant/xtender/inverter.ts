import type { AuxiliaryContact } from "../contacts/auxiliary_contact.ts";
import type { AuxiliarySettings } from "../contacts/auxiliary_programme.ts";
import type { CycleSettings } from "../charging/cycle_parameters.ts";
import { type GensetStart, NO_START } from "./genset_start.ts";
import { type IslandRise, NO_RISE } from "./gradual_rise.ts";
import type { GridPhase } from "../source/grid.ts";
import { isHalted, NEW_PROTECTION, type Protection } from "./protection.ts";
import { isEntryActive } from "./xtender_entry.ts";
import type { Rest, Resting } from "./rest.ts";
import { NEW_RELAY, type TransferRelay } from "./transfer_relay.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** What an Xtender is. */
export interface InverterDesign extends Resting {
  /** As the plant's events name it: `xt1`. */
  readonly name: string;
  /** The most that its transfer relay bears, in A. */
  readonly transferCurrent: number;
  /** The phase that it feeds. */
  readonly phase: 1 | 2 | 3;
}

/** What its owner lets an Xtender do. */
export interface InverterControl {
  readonly on: boolean;
  /** What is in force: one of those below, as the remote entry stands and the days have gone. */
  readonly settings: XtenderSettings;
  readonly settingsAtRest: XtenderSettings;
  readonly settingsByEntry: XtenderSettings;
  readonly afterDays: { readonly atRest: XtenderSettings; readonly byEntry: XtenderSettings };
  readonly cycle: CycleSettings;
  readonly auxiliaries: readonly AuxiliarySettings[];
  /** Whether any of them does anything but to stay open. */
  readonly programmed: boolean;
}

/** What an Xtender does. */
export type InverterMode = "off" | "search" | "inverter" | "charger" | "boost" | "injection";

/** What keeps an Xtender from charging or feeding more. */
export type Limitation =
  | "none"
  | "battery_voltage"
  | "battery_current"
  | "feeding_current"
  | "input_limit"
  | "output_surplus"
  | "heat"
  | "nominal_power";

/**
 * What flows through one side, in W, VA, A, V and Hz. Positive from the grid, and to consumers; what
 * solar inverters give beyond these comes in at the output, and is negative.
 */
export interface AcSide {
  readonly activePower: number;
  readonly apparentPower: number;
  readonly current: number;
  readonly voltage: number;
  readonly frequency: number;
}

/** An Xtender at a moment. */
export interface Inverter {
  readonly design: InverterDesign;
  readonly control: InverterControl;
  /** Whether it is switched on and in order. */
  readonly on: boolean;
  readonly mode: InverterMode;
  /** Why its converter rests, if it does, and since when nothing woke it, in seconds. */
  readonly rest: Rest | undefined;
  readonly sinceTrainSeconds: number;
  readonly calmSeconds: number;
  /** What the battery adds to the voltage that it makes alone. */
  readonly islandRise: IslandRise;
  /** Whether the transfer relay joins input and output. */
  readonly connected: boolean;
  readonly relay: TransferRelay;
  readonly protection: Protection;
  /** Whether its consumers ask for more than it can give even for a moment. */
  readonly overwhelmed: boolean;
  readonly input: AcSide;
  readonly output: AcSide;
  /** Of the converter to the AC side, in W; negative while it charges. */
  readonly converterPower: number;
  /** The reactive power with which it feeds, as the owner wants it shifted, in var. */
  readonly shiftedPower: number;
  /** What comes to its output from solar inverters, in W. */
  readonly solarPower: number;
  /** Into the battery, in W; negative while it inverts. */
  readonly batteryPower: number;
  /** Between the two, in W. */
  readonly lossPower: number;
  /** What may come in now, in A, and whether that comes in. */
  readonly inputLimit: number;
  readonly inputLimited: boolean;
  readonly limitation: Limitation;
  /** Whether the battery serves the consumers beside a grid, and is emptied into the grid. */
  readonly batteryPriority: boolean;
  readonly forcedFeeding: boolean;
  /** In °C. */
  readonly temperature: number;
  readonly contacts: readonly AuxiliaryContact[];
  /** How far it is with starting a genset, where it is to do so. */
  readonly gensetStart: GensetStart;
  /** Whether the contact at the remote entry is closed, and whether that makes it active. */
  readonly entryClosed: boolean;
  /** How long all its functions were free, where they are limited to a number of days. */
  readonly freeSeconds: number;
  readonly entryActive: boolean;
}

/** A side through which nothing flows, and where there is no voltage. */
export const DEAD: AcSide = {
  activePower: 0,
  apparentPower: 0,
  current: 0,
  voltage: 0,
  frequency: 0,
};

/** An Xtender that was just bought. */
export function createInverter(design: InverterDesign, control: InverterControl): Inverter {
  return {
    design,
    control,
    on: control.on,
    mode: "off",
    rest: undefined,
    sinceTrainSeconds: 0,
    calmSeconds: 0,
    islandRise: NO_RISE,
    connected: false,
    relay: NEW_RELAY,
    protection: NEW_PROTECTION,
    overwhelmed: false,
    input: DEAD,
    output: DEAD,
    converterPower: 0,
    shiftedPower: 0,
    solarPower: 0,
    batteryPower: 0,
    lossPower: 0,
    inputLimit: 0,
    inputLimited: false,
    limitation: "none",
    batteryPriority: false,
    forcedFeeding: false,
    temperature: 25,
    contacts: [],
    gensetStart: NO_START,
    entryClosed: false,
    freeSeconds: 0,
    entryActive: isEntryActive(false, control.settings),
  };
}

/** Whether an Xtender has something to give to its consumers, from the grid or the battery. */
export function serves(inverter: Inverter): boolean {
  return inverter.connected || invertsAlone(inverter);
}

/** Whether it makes its own voltage: without a grid, from the battery. */
export function invertsAlone(inverter: Inverter): boolean {
  const { connected, on, control, protection, overwhelmed } = inverter;
  return !connected && on && !overwhelmed && protection.stop === undefined &&
    control.settings.inverterAllowed;
}

/** Whether consumers hang on it: it serves, and its converter does not rest without a grid. */
export function works(inverter: Inverter): boolean {
  return inverter.connected || (inverter.rest === undefined && invertsAlone(inverter));
}

/** Whether its converter may work beside the grid. */
export function converts({ connected, protection }: Inverter): boolean {
  return connected && !isHalted(protection);
}

const COOL = 75;
const HOT = 92;
const LEAST_SHARE = 0.3;

/** What its heat leaves of an Xtender's power, as a share. */
export function thermalShare({ temperature }: Pick<Inverter, "temperature">): number {
  if (temperature <= COOL) return 1;
  return Math.max(LEAST_SHARE, 1 - (1 - LEAST_SHARE) * (temperature - COOL) / (HOT - COOL));
}

/** One side with what flows through it, at the voltage and frequency there. */
export function acSide(activePower: number, reactivePower: number, at: GridPhase): AcSide {
  const sign = activePower < 0 ? -1 : 1;
  const apparentPower = sign * Math.sqrt(activePower ** 2 + reactivePower ** 2);
  return {
    activePower,
    apparentPower,
    current: at.voltage > 0 ? apparentPower / at.voltage : 0,
    voltage: at.voltage,
    frequency: at.frequency,
  };
}
