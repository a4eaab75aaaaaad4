import type { Family } from "../protocol/catalogue/datapoint.ts";
import { isAtLeast, keepsRamValues } from "./version.ts";

/** What a device can do and has by default, as its firmware has it. */
export interface Firmware {
  /** Whether it keeps values in RAM beside those in flash. */
  readonly keepsRamValues: boolean;
  /** Whether it has a datapoint that its family has now. */
  knows(number: number): boolean;
  /** Where a parameter's default or maximum is another than now. */
  limitsOf(number: number): OlderLimits;
}

/** What of a parameter's limits was another in older firmware. */
export interface OlderLimits {
  readonly default?: number;
  readonly max?: number;
}

/** Firmware up to this one is what the manufacturer's table of 2021 (V1.6.28) is about. */
const FIRMWARE_OF_2021 = "1.6.28";

/** Datapoints that stand in the manufacturer's table V1.6.42, and came after 2021. */
const NewerDatapoints: Readonly<Record<Family, readonly number[]>> = {
  xt: [1650, 1651],
  vt: [10350, 10351, 11088],
  vs: [],
  bsp: [7005],
  // 7054 is newer, too, yet the protocol tells a BMS from a BSP by it whatever the firmware.
  bms: [
    ...[6079, 6080, 6081, 6082, 6086, 6087, 6088, 6089, 6090, 6091, 6092, 6093, 6094, 6095],
    ...[6097, 6098, 6099, 6100, 6101, 6102, 6104],
    ...[7022, 7053, 7056, 7059, 7068, 7069, 7070, 7071],
  ],
  rcc: [],
};

/** What V1.6.28 prints where V1.6.42 prints something else. */
const LimitsOf2021: Readonly<Partial<Record<Family, Readonly<Record<number, OlderLimits>>>>> = {
  xt: {
    1246: { default: 1 },
    1249: { default: 1 },
    1252: { default: 1 },
    1311: { default: 2 },
    1333: { default: 1 },
    1334: { default: 1 },
    1335: { default: 1 },
    1336: { default: 1 },
    1337: { default: 1 },
    1485: { default: 1 },
    1516: { default: 1 },
  },
  vt: { 10103: { max: 145 } },
};
const AS_NOW: OlderLimits = {};

/** What a device of a family does with a firmware, X.Y.Z. */
export function firmwareOf(family: Family, version: string): Firmware {
  const isOld = isAtLeast(FIRMWARE_OF_2021, version);
  const unknown = isOld ? NewerDatapoints[family] : [];
  const limits = isOld ? LimitsOf2021[family] ?? {} : {};
  return {
    keepsRamValues: keepsRamValues(family, version),
    knows: (number) => !unknown.includes(number),
    limitsOf: (number) => limits[number] ?? AS_NOW,
  };
}
