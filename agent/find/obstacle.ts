import type { LinkError } from "../link/link_error.ts";
import type { LinkObstacle, Obstacle } from "./finding.ts";

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

/** Why a serial port did not open, by what the system said. */
export function obstacleOf(error: LinkError): Obstacle {
  return OfPorts[codeOf(error)] ?? "unusable";
}

/** Why a link through the network did not open, by what the system said. */
export function networkObstacleOf(error: LinkError): LinkObstacle {
  return OfNetworks[codeOf(error)] ?? "unusable";
}

function codeOf({ cause }: LinkError): string {
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : "";
}
