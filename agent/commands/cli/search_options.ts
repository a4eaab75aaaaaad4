import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { parseDuration } from "../../config/duration.ts";
import { absolutePath, type Machine } from "../../config/machine.ts";
import { MOXA_PORT } from "../../find/moxa_message.ts";
import type { MoxaAddress } from "../../find/moxa_search.ts";
import type { SearchOptions } from "../../find/search.ts";
import { port } from "./option_values.ts";

/** What the command line says about where to look. */
export interface SearchGiven {
  readonly listen: number;
  readonly listenPort: number;
  readonly moxaAddress: MoxaAddress;
}

const EVERYBODY: MoxaAddress = { host: "255.255.255.255", port: MOXA_PORT };

/** Lets a command be told where to look for gateways; `forLinks` is the command that tries a link. */
export function addSearchOptions(command: Command, forLinks: "scan" | "setup"): Command {
  return command
    .addArgument(
      new Argument("[ports...]", "the serial ports to try (default: all of this machine)")
        .argParser((text, before: readonly string[] = []) => [
          ...before,
          serialPort(text, forLinks),
        ]),
    )
    .addOption(
      new Option("--listen <time>", "wait for a Moxa that connects, as 2m; 0s: do not")
        .argParser(duration).default(30_000, "30s, while nothing else answers"),
    )
    .option("--listen-port <port>", "where a Moxa connects to", port, 4001)
    .addOption(
      new Option("--moxa-address <address>", "whom to ask for Moxas, such as 192.168.1.255")
        .argParser(moxaAddress).default(EVERYBODY, `everybody: ${EVERYBODY.host}`),
    );
}

/** Where to look, in all. */
export function searchOptions(
  paths: readonly string[],
  { listen, listenPort, moxaAddress }: SearchGiven,
  machine: Machine,
): SearchOptions {
  // What is found is written down, and read by an agent that starts elsewhere.
  const ports = paths.map((path) => absolutePath(path, machine.directory, machine));
  return {
    paths: ports.length === 0 ? undefined : ports,
    listenMs: listen,
    listenPort,
    moxaAddress,
  };
}

/** A port as it is, or as a link is written. */
function serialPort(text: string, forLinks: string): string {
  if (!/^(tcp|tcp-listen|udp):/.test(text)) return text.replace(/^serial:/, "");
  throw new InvalidArgumentError(`It is a link; type studer-agent ${forLinks} --link ${text}`);
}

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms > 86_400_000) {
    throw new InvalidArgumentError("Give a time of at most a day, such as 30s or 2m.");
  }
  return ms;
}

function moxaAddress(text: string): MoxaAddress {
  const [, host, digits] = /^(\d{1,3}(?:\.\d{1,3}){3}|[\w.-]+)(?::(\d+))?$/.exec(text) ?? [];
  if (host === undefined) throw new InvalidArgumentError("Give a host, such as 192.168.1.255.");
  return { host, port: digits === undefined ? MOXA_PORT : port(digits) };
}
