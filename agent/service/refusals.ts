import { exists } from "./files.ts";
import type { ServiceMachine } from "./machine.ts";
import { ServiceError } from "./service_error.ts";

/** What the unit hides from the service: home directories, and the temporary files of others. */
const HIDDEN = /^\/(?:home|root|run\/user|tmp|var\/tmp)(?:\/|$)/;

/** Whether the unit hides from the service what is there. */
export function isHidden(path: string): boolean {
  return HIDDEN.test(path);
}

/** Throws a `ServiceError` where this process may not change the machine. */
export function checkUser(
  verb: "install" | "uninstall",
  { isRoot, isImage }: ServiceMachine,
): void {
  if (!isRoot && !isImage) throw new ServiceError({ kind: "not_root", verb });
}

/** Throws a `ServiceError` where systemd does not rule the machine. */
export function checkSystemd({ root, isImage }: ServiceMachine, configPath: string): void {
  if (isImage || exists(`${root}/run/systemd/system`)) return;
  throw new ServiceError({ kind: "no_systemd", configPath });
}

/** Throws a `ServiceError` where the service could not see its files. */
export function checkPlaces(
  { configPath, readPaths = [], writablePaths = [] }: {
    readonly configPath: string;
    readonly readPaths?: readonly string[];
    readonly writablePaths?: readonly string[];
  },
): void {
  const places = { config: [configPath], file: readPaths, directory: writablePaths };
  for (const what of ["config", "file", "directory"] as const) {
    const path = places[what].find(isHidden);
    if (path !== undefined) throw new ServiceError({ kind: "hidden", what, path });
  }
}
