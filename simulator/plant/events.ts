/** What can happen in a plant that somebody should be told of. */
export type PlantEventKind =
  | "battery_low"
  | "battery_high"
  | "battery_temperature"
  | "battery_temperature_good"
  | "undervoltage_stop"
  | "undervoltage_restart"
  | "critical_undervoltage"
  | "overvoltage_stop"
  | "overvoltage_restart"
  | "overload"
  | "overload_restart"
  | "overload_final_stop"
  | "overtemperature_warning"
  | "overtemperature"
  | "overtemperature_restart"
  | "grid_lost"
  | "grid_back"
  | "ac_in_voltage_low"
  | "ac_in_voltage_high"
  | "ac_in_frequency_wrong"
  | "source_dip"
  | "ups_limit"
  | "transfer_opened_over_limit"
  | "ac_in_quota"
  | "aux1_closed"
  | "aux1_opened"
  | "aux2_closed"
  | "aux2_opened"
  | "aux_time_security"
  | "genset_missing"
  | "remote_entry_active"
  | "remote_entry_inactive"
  | "equalization_done"
  | "earth_fault"
  | "no_sun_48h";

/** Something that happened at a device of the plant. */
export interface PlantEvent {
  readonly kind: PlantEventKind;
  /** The device's name, as its design gives it: `xt1`, `vt2`. */
  readonly device: string;
  /** Seconds since 1970-01-01 of the plant's local time. */
  readonly at: number;
}

/** Tells of something that happens at a device. */
export type Tell = (event: PlantEventKind) => void;

/** Tells of it by the device's name. */
export type Teller = (device: string) => Tell;
