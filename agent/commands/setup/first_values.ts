import { datapointsOf } from "../../../protocol/catalogue/lookup.ts";
import type { DeviceSummary, Lost, PlantAccess } from "../../control/plant_access.ts";
import type { PlantDatapoint } from "../../installation/device.ts";
import type { Texts, ValueName } from "../../setup/texts/texts.ts";
import { textTable } from "../cli/text_table.ts";
import { MAIN_VALUES_WIDTH, MainKeys, type MainValue, mainValue } from "../plant/main_values.ts";

/** What was read first, as lines; or that nobody could be asked. */
export type FirstValues = { readonly kind: "read"; readonly lines: readonly string[] } | Lost;

/** Enough to see that it lives. */
const MAX_ROWS = 24;

/** Reads the main values of every device, once. */
export async function firstValues(
  access: PlantAccess,
  names: Texts["valueNames"],
): Promise<FirstValues> {
  const scanned = await access.scan();
  if (scanned.kind === "lost") return scanned;
  const rows: MainValue[] = [];
  const called = (datapoint: PlantDatapoint) => ({
    ...datapoint,
    name: names[datapoint.key as ValueName] ?? datapoint.name,
  });
  for (const device of scanned.devices) {
    for (const datapoint of mainDatapoints(device)) {
      if (rows.length === MAX_ROWS) return read(rows);
      const { number, kind, format, unit } = datapoint;
      if (format === undefined) continue;
      const result = await access.read({ device: device.name, number, kind, format, unit });
      if (result.kind === "lost") return result;
      if (result.kind === "value") {
        rows.push(mainValue(device.name, called(datapoint), result.value));
      }
    }
  }
  return read(rows);
}

function read(rows: readonly MainValue[]): FirstValues {
  return { kind: "read", lines: textTable(Columns, rows, MAIN_VALUES_WIDTH).slice(1) };
}

/** Without titles, which would need a language. */
const Columns = [
  { title: "", text: ({ device }: MainValue) => device },
  { title: "", text: ({ name }: MainValue) => name, flexible: true },
  { title: "", text: ({ value }: MainValue) => value, align: "right" },
] as const;

function mainDatapoints({ family }: DeviceSummary) {
  return family === "system"
    ? []
    : datapointsOf(family).filter(({ key, kind }) =>
      kind === "info" && MainKeys[family].includes(key)
    );
}
