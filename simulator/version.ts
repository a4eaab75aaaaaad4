import type { Family } from "../protocol/catalogue/datapoint.ts";

/** Whether a firmware (X.Y.Z) is as new as another, or newer. */
export function isAtLeast(firmware: string, least: string): boolean {
  const have = firmware.split(".").map(Number);
  const need = least.split(".").map(Number);
  for (let i = 0; i < need.length; i++) {
    const difference = (have[i] ?? 0) - need[i]!;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** Whether an Xcom with this firmware can be set to 115200 baud (specification 3.1). */
export function knowsFastLine(firmware: string): boolean {
  return isAtLeast(firmware, "1.6.20") ||
    (isAtLeast(firmware, "1.5.88") && !isAtLeast(firmware, "1.6.0"));
}

/** The first firmware that keeps values in RAM. */
const RamFirmware: Readonly<Record<Family, string>> = {
  xt: "1.6.12",
  bsp: "1.6.12",
  bms: "1.6.12",
  vt: "1.6.14",
  vs: "1.6.12",
  rcc: "1.6.12",
};

/** Whether a device with this firmware keeps values in RAM beside those in flash. */
export function keepsRamValues(family: Family, firmware: string): boolean {
  return isAtLeast(firmware, RamFirmware[family]);
}
