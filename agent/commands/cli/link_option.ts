import type { CommonOptions } from "./common_options.ts";
import { ExitCode, UserError } from "./user_error.ts";

type Fields = Readonly<Record<string, string>>;

/** How each type of link is written behind `--link`. */
const Patterns: Readonly<Record<string, RegExp>> = {
  serial: /^(?<path>.+)$/,
  tcp: /^(?:\[(?<host6>[^\]]+)\]|(?<host>[^:]+)):(?<port>\d+)$/,
  "tcp-listen": /^(?<port>\d+)$/,
  udp: /^(?:\[(?<host6>[^\]]+)\]|(?<host>[^:]+)):(?<port>\d+):(?<localPort>\d+)$/,
};

/** Reads `--link`, `--baud` and `--parity` as the section `link` of a configuration. */
export function parseLinkOption({ link: given = "", baud, parity }: CommonOptions): Fields {
  // Nothing else begins like the name of a file.
  const link = given.startsWith("/") ? `serial:${given}` : given;
  const colon = link.indexOf(":");
  const type = link.slice(0, Math.max(0, colon));
  const pattern = Object.hasOwn(Patterns, type) ? Patterns[type] : undefined;
  const groups = pattern?.exec(link.slice(colon + 1))?.groups;
  if (groups === undefined) {
    throw usage(
      `--link: found ${JSON.stringify(link)}; give serial:/dev/ttyUSB0, tcp:HOST:PORT, ` +
        "tcp-listen:PORT or udp:HOST:PORT:LOCALPORT",
    );
  }
  if (type !== "serial" && (baud ?? parity) !== undefined) {
    throw usage(
      `--baud and --parity are for a serial link; leave them out, or give --link serial:…`,
    );
  }
  const { host6, host = host6, ...others } = groups;
  const fields = { type, host, baudRate: baud, parity, ...others };
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}

function usage(message: string): UserError {
  return new UserError(message, ExitCode.usage);
}
