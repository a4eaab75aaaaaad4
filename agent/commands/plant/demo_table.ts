import type { Device } from "../../installation/device.ts";
import type { Values } from "../../installation/values.ts";
import { textTable } from "../cli/text_table.ts";
import { MAIN_VALUES_WIDTH, MainKeys, type MainValue, mainValue } from "./main_values.ts";

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
  return textTable<MainValue>(
    [
      { title: "DEVICE", text: ({ device }) => device },
      { title: "VALUE", text: ({ name }) => name, flexible: true },
      { title: "", text: ({ value }) => value, align: "right" },
    ],
    rows,
    MAIN_VALUES_WIDTH,
  );
}

function rowsOf(
  { name, family, datapoints }: Device,
  installation: string,
  values: Values,
): MainValue[] {
  return MainKeys[family].flatMap((key) => {
    const datapoint = datapoints.find((each) => each.key === key);
    if (datapoint === undefined) return [];
    const reading = values.get({ installation, device: name, datapoint: datapoint.number });
    if (reading === undefined) return [];
    return [mainValue(name, datapoint, reading.value)];
  });
}
