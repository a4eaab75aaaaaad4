import type { Command } from "commander";
import type { DeviceSummary } from "../control/plant_access.ts";
import type { CommandContext } from "./cli/command_context.ts";
import { optionsOf } from "./cli/common_options.ts";
import { withPlant } from "./plant/plant_connection.ts";
import { lineLost } from "./plant/read_failure.ts";
import { type Column, textTable } from "./cli/text_table.ts";

/** `scan`: lists the devices behind the gateway. */
export function registerScan(program: Command, context: CommandContext): void {
  const { terminal } = context;
  program.command("scan")
    .description("list the devices behind the gateway")
    .action(async (_options, command: Command) => {
      const options = optionsOf(command);
      await withPlant(options, context, async ({ access, explainSilence }) => {
        const result = await access.scan(({ asked, total, found }) =>
          terminal.progress(`Asking ${asked} of ${total} addresses, ${found} devices found`)
        );
        terminal.progress("");
        if (result.kind === "lost") throw lineLost(result.problem, explainSilence);
        if (options.json) return terminal.out(JSON.stringify(result.devices, undefined, 2));
        for (const line of textTable(Columns, result.devices, terminal.columns)) {
          terminal.out(line);
        }
      });
    });
}

const Columns: readonly Column<DeviceSummary>[] = [
  { title: "DEVICE", text: ({ name }) => name },
  { title: "ADDRESS", text: ({ address }) => String(address ?? ""), align: "right" },
  { title: "MODEL", text: ({ model }) => model },
  { title: "FIRMWARE", text: ({ firmware }) => firmware },
  { title: "SERIAL NUMBER", text: ({ serialNumber }) => serialNumber },
  {
    title: "BATTERY",
    text: ({ nominalVoltage }) => nominalVoltage === undefined ? "" : `${nominalVoltage} V`,
  },
];
