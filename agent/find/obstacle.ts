import type { LinkError } from "../link/link_error.ts";
import type { LinkObstacle, MoxaObstacle, Obstacle } from "./finding.ts";

const OfPorts: Readonly<Record<string, Obstacle>> = {
  EACCES: "permission",
  EPERM: "permission",
  EBUSY: "held",
  EAGAIN: "held",
  ENOENT: "missing",
};

const OfNetworks: Readonly<Record<string, LinkObstacle>> = {
  EADDRINUSE: "in_use",
  ECONNREFUSED: "refused",
  ETIMEDOUT: "silent",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
};

const OfDatagrams: Readonly<Record<string, MoxaObstacle>> = {
  // What Deno says of a datagram that no network takes.
  UNKNOWN: "no_network",
  ENETUNREACH: "no_network",
  EHOSTUNREACH: "no_network",
  EAI_AGAIN: "no_such_host",
  ENOTFOUND: "no_such_host",
};

/** Why a serial port did not open, by what the system said. */
export function obstacleOf(error: LinkError): Obstacle {
  return OfPorts[codeOf(error)] ?? "unusable";
}

/** Why a link through the network did not open, by what the system said. */
export function networkObstacleOf(error: LinkError): LinkObstacle {
  return OfNetworks[codeOf(error)] ?? "unusable";
}

/** Why a datagram could not be sent, by what the system said. */
export function moxaObstacleOf(error: unknown): MoxaObstacle {
  return OfDatagrams[codeIn(error)] ?? "failed";
}

function codeOf({ cause }: LinkError): string {
  return codeIn(cause);
}

function codeIn(error: unknown): string {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}
