import { LinkError } from "./link_error.ts";
import type { LinkConfig, SerialConfig } from "./open.ts";

const FORMS = "serial:PATH, tcp:HOST:PORT, tcp-listen:PORT or udp:HOST:PORT:LOCALPORT";

/** How a serial line is set where the text does not say it. */
export type LineDefaults = Pick<SerialConfig, "baudRate" | "parity">;

/**
 * Reads a link as the command line gives it: `serial:/dev/ttyUSB0`, `tcp:192.168.1.20:4001`,
 * `tcp:[fe80::1]:4001`, `tcp-listen:4001`, `tcp-listen:127.0.0.1:4001`, `udp:moxa.local:4002:4001`.
 * Throws LinkError.
 */
export function parseLink(text: string, line: LineDefaults): LinkConfig {
  const colon = text.indexOf(":");
  const type = colon < 0 ? text : text.slice(0, colon);
  const rest = colon < 0 ? "" : text.slice(colon + 1);
  switch (type) {
    case "serial":
      if (rest === "") throw unreadable(text, "the path is missing", "serial:/dev/ttyUSB0");
      return { type, path: rest, ...line };
    case "tcp": {
      const [host, port] = split(text, rest, 1, "tcp:192.168.1.20:4001");
      return { type, host, port: portOf(text, port!) };
    }
    case "tcp-listen": {
      if (/^\d+$/.test(rest)) return { type, port: portOf(text, rest) };
      const [host, port] = split(text, rest, 1, "tcp-listen:4001");
      return { type, host, port: portOf(text, port!) };
    }
    case "udp": {
      const [host, port, localPort] = split(text, rest, 2, "udp:192.168.1.20:4002:4001");
      return { type, host, port: portOf(text, port!), localPort: portOf(text, localPort!) };
    }
    default:
      throw new LinkError(`Cannot read the link ${text}: give ${FORMS}`);
  }
}

/** `HOST:PORT…`, the host perhaps in brackets because it has colons itself. */
function split(
  text: string,
  rest: string,
  ports: number,
  example: string,
): [host: string, ...ports: string[]] {
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))((?::[^:]*)+)$/.exec(rest);
  const host = parts?.[1] ?? parts?.[2];
  const numbers = parts?.[3]?.slice(1).split(":") ?? [];
  if (host === undefined || numbers.length !== ports) {
    const bracketless = (rest.match(/:/g)?.length ?? 0) > ports && !rest.startsWith("[");
    const reason = bracketless
      ? "too many colons (an IPv6 address stands in brackets)"
      : "host or port is missing";
    throw unreadable(text, reason, example);
  }
  return [host, ...numbers];
}

function portOf(text: string, digits: string): number {
  const port = Number(digits);
  if (/^\d{1,5}$/.test(digits) && port >= 1 && port <= 65535) return port;
  throw new LinkError(
    `Cannot read the link ${text}: port ${digits || "(empty)"} is not 1 to 65535`,
  );
}

function unreadable(text: string, reason: string, example: string): LinkError {
  return new LinkError(`Cannot read the link ${text}: ${reason}; write it like ${example}`);
}
