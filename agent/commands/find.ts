import type { Command } from "commander";
import { gatewaysIn } from "../find/finding.ts";
import { linkText } from "../find/link_text.ts";
import { progressText } from "../find/progress.ts";
import { reportLines } from "../find/report.ts";
import { search } from "../find/search.ts";
import { drawSourceAddress } from "./plant/agent_dependencies.ts";
import { type CommandContext, commandLog } from "./cli/command_context.ts";
import { type CommonOptions, optionsOf } from "./cli/common_options.ts";
import { addSearchOptions, type SearchGiven, searchOptions } from "./cli/search_options.ts";
import { ExitCode, UserError } from "./cli/user_error.ts";
import { wireTrace } from "./cli/wire_trace.ts";

interface FindOptions extends CommonOptions, SearchGiven {}

/** `find`: where a gateway answers, and how to write it down. */
export function registerFind(program: Command, context: CommandContext): void {
  const { terminal, machine, clock, signal } = context;
  const command = program.command("find")
    .description("find the gateway: which port, baud rate, parity and mode; reads only");
  addSearchOptions(command, "scan")
    .addHelpText(
      "after",
      "\nIt opens every port that it tries and asks for a gateway there, without changing anything." +
        "\nExit codes: 0 a gateway answers, 3 none does.",
    )
    .action(async (paths: readonly string[], _options, command: Command) => {
      const options = optionsOf<FindOptions>(command);
      if ((options.link ?? options.baud ?? options.parity) !== undefined) {
        throw new UserError(
          "find tries all links, rates and parities: leave --link, --baud and --parity out, " +
            "or use scan",
          ExitCode.usage,
        );
      }
      const findings = await search(
        searchOptions(paths, options, machine),
        {
          clock,
          signal,
          source: drawSourceAddress(),
          onProgress: (progress) => terminal.progress(progressText(progress)),
          trace: wireTrace(options, terminal),
        },
        commandLog(context, options),
      );
      terminal.progress("");
      if (signal.aborted) throw new UserError("Interrupted", ExitCode.noConnection);
      const found = gatewaysIn(findings);
      if (options.json) {
        const links = found.map(({ link }) => linkText(link));
        terminal.out(JSON.stringify({ found: links, ...findings }, undefined, 2));
      } else for (const line of reportLines(findings)) terminal.out(line);
      if (found.length === 0) {
        throw new UserError(
          "No gateway answers; what was seen, and what to do, stands above",
          ExitCode.noConnection,
        );
      }
    });
}
