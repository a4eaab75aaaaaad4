import type { LinkError } from "../link/link_error.ts";
import type { Obstacle } from "./finding.ts";

const Obstacles: Readonly<Record<string, Obstacle>> = {
  EACCES: "permission",
  EPERM: "permission",
  EBUSY: "held",
  EAGAIN: "held",
  ENOENT: "missing",
};

/** Why a port did not open, by what the system said. */
export function obstacleOf({ cause }: LinkError): Obstacle {
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  return (typeof code === "string" && Object.hasOwn(Obstacles, code) && Obstacles[code]) ||
    "unusable";
}
