import { ownerOf } from "./files.ts";
import type { ServiceMachine } from "./machine.ts";
import { Places, SERVICE_USER } from "./places.ts";
import { serviceUserId } from "./service_user.ts";
import { remark, type RunStep, type Step } from "./step.ts";
import { ownersFile } from "./user_files.ts";

/**
 * What gives the service its configuration, and its directories beside its state. One that is there
 * and is somebody's may hold other things: its owner decides.
 */
export function ownerSteps(
  configPath: string,
  writablePaths: readonly string[],
  machine: ServiceMachine,
): Step[] {
  const user = serviceUserId(machine);
  const owner = (path: string) => ownerOf(`${machine.root}${path}`);
  const foreign = writablePaths.filter((path) => ![undefined, user].includes(owner(path)));
  const missing = writablePaths.filter((path) => owner(path) === undefined);
  const own = writablePaths.filter((path) => !foreign.includes(path));
  const create: RunStep = { kind: "run", command: ["systemd-tmpfiles", "--create", Places.owners] };
  return [
    { kind: "write", path: Places.owners, text: ownersFile(configPath, own) },
    missing.length === 0 ? create : { ...create, undo: ["rmdir", ...missing] },
    ...foreign.map((path) => remark({ kind: "foreign", path, user: SERVICE_USER })),
  ];
}
