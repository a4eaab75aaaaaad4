import type {
  Encoding,
  Option,
  Parameter,
  UserInfo,
  WireFormat,
} from "../../../protocol/catalogue/datapoint.ts";
import type { SystemDatapoint } from "../../../agent/installation/device.ts";

/** A user info with the fields that a test names, the others plain. */
export function infoWith(fields: Partial<UserInfo> = {}): UserInfo {
  return {
    kind: "info",
    number: 3000,
    family: "xt",
    key: "battery_voltage",
    name: "Battery voltage",
    unit: "V",
    format: "float",
    options: [],
    short: "Ubat",
    quantity: "battery_voltage",
    statistic: "instant",
    ...fields,
  };
}

/** A parameter with the fields that a test names, the others plain. */
export function parameterWith(fields: Partial<Parameter> = {}): Parameter {
  return {
    kind: "parameter",
    number: 1138,
    family: "xt",
    key: "battery_charge_current_1138",
    name: "Battery charge current",
    unit: "A",
    format: "float",
    options: [],
    level: "expert",
    menus: [],
    for48V: false,
    ...fields,
  };
}

export function parameterOf(
  format: WireFormat,
  encoding?: Encoding,
  options: readonly Option[] = [],
): Parameter {
  return parameterWith({ format, options, ...(encoding !== undefined && { encoding }) });
}

export const operatingState = infoWith({
  number: 3028,
  key: "operating_state",
  name: "Operating state",
  unit: "",
  format: "short_enum",
  statistic: "state",
  options: [
    { code: 0, text: "Invalid value" },
    { code: 1, text: "Inverter" },
    { code: 2, text: "Charger" },
  ],
});

export const pvPower: SystemDatapoint = {
  kind: "system",
  number: 1,
  family: "system",
  key: "pv_power",
  name: "PV power",
  unit: "W",
  format: "float",
  options: [],
  quantity: "pv_power",
  statistic: "instant",
};
