import type { ActingParameter, ActingSwitch, SettingsOf } from "../acting_parameter.ts";
import type { CyclePhase } from "../charging/charge_cycle.ts";

/** What may be the case at a device, and close or open its contacts by itself. */
export type DeviceEvent =
  | "off"
  | "on"
  | "undervoltage"
  | "overvoltage"
  | "overload"
  | "partial_overload"
  | "overtemperature"
  | "no_overtemperature"
  | "charger"
  | "inverter"
  | "boost"
  | "input_fault"
  | "input"
  | "transfer"
  | "output"
  | "quota"
  | "remote_entry"
  | "earth_fault"
  | "no_sun";

/** What closes or opens an auxiliary contact by itself: beside that, a phase of the charge. */
export type AuxiliaryEvent = DeviceEvent | CyclePhase;

/** A time of the day, on some days of the week (all, where none can be chosen). */
interface ScheduleTable {
  /** A switch, where the schedule has one. */
  readonly on?: ActingSwitch;
  /** Bit 0 is Monday. */
  readonly days?: ActingParameter;
  /** In seconds of the day. */
  readonly start: ActingParameter;
  readonly end: ActingParameter;
}

/** Three levels, each of which closes the contact after a while; and what opens it again. */
interface LevelsTable {
  readonly levels: readonly {
    readonly on: ActingSwitch;
    readonly at: ActingParameter;
    readonly after: ActingParameter;
  }[];
  readonly off: ActingParameter;
  readonly offAfter: ActingParameter;
  readonly offInFloating?: ActingSwitch;
  /** Whether the voltage counts as it would be without load. */
  readonly compensated?: ActingSwitch;
}

/** Which parameter sets each input of an auxiliary contact's programme. */
export interface AuxiliaryTable {
  /** 1 automatic, 2 reversed, 4 always closed, 8 always open. */
  readonly mode: ActingParameter;
  /** Whether all conditions must hold, or one is enough. */
  readonly all: ActingSwitch;
  /** When the contact stays at rest. */
  readonly restrictions: readonly ScheduleTable[];
  readonly schedules: readonly ScheduleTable[];
  readonly events: Readonly<Partial<Record<AuxiliaryEvent, ActingSwitch>>>;
  readonly voltage: LevelsTable;
  /** Of the converter, as a share of its nominal power. */
  readonly power?: LevelsTable;
  readonly charge: LevelsTable;
  readonly temperature: {
    readonly on: ActingSwitch;
    readonly over: ActingParameter;
    readonly below: ActingParameter;
    readonly notInBulk?: ActingSwitch;
  };
  readonly night?: {
    readonly on: ActingSwitch;
    readonly delay: ActingParameter;
    readonly lasts: ActingParameter;
  };
  readonly security?: { readonly on: ActingSwitch; readonly seconds: ActingParameter };
}

/** A contact's programme as the parameters in force set it. */
export type AuxiliarySettings = SettingsOf<AuxiliaryTable>;
/** A schedule of such a programme. */
export type Schedule = SettingsOf<ScheduleTable>;
/** The levels of such a programme. */
export type Levels = SettingsOf<LevelsTable>;
