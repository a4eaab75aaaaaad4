import type { Family } from "../protocol/catalogue/datapoint.ts";
import type { LoggedMessage } from "./message_log.ts";
import type { PlantEvent, PlantEventKind } from "./plant/events.ts";

/** The message, by its number in the catalogue, that tells of an event of the plant. */
export const MessageOfEvent: Readonly<Record<PlantEventKind, number>> = {
  battery_low: 0,
  battery_high: 1,
  battery_temperature: 202,
  battery_temperature_good: 203,
  undervoltage_stop: 19,
  undervoltage_restart: 177,
  critical_undervoltage: 175,
  overvoltage_stop: 20,
  overvoltage_restart: 177,
  overload: 15,
  overload_restart: 177,
  overload_final_stop: 15,
  overtemperature_warning: 41,
  overtemperature: 14,
  overtemperature_restart: 177,
  grid_lost: 7,
  grid_back: 3,
  ac_in_voltage_low: 185,
  ac_in_voltage_high: 6,
  ac_in_frequency_wrong: 4,
  source_dip: 214,
  ups_limit: 215,
  transfer_opened_over_limit: 49,
  ac_in_quota: 11,
  aux1_closed: 207,
  aux1_opened: 208,
  aux2_closed: 209,
  aux2_opened: 210,
  aux_time_security: 60,
  genset_missing: 62,
  remote_entry_active: 180,
  remote_entry_inactive: 211,
  equalization_done: 84,
  earth_fault: 81,
  no_sun_48h: 83,
};

/** Messages about what happens to the devices and the gateway themselves. */
export const MessageType = {
  xtenderStarted: 177,
  gatewayWatchdog: 216,
  sdCardFull: 71,
  sdCardRemoved: 148,
} as const;

/** The message that a device of this family does not answer any more. */
export const CommunicationLost: Readonly<Record<Family, number>> = {
  xt: 163,
  bsp: 164,
  bms: 235,
  vt: 166,
  vs: 167,
  rcc: 162,
};

/** An event as the gateway keeps it: `clockOffset` is its clock's lead on the plant's, in seconds. */
export function messageOf(
  { kind, at }: PlantEvent,
  source: number,
  clockOffset: number,
): LoggedMessage {
  return { type: MessageOfEvent[kind], source, timestamp: Math.floor(at + clockOffset), value: 0 };
}
