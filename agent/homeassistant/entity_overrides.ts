import type { Family } from "../../protocol/catalogue/datapoint.ts";
import type { Entity } from "./entity_types.ts";

type Overrides = Readonly<Record<number, Readonly<Partial<Entity>>>>;

const Enabled = { enabled_by_default: true } as const;
const Running = { device_class: "running" } as const;
const Disabled = { enabled_by_default: false } as const;

/** Where an entity is not what its unit, quantity and statistic say, by family and number. */
export const EntityOverrides: Readonly<Partial<Record<Family | "system", Overrides>>> = {
  xt: {
    // Volts by their size, though printed without a unit.
    3002: { state_class: "measurement" },
    3003: { state_class: "measurement" },
    // The catalogue has these twice, and calls the second of each the more accurate.
    3013: { ...Disabled, name: "Input power (less accurate)" },
    3138: { name: "Input power" },
    3023: { ...Disabled, name: "Output power (less accurate)" },
    3139: { name: "Output power" },
    3087: { ...Disabled, name: "Output active power (less accurate)" },
    3136: { name: "Output active power" },
    3088: { ...Disabled, name: "Input active power (less accurate)" },
    3137: { name: "Input active power" },
    3154: Disabled,
    3049: Running,
    // What an owner asks for first when something does not run.
    1107: Enabled,
    1124: Enabled,
    1125: Enabled,
    1126: Enabled,
    1127: Enabled,
    1128: Enabled,
    1138: Enabled,
  },
  // The official names say Wh, the official unit is kWh.
  vt: {
    11011: { name: "Production in (kWh) for the previous day" },
    11069: Running,
  },
  vs: {
    15108: Running,
    15027: { name: "Production PV in (kWh) for the previous day" },
    15028: { name: "Production PV1 in (kWh) for the previous day" },
    15029: { name: "Production PV2 in (kWh) for the previous day" },
  },
};
