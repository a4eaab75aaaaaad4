import { shownCharge } from "./battery/battery_count.ts";
import type { Plant } from "./plant.ts";

/**
 * The state of charge that the devices share, 0 to 1: what the BSP shows of its count, or what the
 * battery's own management tells. Xtenders without either know the true one.
 */
export function sharedCharge(
  { monitor, count, battery }: Pick<Plant, "monitor" | "count" | "battery">,
): number {
  switch (monitor.kind) {
    case "bsp":
      return shownCharge(count.charge, monitor.settings);
    case "bms":
    case "none":
      return battery.charge;
  }
}
