import { textOf } from "./files.ts";
import type { ServiceMachine } from "./machine.ts";
import { SERVICE_USER } from "./places.ts";

/** The number of the agent's user; undefined where there is none. */
export function serviceUserId({ root }: Pick<ServiceMachine, "root">): number | undefined {
  const line = textOf(`${root}/etc/passwd`)?.split("\n")
    .find((each) => each.startsWith(`${SERVICE_USER}:`));
  return line === undefined ? undefined : Number(line.split(":")[2]);
}
