import assert from "node:assert/strict";
import { adapterPortsOf } from "../../../agent/service/adapter_ports.ts";
import {
  type AdapterPort,
  adapterRule,
  type UsbPlace,
} from "../../../agent/service/adapter_rule.ts";
import { Libc } from "../../../agent/link/libc.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";

function adapter(number: number, usb: Partial<UsbPlace> = {}): AdapterPort {
  return {
    path: `/dev/ttyUSB${number}`,
    usb: {
      vendorId: "0403",
      productId: "6001",
      serialNumber: `A${number}`,
      place: `1-1.${number}`,
      interfaceNumber: "00",
      ...usb,
    },
  };
}

const rule = (port: AdapterPort, ...others: AdapterPort[]) =>
  adapterRule(port, [port, ...others], "studer-xcom");

Deno.test("adapterRule() knows an adapter by its serial number, wherever it is plugged in", () => {
  assert.deepEqual(rule(adapter(0), adapter(1), adapter(2, { productId: "6015" })), {
    by: "serial number",
    text: 'SUBSYSTEM=="tty", ATTRS{idVendor}=="0403", ATTRS{idProduct}=="6001", ' +
      'ATTRS{serial}=="A0", SYMLINK+="studer-xcom"\n',
  });
});

Deno.test("adapterRule() knows adapters alike by their places", () => {
  const byPlace = 'SUBSYSTEM=="tty", KERNELS=="1-1.0", ATTRS{idVendor}=="0403", ' +
    'ATTRS{idProduct}=="6001", SYMLINK+="studer-xcom"\n';
  const nameless = { serialNumber: undefined };
  const same = { serialNumber: "0001" };
  for (
    const [port, other] of [
      [adapter(0, nameless), adapter(1, nameless)],
      [adapter(0, nameless), adapter(1)],
      [adapter(0, same), adapter(1, same)],
    ] as const
  ) {
    assert.deepEqual(rule(port, other), { by: "place", text: byPlace });
  }
});

Deno.test("adapterRule() tells the ports of one adapter apart by their interfaces", () => {
  const one = { serialNumber: "A", place: "1-1" };
  const { by, text } = rule(
    adapter(1, { ...one, interfaceNumber: "01" }),
    adapter(0, { ...one, interfaceNumber: "00" }),
  );
  assert.equal(by, "serial number");
  assert.match(text, /, ENV\{ID_USB_INTERFACE_NUM\}=="01", SYMLINK/);
});

Deno.test("adapterRule() knows a port of the machine's own by its name", () => {
  const { by, text } = rule({ path: "/dev/ttyAMA0", usb: undefined }, adapter(0));
  assert.deepEqual([by, text], [
    "name",
    'SUBSYSTEM=="tty", KERNEL=="ttyAMA0", SYMLINK+="studer-xcom"\n',
  ]);
});

Deno.test("adapterRule() takes what a manufacturer wrote for text, not for a pattern or a rule", () => {
  const { text } = rule(adapter(0, { serialNumber: '*", RUN+="/bin/sh' }));
  assert.match(text, /ATTRS\{serial\}=="\?\?, RUN\+=\?\/bin\/sh", SYMLINK\+="studer-xcom"\n$/);
});

Deno.test("adapterPortsOf() finds where adapters are plugged in", async () => {
  await using directory = await temporaryDirectory();
  const root = directory.path;
  const device = `${root}/sys/devices/soc/usb1/1-1/1-1.2`;
  await Deno.mkdir(`${device}/1-1.2:1.3/ttyUSB0/tty/ttyUSB0`, { recursive: true });
  await Deno.mkdir(`${root}/sys/devices/uart/tty/ttyAMA0`, { recursive: true });
  await Deno.mkdir(`${root}/sys/class/tty`, { recursive: true });
  const terminal = `${device}/1-1.2:1.3/ttyUSB0/tty/ttyUSB0`;
  await Deno.symlink("../../../ttyUSB0", `${terminal}/device`);
  await Deno.symlink(terminal, `${root}/sys/class/tty/ttyUSB0`);
  await Deno.symlink("../..", `${root}/sys/devices/uart/tty/ttyAMA0/device`);
  await Deno.symlink(`${root}/sys/devices/uart/tty/ttyAMA0`, `${root}/sys/class/tty/ttyAMA0`);
  await Deno.writeTextFile(`${device}/idVendor`, "0403\n");
  await Deno.writeTextFile(`${device}/idProduct`, "6011\n");
  using libc = new Libc();
  assert.deepEqual(adapterPortsOf(libc, root), [
    { path: "/dev/ttyAMA0", usb: undefined },
    {
      path: "/dev/ttyUSB0",
      usb: {
        vendorId: "0403",
        productId: "6011",
        serialNumber: undefined,
        place: "1-1.2",
        interfaceNumber: "03",
      },
    },
  ]);
});
