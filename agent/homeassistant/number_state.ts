import type { PlantDatapoint } from "../installation/device.ts";
import type { DeviceClass, Entity, StateClass } from "./entity_types.ts";

type NumberState = Pick<
  Entity,
  "device_class" | "state_class" | "unit_of_measurement" | "suggested_display_precision"
>;

const DeviceClassOfUnit: Readonly<Record<string, DeviceClass>> = {
  "V": "voltage",
  "mV": "voltage",
  "A": "current",
  "W": "power",
  "kW": "power",
  "VA": "apparent_power",
  "kVA": "apparent_power",
  "kWh": "energy",
  "MWh": "energy",
  "Hz": "frequency",
  "°C": "temperature",
  "s": "duration",
  "min": "duration",
  "h": "duration",
  "d": "duration",
};

/** A percentage is a battery's only where it is a state of charge. */
const StateOfCharge: ReadonlySet<string> = new Set([
  "soc",
  "soc_manufacturer",
  "soc_manufacturer_high_resolution",
  "minigrid_soc",
]);

/** A number's meaning, from its unit, what is measured, and over what period. */
export function numberOf(datapoint: PlantDatapoint): NumberState {
  const { unit } = datapoint;
  const deviceClass = datapoint.kind !== "parameter" && StateOfCharge.has(datapoint.quantity)
    ? "battery"
    : DeviceClassOfUnit[unit];
  const stateClass = stateClassOf(datapoint);
  const precision = precisionOf(datapoint);
  return {
    ...(deviceClass !== undefined && { device_class: deviceClass }),
    ...(stateClass !== undefined && { state_class: stateClass }),
    ...(unit !== "" && { unit_of_measurement: unit }),
    ...(precision !== undefined && { suggested_display_precision: precision }),
  };
}

/** What adds up over a day; anything else that the day tells is an extreme or a ratio. */
const AccumulatingUnits: ReadonlySet<string> = new Set(["kWh", "MWh", "Ah", "kAh", "h", ""]);

/**
 * How the statistics treat a number. A counter that restarts is `total_increasing`, which reads a
 * fall as a reset. The previous day's have none: they jump once a day to an unrelated value.
 */
function stateClassOf(datapoint: PlantDatapoint): StateClass | undefined {
  // A setting is no measurement.
  if (datapoint.kind === "parameter") return undefined;
  switch (datapoint.statistic) {
    case "instant":
      return datapoint.unit === "" ? undefined : "measurement";
    case "minute_min":
    case "minute_max":
    case "minute_avg":
    // Nothing says when these are reset.
    case "counter":
      return "measurement";
    case "today":
      return AccumulatingUnits.has(datapoint.unit) ? "total_increasing" : "measurement";
    case "lifetime":
    case "resettable":
      return "total_increasing";
    case "yesterday":
    case "static":
    case "state":
      return undefined;
  }
}

const PrecisionOfUnit: Readonly<Record<string, number>> = {
  "V": 1,
  "A": 1,
  "W": 0,
  "kW": 3,
  "VA": 0,
  "kVA": 3,
  "kWh": 2,
  "MWh": 3,
  "Ah": 1,
  "kAh": 3,
  "Hz": 2,
  "°C": 1,
  "%": 1,
  "min": 0,
  "h": 1,
  "d": 1,
};

/** Volts at a battery: 0.01 V is what its cycle turns on. */
const BATTERY_VOLTAGE_PRECISION = 2;

function precisionOf(datapoint: PlantDatapoint): number | undefined {
  if (datapoint.kind === "parameter") {
    return datapoint.step === undefined ? undefined : decimalsOf(datapoint.step);
  }
  if (datapoint.unit === "V" && datapoint.quantity.startsWith("battery_voltage")) {
    return BATTERY_VOLTAGE_PRECISION;
  }
  return PrecisionOfUnit[datapoint.unit];
}

const MAX_DECIMALS = 4;

// Some printed steps are the device's fixed-point image of a round number: 0.0100098.
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < MAX_DECIMALS; decimals++) {
    if (Math.abs(Number(step.toFixed(decimals)) - step) < step / 100) return decimals;
  }
  return MAX_DECIMALS;
}
