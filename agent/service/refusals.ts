import { exists } from "./files.ts";
import type { ServiceMachine } from "./machine.ts";
import { Places } from "./places.ts";
import { ServiceError } from "./service_error.ts";

/** What the unit hides from the service: home directories, and the temporary files of others. */
const HIDDEN = /^\/(?:home|root|run\/user|tmp|var\/tmp)(?:\/|$)/;

/** Whether the unit hides from the service what is there. */
export function isHidden(path: string): boolean {
  return HIDDEN.test(path);
}

/** Throws a `ServiceError` where this process may not change the machine. */
export function checkUser(verb: string, { isRoot, isImage }: ServiceMachine): void {
  if (isRoot || isImage) return;
  throw new ServiceError(
    `service ${verb} needs root: type sudo studer-agent service ${verb}, ` +
      "or see with --dry-run what it would do",
  );
}

/** Throws a `ServiceError` where systemd does not rule the machine. */
export function checkSystemd({ root, isImage }: ServiceMachine, configPath: string): void {
  if (isImage || exists(`${root}/run/systemd/system`)) return;
  throw new ServiceError(
    "systemd does not run on this machine: let what starts its programs run " +
      `studer-agent run --config ${configPath}, and start it again when it ends; ` +
      "for an image of another machine, give --root DIR",
  );
}

/** Throws a `ServiceError` where the service could not see its files. */
export function checkPlaces(
  { configPath, readPaths = [], writablePaths = [] }: {
    readonly configPath: string;
    readonly readPaths?: readonly string[];
    readonly writablePaths?: readonly string[];
  },
): void {
  if (isHidden(configPath)) {
    throw new ServiceError(
      `the service cannot see ${configPath}, which is in a directory of users or of temporary ` +
        `files: move it to ${Places.config}`,
    );
  }
  const unseen = readPaths.find(isHidden);
  if (unseen !== undefined) {
    throw new ServiceError(
      `the service cannot see ${unseen}, which is in a directory of users or of temporary files: ` +
        `move it beside ${Places.config}, and name its new place there`,
    );
  }
  const hidden = writablePaths.find(isHidden);
  if (hidden !== undefined) {
    throw new ServiceError(
      `the service cannot write into ${hidden}, which is in a directory of users or of temporary ` +
        `files: change stateDirectory or history.path, or leave them out (${Places.state})`,
    );
  }
}
