/** Home Assistant's rules for entities, written down from its documentation and not from the agent. */

/** The units that each device class of a sensor takes. */
export const UnitsOfDeviceClass: Readonly<Record<string, readonly string[]>> = {
  apparent_power: ["VA", "kVA"],
  battery: ["%"],
  current: ["mA", "A"],
  duration: ["ms", "s", "min", "h", "d"],
  energy: ["Wh", "kWh", "MWh"],
  frequency: ["Hz", "kHz"],
  power: ["mW", "W", "kW", "MW"],
  temperature: ["°C", "°F", "K"],
  voltage: ["mV", "V", "kV"],
};

/** The state classes that each device class of a sensor takes beside none. */
export const StateClassesOfDeviceClass: Readonly<Record<string, readonly string[]>> = {
  apparent_power: ["measurement"],
  battery: ["measurement"],
  current: ["measurement"],
  duration: ["measurement", "total", "total_increasing"],
  energy: ["total", "total_increasing"],
  enum: [],
  frequency: ["measurement"],
  power: ["measurement"],
  temperature: ["measurement"],
  voltage: ["measurement"],
};

export const BinarySensorDeviceClasses: readonly string[] = ["running", "power", "problem"];

/** A state longer than this is refused. */
export const MAX_STATE_LENGTH = 255;

/** What a component of the platforms used may say; Home Assistant refuses the whole of it else. */
export const ComponentFields: Readonly<Record<string, readonly string[]>> = {
  sensor: [
    "device_class",
    "expire_after",
    "options",
    "state_class",
    "suggested_display_precision",
    "unit_of_measurement",
  ],
  binary_sensor: ["device_class", "expire_after", "payload_off", "payload_on"],
};

export const CommonComponentFields: readonly string[] = [
  "default_entity_id",
  "enabled_by_default",
  "entity_category",
  "icon",
  "json_attributes_topic",
  "name",
  "platform",
  "state_topic",
  "unique_id",
];

export const DeviceFields: readonly string[] = [
  "identifiers",
  "manufacturer",
  "model",
  "name",
  "serial_number",
  "sw_version",
  "via_device",
];

/** Everything that a sensor says of a number: with any of it, its state must be one. */
export const NumericFields = [
  "state_class",
  "suggested_display_precision",
  "unit_of_measurement",
] as const;
