/**
 * The families of devices behind a gateway. `bsp` and `bms` share the address 601 and many
 * numbers; `rcc` is the gateway (Xcom) and the remote control (RCC) at 501.
 */
export type Family = "xt" | "bsp" | "bms" | "vt" | "vs" | "rcc";

/** A user info is read only (object type 0x0001), a parameter is a setting (0x0002). */
export type DatapointKind = "info" | "parameter";

/** How a value lies on the wire (specification 4.2.3). */
export type WireFormat = "bool" | "short_enum" | "long_enum" | "int32" | "float";

/** What a value means beyond its wire format; a plain value has none. */
export type Encoding =
  /** Writing 1 triggers an action; there is nothing to read. */
  | "signal"
  /** Bit 0 Monday … bit 6 Sunday. */
  | "weekdays"
  /** Seconds since 1970-01-01 in the installation's local time. */
  | "local_seconds"
  /** Minutes since 00:00. */
  | "minutes_of_day"
  /** A cos φ as its distance from 1: negative inductive, positive capacitive. */
  | "cos_phi_offset"
  /** The high or low half of a 32-bit word, as a FLOAT. */
  | "u16_high"
  | "u16_low"
  /** A number whose bits are flags. */
  | "bit_mask"
  /** A number that stands for a model or the like, without a unit. */
  | "code";

/** Who may change a parameter, least first (specification 4.2.2, level_qsp). */
export const Levels = ["view_only", "basic", "expert", "installer", "qsp"] as const;
export type Level = typeof Levels[number];

/** What period a user info speaks of. */
export type Statistic =
  | "instant"
  | "minute_min"
  | "minute_max"
  | "minute_avg"
  | "today"
  | "yesterday"
  | "lifetime"
  | "resettable"
  | "counter"
  | "static"
  | "state";

/** One choice of an enumeration: its number on the wire and its text, distinct within the list. */
export interface Option {
  readonly code: number;
  readonly text: string;
}

interface DatapointBase {
  /** Object id on the wire; unique together with the family. */
  readonly number: number;
  readonly family: Family;
  /** Name for topics and commands, unique within the family. */
  readonly key: string;
  /** The manufacturer's English name, verbatim. */
  readonly name: string;
  /** The manufacturer's unit (`V`, `kW`, `°C` …), or empty. */
  readonly unit: string;
  /** Undefined where the manufacturer marks the datapoint as not supported over the wire. */
  readonly format: WireFormat | undefined;
  readonly encoding?: Encoding;
  /** The choices of an enumeration, or the known values of a code; empty for anything else. */
  readonly options: readonly Option[];
  /** A remark that changes the meaning. */
  readonly note?: string;
}

/** What a device measures or tells of itself: read only (object type 0x0001). */
export interface UserInfo extends DatapointBase {
  readonly kind: "info";
  /** The label on the remote control's display. */
  readonly short: string;
  /** Our word for what is measured, the same across families: `pv_power`, `battery_voltage` … */
  readonly quantity: string;
  readonly statistic: Statistic;
}

/** A setting of a device (object type 0x0002). */
export interface Parameter extends DatapointBase {
  readonly kind: "parameter";
  readonly level: Level;
  /** As printed, for a 48 V battery and 230 Vac; the device's own limits are the truth. */
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** The menus that show it, by number, the first in document order first. */
  readonly menus: readonly number[];
  /** True where the printed values are those of a 48 V battery: halve for 24 V, quarter for 12 V. */
  readonly for48V: boolean;
}

/** A parameter's default and what it may be set to; a bound that was not printed is missing. */
export type Limits = Pick<Parameter, "default" | "min" | "max" | "step">;

/** Everything that the catalogue holds. */
export type Datapoint = UserInfo | Parameter;
