import { type Command, Option } from "commander";
import type { WireFormat } from "../../protocol/catalogue/datapoint.ts";
import type { PlantAccess, ReadResult } from "../control/plant_access.ts";
import { type ChosenPoint, chosenPoints, Formats } from "./chosen_points.ts";
import type { CommandContext } from "./command_context.ts";
import { type CommonOptions, optionsOf } from "./common_options.ts";
import { withPlant } from "./plant_connection.ts";
import { shownValue, textOf } from "./shown_value.ts";
import { textTable } from "./text_table.ts";
import { ExitCode, UserError } from "./user_error.ts";

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
        const results: ReadResult[] = [];
        for (const point of points) {
          const result = await readPoint(access, point);
          results.push(result);
          // Who does not answer at all would only be waited for again.
          if (result.kind === "lost" || result.kind === "unanswered") break;
        }
        const shown = results.map((result, i) => shownValue(points[i]!, result));
        if (options.json) terminal.out(JSON.stringify(shown, undefined, 2));
        else {
          const columns = [
            { title: "DATAPOINT", text: ({ key }: typeof shown[0]) => key, flexible: true },
            { title: "NUMBER", text: ({ number }: typeof shown[0]) => String(number) },
            { title: "VALUE", text: textOf },
          ] as const;
          for (const line of textTable(columns, shown, terminal.columns)) terminal.out(line);
        }
        throwWorst(device, results, explainSilence);
      });
    });
}

/** Reads one point; never rejects for what the plant does. */
export function readPoint(
  access: PlantAccess,
  { device, datapoint }: ChosenPoint,
): Promise<ReadResult> {
  const { number, kind, format, unit } = datapoint;
  return access.read({ device, number, kind, format, unit });
}

function throwWorst(
  device: string,
  results: readonly ReadResult[],
  explainSilence: () => string,
): void {
  for (const result of results) {
    if (result.kind === "lost") throw new UserError(result.problem, ExitCode.noConnection);
    if (result.kind === "unanswered") {
      throw new UserError(`${device} does not answer: ${explainSilence()}`, ExitCode.noConnection);
    }
  }
  if (results.some(({ kind }) => kind === "absent")) {
    throw new UserError(
      `the gateway knows no ${device}; scan lists the devices that it knows`,
      ExitCode.refused,
    );
  }
  if (results.some(({ kind }) => kind === "refused")) {
    throw new UserError("the device refused what the list says", ExitCode.refused);
  }
}
