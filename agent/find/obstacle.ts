import { errorText } from "../error_text.ts";
import type { LinkError } from "../link/link_error.ts";
import type { LinkObstacle, MoxaObstacle, Obstacle } from "./finding.ts";

const OfPorts: Readonly<Record<string, Obstacle>> = {
  EACCES: "permission",
  EPERM: "permission",
  EBUSY: "held",
  EAGAIN: "held",
  ENOENT: "missing",
  ENOTTY: "not_serial",
  EISDIR: "not_serial",
  ENOTDIR: "not_serial",
  ENXIO: "lifeless",
  ENODEV: "lifeless",
  EIO: "lifeless",
};

const OfNetworks: Readonly<Record<string, LinkObstacle>> = {
  EACCES: "low_port",
  EADDRINUSE: "in_use",
  ECONNREFUSED: "refused",
  ECONNRESET: "refused",
  ETIMEDOUT: "silent",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  // What Deno says of a datagram that no network takes.
  UNKNOWN: "unreachable",
  ENOTFOUND: "unknown_host",
  EAI_AGAIN: "unknown_host",
};

const OfDatagrams: Readonly<Record<string, MoxaObstacle>> = {
  UNKNOWN: "no_network",
  ENETUNREACH: "no_network",
  EHOSTUNREACH: "no_network",
  EAI_AGAIN: "no_such_host",
  ENOTFOUND: "no_such_host",
};

/** Why a serial port did not open, by what the system said. */
export function obstacleOf(error: LinkError): Obstacle {
  // The system would have opened it: its driver refuses how the line is to be set.
  if (error.cause === undefined) return "setting";
  return OfPorts[codeIn(error.cause)] ?? "unusable";
}

/** Why a link through the network did not open, by what the system said. */
export function networkObstacleOf(error: LinkError): LinkObstacle {
  const { cause } = error;
  // Deno gives a name's failed lookup neither a code nor a class of its own.
  const isLookup = cause instanceof Error && cause.name === "Error" && !("code" in cause);
  return isLookup ? "unknown_host" : OfNetworks[codeIn(cause)] ?? "unusable";
}

/** Why a link of this type did not open. */
export function linkObstacleOf(type: string, error: LinkError): LinkObstacle {
  return type === "serial" ? obstacleOf(error) : networkObstacleOf(error);
}

/** What the system calls its trouble: a code such as `EINVAL`, else its own words; empty without any. */
export function systemWord(error: unknown): string {
  return codeIn(error) || (error instanceof Error ? errorText(error) : "");
}

/** Why a datagram could not be sent, by what the system said. */
export function moxaObstacleOf(error: unknown): MoxaObstacle {
  return OfDatagrams[codeIn(error)] ?? "failed";
}

function codeIn(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}
