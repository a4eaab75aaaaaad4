/** Home Assistant's device classes, as far as a plant has values of them. */
export type DeviceClass =
  | "apparent_power"
  | "battery"
  | "current"
  | "duration"
  | "energy"
  | "enum"
  | "frequency"
  | "power"
  | "running"
  | "temperature"
  | "voltage";

/** Home Assistant's state classes. */
export type StateClass = "measurement" | "total_increasing";

/**
 * What Home Assistant is told of a datapoint, apart from where its value is found. The fields are
 * those of a discovery message and so have its spelling; an absent field is Home Assistant's
 * default.
 */
export interface Entity {
  readonly platform: "sensor" | "binary_sensor";
  readonly name: string;
  readonly device_class?: DeviceClass;
  readonly state_class?: StateClass;
  readonly unit_of_measurement?: string;
  readonly suggested_display_precision?: number;
  /** The texts that an enumeration publishes. */
  readonly options?: readonly string[];
  /** What a binary sensor's topic says, where it is neither `ON` nor `OFF`. */
  readonly payload_on?: string;
  readonly payload_off?: string;
  readonly entity_category?: "diagnostic";
  readonly enabled_by_default?: boolean;
  readonly icon?: string;
  /** Seconds after which a value that nobody repeated is no longer believed. */
  readonly expire_after?: number;
}
