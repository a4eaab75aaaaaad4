import { LinkError } from "./link_error.ts";
import type { SystemError } from "./system_error.ts";

/** What to tell the owner whose port did not open; `ports` are those that the machine has. */
export function portNotOpened(
  path: string,
  error: SystemError,
  ports: readonly string[],
): LinkError {
  return new LinkError(`Cannot open ${path}: ${whyNotOpened(path, error, ports)}`, {
    cause: error,
  });
}

/** What to tell the owner whose port went away while it was in use. */
export function portLost(path: string, cause: unknown): LinkError {
  return new LinkError(`Lost ${path}: the port is gone; look at the adapter and its plug`, {
    cause,
  });
}

function whyNotOpened(
  path: string,
  { code, message }: SystemError,
  ports: readonly string[],
): string {
  switch (code) {
    case "ENOENT":
      return `no such port; ${
        ports.length === 0
          ? "this machine has none: plug the adapter in"
          : `this machine has ${ports.join(", ")}`
      }`;
    case "EACCES":
    case "EPERM":
      return "permission denied; add this program's user to the group dialout " +
        "(`sudo usermod -aG dialout $USER`) and log in again";
    case "EBUSY":
    case "EAGAIN":
      return `another program holds it; stop that one (\`sudo fuser -v ${path}\` names it)`;
    case "ENXIO":
    case "ENODEV":
    case "EIO":
      return `nothing answers behind it (${code}); look at the adapter and its plug`;
    case "ENOTTY":
    case "EISDIR":
    case "ENOTDIR":
      return `it is not a serial port (${code}); give a port such as /dev/ttyUSB0`;
    default:
      return message;
  }
}
