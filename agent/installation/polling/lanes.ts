import type { UserInfo } from "../../../protocol/catalogue/datapoint.ts";

/** How often a user info is read. */
export type Lane = "fast" | "normal" | "slow" | "daily";

/** Milliseconds between two readings of each lane. */
export type LanePeriods = Readonly<Record<Lane, number>>;

/** What an owner watches while it changes: power and current as they are now. */
const FastQuantities: ReadonlySet<string> = new Set([
  "pv_power",
  "ac_in_active_power",
  "ac_out_active_power",
  "battery_current",
  "battery_power",
  "battery_voltage",
  "soc",
]);

/** Power in watts repeats what the same power in kilowatts tells more finely on the wire. */
const SlowNumbers: ReadonlySet<number> = new Set([3087, 3088, 3013, 3023, 3084]);

/** The lane of a user info by what it measures, unless the owner says otherwise. */
export function laneOf({ number, quantity, statistic }: UserInfo): Lane {
  if (SlowNumbers.has(number)) return "slow";
  switch (statistic) {
    case "instant":
      return FastQuantities.has(quantity) ? "fast" : "normal";
    case "state":
      return "normal";
    case "minute_min":
    case "minute_max":
    case "minute_avg":
    case "today":
    case "counter":
    case "lifetime":
    case "resettable":
      return "slow";
    case "yesterday":
    case "static":
      return "daily";
  }
}

/**
 * What changes once a day, or never, is asked for four times an hour: so yesterday's values are
 * yesterday's soon after midnight, whenever the agent was started.
 */
export const DAILY_LANE_MS = 15 * 60 * 1000;
