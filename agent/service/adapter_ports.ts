import type { Libc } from "../link/libc.ts";
import { serialPortsOf } from "../link/serial_ports.ts";
import { SystemError } from "../link/system_error.ts";
import type { AdapterPort, UsbPlace } from "./adapter_rule.ts";

/** …/1-1.2/1-1.2:1.0/ttyUSB0/tty/ttyUSB0: the device's place, and the interface's number. */
const INTERFACE = /\/(\d+-[\d.]+):\d+\.(\d+)\//;

/** The serial ports of this machine, and where they are plugged in; `root` as for `serialPortsOf`. */
export function adapterPortsOf(libc: Libc, root = ""): AdapterPort[] {
  return serialPortsOf(libc, root).map(({ path, vendorId, productId, serialNumber }) => {
    const place = placeOf(libc, `${root}/sys/class/tty/${path.slice("/dev/".length)}`);
    return {
      path,
      usb: place === undefined || vendorId === undefined || productId === undefined
        ? undefined
        : { vendorId, productId, serialNumber, ...place },
    };
  });
}

function placeOf(
  libc: Libc,
  terminal: string,
): Pick<UsbPlace, "place" | "interfaceNumber"> | undefined {
  try {
    const [, place, number] = INTERFACE.exec(`${libc.readLink(terminal)}/`) ?? [];
    if (place === undefined || number === undefined) return undefined;
    return { place, interfaceNumber: number.padStart(2, "0") };
  } catch (error) {
    if (error instanceof SystemError) return undefined;
    throw error;
  }
}
