import { type Command, Option } from "commander";
import type { WireFormat } from "../../protocol/catalogue/datapoint.ts";
import type { PlantAccess, ReadResult } from "../control/plant_access.ts";
import { type ChosenPoint, chosenPoints, Formats } from "./cli/chosen_points.ts";
import type { CommandContext } from "./cli/command_context.ts";
import { type CommonOptions, optionsOf } from "./cli/common_options.ts";
import { withPlant } from "./plant/plant_connection.ts";
import { isWorthMore, type PointResult, readFailure } from "./plant/read_failure.ts";
import { flashTextOf, type ShownValue, shownValue, valueText } from "./plant/shown_value.ts";
import { textTable } from "./cli/text_table.ts";

interface ReadOptions extends CommonOptions {
  readonly format: WireFormat;
}

/** For a number that the catalogue does not hold. */
export function formatOption(): Option {
  return new Option("--format <format>", "of a number that the catalogue does not hold")
    .choices(Formats).default("float");
}

/** `read`: reads values now. */
export function registerRead(program: Command, context: CommandContext): void {
  const { terminal } = context;
  program.command("read")
    .description("read values of a device now")
    .argument("<device>", "such as xt1, l1, vt2, vs1, bsp, bms, xcom")
    .argument("<datapoint...>", "numbers or keys, such as 3136 or battery_voltage")
    .addOption(formatOption())
    .action(async (device: string, names: readonly string[], _options, command: Command) => {
      const options = optionsOf<ReadOptions>(command);
      const points = chosenPoints(device, names, options.format);
      await withPlant(options, context, async ({ access, explainSilence }) => {
        const results: PointResult[] = [];
        for (const point of points) {
          const result = await readPoint(access, point);
          results.push({ point, result });
          if (!isWorthMore(result)) break;
        }
        if (options.json) {
          const shown = results.map(({ point, result }) => shownValue(point, result));
          terminal.out(JSON.stringify(shown, undefined, 2));
        } else for (const line of tableOf(results, terminal.columns)) terminal.out(line);
        const failure = readFailure(results, explainSilence);
        if (failure !== undefined) throw failure;
      });
    });
}

/** What was read, for people; parameters with their value in flash. */
function tableOf(results: readonly PointResult[], width: number): string[] {
  const rows = results.filter(({ result }) => isWorthMore(result))
    .map(({ point, result }) => shownValue(point, result));
  if (rows.length === 0) return [];
  return textTable<ShownValue>(
    [
      { title: "DATAPOINT", text: ({ key }) => key, flexible: true },
      { title: "NUMBER", text: ({ number }) => String(number) },
      { title: "VALUE", text: valueText },
      ...rows.some(({ flash }) => flash !== undefined)
        ? [{ title: "IN FLASH", text: flashTextOf }]
        : [],
    ],
    rows,
    width,
  );
}

/** Reads one point; never rejects for what the plant does. */
export function readPoint(
  access: PlantAccess,
  { device, datapoint }: ChosenPoint,
): Promise<ReadResult> {
  const { number, kind, format, unit } = datapoint;
  return access.read({ device, number, kind, format, unit });
}
