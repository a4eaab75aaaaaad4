import { datapointsOf } from "../../../protocol/catalogue/lookup.ts";
import type { DeviceSummary, PlantAccess, ReadResult } from "../../control/plant_access.ts";
import { formatValue } from "../../mqtt/payload.ts";
import { ShownKeys } from "./demo_table.ts";
import { textTable } from "../cli/text_table.ts";

/** What was read first, as lines; or why nothing could be. */
export type FirstValues =
  | { readonly kind: "read"; readonly lines: readonly string[] }
  | { readonly kind: "failed"; readonly problem: string };

interface Row {
  readonly device: string;
  readonly name: string;
  readonly value: string;
}

/** Enough to see that it lives. */
const MAX_ROWS = 24;

/** Reads the main values of every device, once. */
export async function firstValues(access: PlantAccess): Promise<FirstValues> {
  const scanned = await access.scan();
  if (scanned.kind === "lost") return { kind: "failed", problem: scanned.problem };
  const rows: Row[] = [];
  for (const device of scanned.devices) {
    for (const datapoint of mainDatapoints(device)) {
      if (rows.length === MAX_ROWS) return read(rows);
      const { number, kind, format, unit, name } = datapoint;
      if (format === undefined) continue;
      const result = await access.read({ device: device.name, number, kind, format, unit });
      if (result.kind === "lost") return { kind: "failed", problem: result.problem };
      const value = valueOf(result);
      if (value === undefined) continue;
      rows.push({
        device: device.name,
        name,
        value: `${formatValue(datapoint, value)} ${unit}`.trim(),
      });
    }
  }
  return read(rows);
}

function read(rows: readonly Row[]): FirstValues {
  return { kind: "read", lines: textTable(Columns, rows, TABLE_WIDTH).slice(1) };
}

const TABLE_WIDTH = 78;

/** Without titles, which would need a language. */
const Columns = [
  { title: "", text: ({ device }: Row) => device },
  { title: "", text: ({ name }: Row) => name, flexible: true },
  { title: "", text: ({ value }: Row) => value, align: "right" },
] as const;

function mainDatapoints({ family }: DeviceSummary) {
  return family === "system"
    ? []
    : datapointsOf(family).filter(({ key, kind }) =>
      kind === "info" && ShownKeys[family].includes(key)
    );
}

function valueOf(result: ReadResult): number | null | undefined {
  if (result.kind !== "value") return undefined;
  return result.value === null ? null : Math.round(result.value * 100) / 100;
}
