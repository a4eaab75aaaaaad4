import type { Device } from "../../installation/device.ts";
import type { Values } from "../../installation/values.ts";
import { formatValue } from "../../mqtt/payload.ts";
import { textTable } from "../cli/text_table.ts";

/** What is shown of each kind of device, by key: enough to see that it lives. */
export const ShownKeys: Readonly<Record<Device["family"], readonly string[]>> = {
  system: [
    "pv_power",
    "load_power",
    "grid_power",
    "battery_power",
    "battery_voltage",
    "state_of_charge",
    "pv_energy_today",
    "load_energy_today",
  ],
  xt: ["operating_state", "battery_voltage", "battery_charge_current", "output_active_power_3136"],
  vt: ["power_of_the_pv_generator", "battery_current", "operating_mode"],
  vs: ["pv_power", "battery_current", "pv_operating_mode"],
  bsp: ["state_of_charge", "battery_current", "battery_temperature"],
  bms: ["state_of_charge", "battery_current", "battery_temperature"],
  rcc: [],
};

const TABLE_WIDTH = 78;

interface Row {
  readonly device: string;
  readonly name: string;
  readonly value: string;
}

/** The devices' main values as lines; the plant as a whole first. */
export function demoTable(
  devices: readonly Device[],
  installation: string,
  values: Values,
): string[] {
  const system = devices.filter(({ family }) => family === "system");
  const others = devices.filter(({ family }) => family !== "system");
  const rows = [...system, ...others].flatMap((device) => rowsOf(device, installation, values));
  if (rows.length === 0) return [];
  return textTable<Row>(
    [
      { title: "DEVICE", text: ({ device }) => device },
      { title: "VALUE", text: ({ name }) => name, flexible: true },
      { title: "", text: ({ value }) => value, align: "right" },
    ],
    rows,
    TABLE_WIDTH,
  );
}

function rowsOf({ name, family, datapoints }: Device, installation: string, values: Values): Row[] {
  return ShownKeys[family].flatMap((key) => {
    const datapoint = datapoints.find((each) => each.key === key);
    if (datapoint === undefined) return [];
    const reading = values.get({ installation, device: name, datapoint: datapoint.number });
    if (reading === undefined) return [];
    const text = formatValue(datapoint, shortened(reading.value));
    return [{ device: name, name: datapoint.name, value: `${text} ${datapoint.unit}`.trim() }];
  });
}

/** Two decimals are enough to look at. */
function shortened(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}
