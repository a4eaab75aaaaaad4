/** What tells one serial port of a machine from another. */
export interface AdapterPort {
  /** `/dev/ttyUSB0`. */
  readonly path: string;
  /** Where it is plugged in; undefined where it is no USB adapter. */
  readonly usb: UsbPlace | undefined;
}

/** A USB adapter's identity, and its place. */
export interface UsbPlace {
  /** Four hexadecimal digits. */
  readonly vendorId: string;
  readonly productId: string;
  readonly serialNumber: string | undefined;
  /** The way through the hubs: `1-1.2`. */
  readonly place: string;
  /** An adapter with several ports has an interface for each: `00`, `01` … */
  readonly interfaceNumber: string;
}

/** A udev rule, and by what it knows the adapter. */
export interface AdapterRule {
  readonly text: string;
  readonly by: "serial number" | "place" | "name";
}

/**
 * The udev rule that gives a port a name of its own. Adapters alike without a serial number, or
 * with the same one, are known by where they are plugged in; a port of the machine's own by its name.
 */
export function adapterRule(
  port: AdapterPort,
  all: readonly AdapterPort[],
  name: string,
): AdapterRule {
  const { usb } = port;
  const rule = (by: AdapterRule["by"], ...matches: readonly string[]): AdapterRule => ({
    by,
    text: [`SUBSYSTEM=="tty"`, ...matches, `SYMLINK+="${name}"`].join(", ") + "\n",
  });
  if (usb === undefined) {
    return rule("name", `KERNEL==${quoted(port.path.slice(port.path.lastIndexOf("/") + 1))}`);
  }
  const others = all.flatMap((other) =>
    other.path !== port.path && other.usb !== undefined ? [other.usb] : []
  );
  const isAlike = (other: UsbPlace) =>
    other.vendorId === usb.vendorId && other.productId === usb.productId &&
    other.serialNumber === usb.serialNumber;
  const elsewhere = others.some((other) => isAlike(other) && other.place !== usb.place);
  const besides = others.some(({ place }) => place === usb.place);
  const identity = [
    `ATTRS{idVendor}==${quoted(usb.vendorId)}`,
    `ATTRS{idProduct}==${quoted(usb.productId)}`,
  ];
  const itsInterface = besides ? [`ENV{ID_USB_INTERFACE_NUM}==${quoted(usb.interfaceNumber)}`] : [];
  return usb.serialNumber === undefined || elsewhere
    ? rule("place", `KERNELS==${quoted(usb.place)}`, ...identity, ...itsInterface)
    : rule(
      "serial number",
      ...identity,
      `ATTRS{serial}==${quoted(usb.serialNumber)}`,
      ...itsInterface,
    );
}

/** What a manufacturer burnt in may look like a pattern, or end the text. */
function quoted(text: string): string {
  return `"${text.replaceAll(/[*?[\]|"\\]/g, "?")}"`;
}
