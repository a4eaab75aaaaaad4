import type { Datapoint, Family } from "../../protocol/catalogue/datapoint.ts";

/** What stands at an address behind the gateway, or the plant as a whole (`system`). */
export interface Device {
  /** Its name in topics and commands: `xt1`, `l2`, `vt3`, `bsp`, `bms`, `xcom`, `system`. */
  readonly name: string;
  readonly family: Family | "system";
  /** Its address on the wire; undefined for `system`. */
  readonly address: number | undefined;
  /** The model's name, such as `XTH` or `VT-80`; empty where the device does not tell. */
  readonly model: string;
  /** Firmware as X.Y.Z; empty where the device does not tell. */
  readonly firmware: string;
  /** What tells this device from all others: its FID, or the gateway's GUID; eight or more hexadecimal digits. */
  readonly serialNumber: string;
  /** Nominal battery voltage in volts: 12, 24 or 48; undefined where the device does not tell. */
  readonly nominalVoltage: number | undefined;
  /** What the agent reads of it, user infos first, each by number. */
  readonly datapoints: readonly PlantDatapoint[];
}

/** What `system` tells of the plant: a datapoint of our own, in the shape of the manufacturer's. */
export interface SystemDatapoint {
  readonly kind: "system";
  /** Counts from 1; only tells the rows apart. */
  readonly number: number;
  readonly family: "system";
  readonly key: string;
  readonly name: string;
  readonly unit: "W" | "V" | "A" | "%" | "kWh";
  readonly format: "float";
  readonly options: readonly [];
  /** Same words as a user info's. */
  readonly quantity: string;
  readonly statistic: "instant" | "today" | "lifetime";
}

/** Whatever a plant tells: the manufacturer's datapoints and our own. */
export type PlantDatapoint = Datapoint | SystemDatapoint;

/** Whether it is one of l1 to l3: all Xtenders of a phase, addressed as one, and so there twice. */
export function isPhase({ name, family }: Device): boolean {
  return family === "xt" && /^l\d$/.test(name);
}
