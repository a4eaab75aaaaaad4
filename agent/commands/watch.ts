import { type Command, InvalidArgumentError, Option } from "commander";
import type { WireFormat } from "../../protocol/catalogue/datapoint.ts";
import { parseDuration } from "../config/duration.ts";
import { chosenPoints } from "./cli/chosen_points.ts";
import type { CommandContext } from "./cli/command_context.ts";
import { type CommonOptions, optionsOf } from "./cli/common_options.ts";
import { withPlant } from "./plant/plant_connection.ts";
import { formatOption, readPoint } from "./read.ts";
import { isWorthMore, readFailure } from "./plant/read_failure.ts";
import { flashTextOf, type ShownValue, shownValue, valueText } from "./plant/shown_value.ts";

interface WatchOptions extends CommonOptions {
  readonly format: WireFormat;
  readonly every: number;
}

const DEFAULT_EVERY_MS = 2000;
const MIN_EVERY_MS = 100;

/** `watch`: shows values as they change, until it is interrupted. */
export function registerWatch(program: Command, context: CommandContext): void {
  const { terminal, clock, signal } = context;
  program.command("watch")
    .description("show values of a device as they change; end it with Ctrl-C")
    .argument("<device>", "such as xt1, l1, vt2, vs1, bsp, bms, xcom")
    .argument("<datapoint...>", "numbers or keys, such as 3136 or battery_voltage")
    .addOption(
      new Option("--every <time>", "how often to look, such as 500ms")
        .argParser(every).default(DEFAULT_EVERY_MS, "2s"),
    )
    .addOption(formatOption())
    .action(async (device: string, names: readonly string[], _options, command: Command) => {
      const options = optionsOf<WatchOptions>(command);
      const points = chosenPoints(device, names, options.format);
      await withPlant(options, context, async ({ access, explainSilence }) => {
        const seen = new Map<number, string>();
        while (!signal.aborted) {
          for (const point of points) {
            const result = await readPoint(access, point);
            if (signal.aborted) return;
            // A silence that comes later may end; one from the beginning has a cause to tell.
            if (result.kind === "lost" || (seen.size === 0 && !isWorthMore(result))) {
              throw readFailure([{ point, result }], explainSilence);
            }
            const shown = shownValue(point, result);
            const text = watchedText(shown);
            if (seen.get(shown.number) === text) continue;
            seen.set(shown.number, text);
            const time = new Date(clock.wallTime()).toISOString();
            terminal.out(
              options.json
                ? JSON.stringify({ time, ...shown })
                : `${time.slice(11, 19)}  ${device} ${shown.key}  ${text}`,
            );
          }
          await clock.sleep(options.every, signal);
        }
      });
    });
}

function watchedText(shown: ShownValue): string {
  const [text, flash] = [valueText(shown), flashTextOf(shown)];
  return flash === "" || flash === text ? text : `${text} (in flash: ${flash})`;
}

function every(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < MIN_EVERY_MS) {
    throw new InvalidArgumentError("Give a time from 100ms on, such as 2s");
  }
  return ms;
}
