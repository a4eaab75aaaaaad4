import assert from "node:assert/strict";
import { Libc } from "../../../agent/link/libc.ts";
import {
  lastingNameOf,
  type SerialPortInfo,
  serialPortsOf,
} from "../../../agent/link/serial_ports.ts";

/** Builds the part of a file system that tells of serial ports. */
async function withPorts(run: (root: string) => void) {
  const root = await Deno.makeTempDir();
  try {
    const terminals = `${root}/sys/class/tty`;
    const adapter = `${root}/sys/devices/usb1/1-1`;
    await Deno.mkdir(`${adapter}/1-1:1.0/ttyUSB10`, { recursive: true });
    await Deno.mkdir(`${root}/sys/devices/uart`, { recursive: true });
    for (const name of ["ttyUSB10", "ttyUSB9", "ttyAMA0", "ttyS1", "console"]) {
      await Deno.mkdir(`${terminals}/${name}`, { recursive: true });
    }
    await Deno.symlink(`${adapter}/1-1:1.0/ttyUSB10`, `${terminals}/ttyUSB10/device`);
    await Deno.symlink(`${root}/sys/devices/uart`, `${terminals}/ttyUSB9/device`);
    await Deno.symlink(`${root}/sys/devices/uart`, `${terminals}/ttyAMA0/device`);
    await Deno.symlink(`${root}/sys/devices/uart`, `${terminals}/ttyS1/device`);
    await Deno.writeTextFile(`${terminals}/ttyAMA0/type`, "32\n");
    await Deno.writeTextFile(`${terminals}/ttyS1/type`, "0\n");
    await Deno.writeTextFile(`${adapter}/idVendor`, "0403\n");
    await Deno.writeTextFile(`${adapter}/idProduct`, "6001\n");
    await Deno.writeTextFile(`${adapter}/manufacturer`, "FTDI\n");
    await Deno.writeTextFile(`${adapter}/serial`, "A10KZP\n");
    await Deno.mkdir(`${root}/dev/serial/by-id`, { recursive: true });
    await Deno.symlink("../../ttyUSB10", `${root}/dev/serial/by-id/usb-FTDI_A10KZP-if00-port0`);
    await Deno.mkdir(`${root}/dev/serial/by-path`);
    await Deno.symlink(
      "../../ttyUSB10",
      `${root}/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0`,
    );
    run(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

Deno.test("serialPortsOf() lists adapters with their lasting names, and leaves out empty places", async () => {
  using libc = new Libc();
  await withPorts((root) => {
    const nameless = {
      byId: undefined,
      byPath: undefined,
      manufacturer: undefined,
      serialNumber: undefined,
      vendorId: undefined,
      productId: undefined,
    };
    assert.deepEqual(serialPortsOf(libc, root), [
      { path: "/dev/ttyAMA0", ...nameless },
      { path: "/dev/ttyUSB9", ...nameless },
      {
        path: "/dev/ttyUSB10",
        byId: "/dev/serial/by-id/usb-FTDI_A10KZP-if00-port0",
        byPath: "/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0",
        manufacturer: "FTDI",
        serialNumber: "A10KZP",
        vendorId: "0403",
        productId: "6001",
      },
    ]);
  });
});

Deno.test("serialPortsOf() finds none on a machine without ports", async () => {
  using libc = new Libc();
  const root = await Deno.makeTempDir();
  assert.deepEqual(serialPortsOf(libc, root), []);
  await Deno.remove(root);
});

Deno.test("lastingNameOf() tells two adapters alike apart by where they are plugged in", () => {
  const adapter = (path: string, byId?: string, serialNumber?: string): SerialPortInfo => ({
    path,
    byId,
    byPath: `/dev/serial/by-path/${path.slice(5)}`,
    manufacturer: "Prolific",
    serialNumber,
    vendorId: "067b",
    productId: "2303",
  });
  // udev gives the same name to both, so that one of them has none.
  const alike = [adapter("/dev/ttyUSB0", "/dev/serial/by-id/prolific"), adapter("/dev/ttyUSB1")];
  assert.deepEqual(alike.map((port) => lastingNameOf(port, alike)), [
    "/dev/serial/by-path/ttyUSB0",
    "/dev/serial/by-path/ttyUSB1",
  ]);
  const numbered = [
    adapter("/dev/ttyUSB0", "/dev/serial/by-id/a", "A"),
    adapter("/dev/ttyUSB1", "/dev/serial/by-id/b", "B"),
  ];
  assert.deepEqual(numbered.map((port) => lastingNameOf(port, numbered)), [
    "/dev/serial/by-id/a",
    "/dev/serial/by-id/b",
  ]);
  const single = adapter("/dev/ttyUSB0", "/dev/serial/by-id/prolific");
  assert.equal(lastingNameOf(single, [single]), "/dev/serial/by-id/prolific");
});
