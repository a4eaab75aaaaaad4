import type { ActingParameter } from "../acting_parameter.ts";

/** What closes or opens an auxiliary contact by itself. */
export type AuxiliaryEvent =
  | "off"
  | "on"
  | "undervoltage"
  | "overvoltage"
  | "overload"
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
  | "no_sun"
  | "bulk"
  | "absorption"
  | "equalization"
  | "floating"
  | "reduced_floating"
  | "periodic_absorption";

/** A time of the day, on some days of the week (all, where none can be chosen). */
export interface Schedule<Value> {
  /** A switch, where the schedule has one. */
  readonly on?: Value;
  /** Bit 0 is Monday. */
  readonly days?: Value;
  readonly start: Value;
  readonly end: Value;
}

/** Three levels, each of which closes the contact after a while; and what opens it again. */
export interface Levels<Value> {
  readonly levels: readonly { readonly on: Value; readonly at: Value; readonly after: Value }[];
  readonly off: Value;
  readonly offAfter: Value;
  readonly offInFloating?: Value;
  /** Whether the voltage counts as it would be without load. */
  readonly compensated?: Value;
}

/** The programme of an auxiliary contact. */
export interface Programme<Value> {
  /** 1 automatic, 2 reversed, 4 always closed, 8 always open. */
  readonly mode: Value;
  /** Whether all conditions must hold (1) or one is enough (0). */
  readonly all: Value;
  /** When the contact stays at rest. */
  readonly restrictions: readonly Schedule<Value>[];
  readonly schedules: readonly Schedule<Value>[];
  readonly events: Readonly<Partial<Record<AuxiliaryEvent, Value>>>;
  readonly voltage: Levels<Value>;
  /** Of the converter, as a share of its nominal power. */
  readonly power?: Levels<Value>;
  readonly charge: Levels<Value>;
  readonly temperature: {
    readonly on: Value;
    readonly over: Value;
    readonly below: Value;
    readonly notInBulk?: Value;
  };
  readonly night?: { readonly on: Value; readonly delay: Value; readonly lasts: Value };
  readonly security?: { readonly on: Value; readonly seconds: Value };
}

/** Which parameter sets each input of a contact's programme. */
export type AuxiliaryTable = Programme<ActingParameter>;
/** A contact's programme as the parameters in force set it. */
export type AuxiliarySettings = Programme<number>;
