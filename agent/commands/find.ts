import { type Command, InvalidArgumentError, Option } from "commander";
import { parseDuration } from "../config/duration.ts";
import { gatewaysIn } from "../find/finding.ts";
import { linkText } from "../find/link_text.ts";
import { MOXA_PORT } from "../find/moxa_message.ts";
import type { MoxaAddress } from "../find/moxa_search.ts";
import { reportLines } from "../find/report.ts";
import { search } from "../find/search.ts";
import { drawSourceAddress } from "./agent_dependencies.ts";
import { type CommandContext, commandLog } from "./command_context.ts";
import { type CommonOptions, optionsOf } from "./common_options.ts";
import { ExitCode, UserError } from "./user_error.ts";
import { wireTrace } from "./wire_trace.ts";

interface FindOptions extends CommonOptions {
  readonly listen: number;
  readonly listenPort: number;
  readonly moxaAddress: MoxaAddress;
}

const EVERYBODY: MoxaAddress = { host: "255.255.255.255", port: MOXA_PORT };

/** `find`: where a gateway answers, and how to write it down. */
export function registerFind(program: Command, context: CommandContext): void {
  const { terminal, clock, signal } = context;
  program.command("find")
    .description("find the gateway: which port, baud rate, parity and mode; reads only")
    .argument("[ports...]", "the serial ports to try (default: all of this machine)")
    .addOption(
      new Option("--listen <time>", "wait for a Moxa that connects, as 2m; 0s: do not")
        .argParser(duration).default(30_000, "30s, while nothing else answers"),
    )
    .option("--listen-port <port>", "where a Moxa connects to", port, 4001)
    .addOption(
      new Option("--moxa-address <address>", "whom to ask for Moxas, such as 192.168.1.255")
        .argParser(moxaAddress).default(EVERYBODY, `everybody: ${EVERYBODY.host}`),
    )
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
        {
          paths: paths.length === 0 ? undefined : paths,
          listenMs: options.listen,
          listenPort: options.listenPort,
          moxaAddress: options.moxaAddress,
        },
        {
          clock,
          signal,
          source: drawSourceAddress(),
          onProgress: (text) => terminal.progress(text),
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

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms > 86_400_000) {
    throw new InvalidArgumentError("Give a time of at most a day, such as 30s or 2m.");
  }
  return ms;
}

function port(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > 65_535) {
    throw new InvalidArgumentError("Give a port from 1 to 65535.");
  }
  return number;
}

function moxaAddress(text: string): MoxaAddress {
  const [, host, digits] = /^(\d{1,3}(?:\.\d{1,3}){3}|[\w.-]+)(?::(\d+))?$/.exec(text) ?? [];
  if (host === undefined) throw new InvalidArgumentError("Give a host, such as 192.168.1.255.");
  return { host, port: digits === undefined ? MOXA_PORT : port(digits) };
}
