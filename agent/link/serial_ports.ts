import type { Libc } from "./libc.ts";
import { SystemError } from "./system_error.ts";

/** A serial port of this machine. */
export interface SerialPortInfo {
  /** `/dev/ttyUSB0`: the number may change when adapters are plugged in another order. */
  readonly path: string;
  /** `/dev/serial/by-id/…`: stays the same; undefined where the adapter has no identity. */
  readonly byId: string | undefined;
  /** `/dev/serial/by-path/…`: the socket that it is plugged into; undefined where udev gives none. */
  readonly byPath: string | undefined;
  readonly manufacturer: string | undefined;
  readonly serialNumber: string | undefined;
  /** Four hexadecimal digits, for USB adapters. */
  readonly vendorId: string | undefined;
  readonly productId: string | undefined;
}

/** `root` is where the file system begins: empty but in tests. */
export function serialPortsOf(libc: Libc, root = ""): SerialPortInfo[] {
  const byId = linksIn("/dev/serial/by-id", libc, root);
  const byPath = linksIn("/dev/serial/by-path", libc, root);
  return optional(() => libc.readDirectory(`${root}/sys/class/tty`), [])
    .filter((name) => isHardware(libc, `${root}/sys/class/tty/${name}`))
    .sort(byNumber)
    .map((name) => {
      const device = `${root}/sys/class/tty/${name}/device`;
      return {
        path: `/dev/${name}`,
        byId: byId.get(name),
        byPath: byPath.get(name),
        manufacturer: usbAttribute(libc, device, "manufacturer"),
        serialNumber: usbAttribute(libc, device, "serial"),
        vendorId: usbAttribute(libc, device, "idVendor"),
        productId: usbAttribute(libc, device, "idProduct"),
      };
    });
}

/**
 * The name of a port that stays the same when adapters are plugged in another order; undefined where
 * it has none. Of adapters without a number of their own all that are alike have the same by-id
 * name, which leads to one of them: those are told apart by where they are plugged in.
 */
export function lastingNameOf(
  port: SerialPortInfo,
  ports: readonly SerialPortInfo[],
): string | undefined {
  const identity = ({ vendorId, productId, serialNumber }: SerialPortInfo) =>
    JSON.stringify([vendorId, productId, serialNumber]);
  const alike = ports.filter((other) => identity(other) === identity(port));
  const isShared = port.vendorId !== undefined && alike.some(({ byId }) => byId === undefined);
  return isShared ? port.byPath : port.byId;
}

/** Which name in a directory of udev's leads to `ttyUSB0`. */
function linksIn(directory: string, libc: Libc, root: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const name of optional(() => libc.readDirectory(root + directory), []).sort()) {
    const target = optional(() => libc.readLink(`${root}${directory}/${name}`), "");
    names.set(target.slice(target.lastIndexOf("/") + 1), `${directory}/${name}`);
  }
  return names;
}

// A terminal without a device is a console; one of type 0 is a place for a UART that is not there.
function isHardware(libc: Libc, terminal: string): boolean {
  return optional(() => libc.readLink(`${terminal}/device`), "") !== "" &&
    optional(() => libc.readFirstLine(`${terminal}/type`), "") !== "0";
}

/** The USB device stands one step above the terminal's interface (ttyACM), or two (ttyUSB). */
function usbAttribute(libc: Libc, device: string, attribute: string): string | undefined {
  for (const above of ["..", "../.."]) {
    const value = optional(() => libc.readFirstLine(`${device}/${above}/${attribute}`), "");
    if (value !== "") return value;
  }
  return undefined;
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function optional<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof SystemError) return otherwise;
    throw error;
  }
}
