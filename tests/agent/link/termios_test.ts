import assert from "node:assert/strict";
import {
  baudRateOf,
  BaudRates,
  encodeTermios,
  type LineSettings,
  refusedSettings,
  withBaudRate,
} from "../../../agent/link/termios.ts";

const EVEN: LineSettings = {
  baudRate: 38400,
  dataBits: 8,
  stopBits: 1,
  parity: "even",
  rtscts: false,
  xon: false,
  xoff: false,
  xany: false,
  hupcl: true,
};

const control = (settings: LineSettings) =>
  new DataView(encodeTermios(settings).buffer).getUint32(8, true);

Deno.test("encodeTermios() makes the kernel's 36 bytes of a raw line, 38400 8E1", () => {
  const expected = new Uint8Array(36);
  expected[0] = 0x01; // IGNBRK
  expected.set([0xbf, 0x0d], 8); // B38400 CS8 CREAD PARENB HUPCL CLOCAL
  expected[17 + 6] = 1; // VMIN
  assert.deepEqual(encodeTermios(EVEN), expected);
});

Deno.test("encodeTermios() tells the settings apart", () => {
  const base = control({ ...EVEN, parity: "none" });
  assert.equal(control({ ...EVEN, parity: "even" }) ^ base, 0x100);
  assert.equal(control({ ...EVEN, parity: "odd" }) ^ base, 0x300);
  assert.equal(control({ ...EVEN, parity: "none", stopBits: 2 }) ^ base, 0x40);
  assert.equal(control({ ...EVEN, parity: "none", dataBits: 7 }) ^ base, 0x10);
  assert.equal(control({ ...EVEN, parity: "none", hupcl: false }) ^ base, 0x400);
  assert.equal(control({ ...EVEN, parity: "none", rtscts: true }), base + 0x8000_0000);
});

Deno.test("baudRateOf() tells every rate that encodeTermios() and withBaudRate() set", () => {
  for (const baudRate of BaudRates) {
    assert.equal(baudRateOf(encodeTermios({ ...EVEN, baudRate })), baudRate);
    const changed = withBaudRate(encodeTermios({ ...EVEN, rtscts: true }), baudRate);
    assert.deepEqual(changed, encodeTermios({ ...EVEN, rtscts: true, baudRate }));
  }
});

Deno.test("encodeTermios() throws on a rate that has no code", () => {
  assert.throws(() => encodeTermios({ ...EVEN, baudRate: 38401 }), RangeError);
});

Deno.test("refusedSettings() names what a driver did not take", () => {
  const asked = encodeTermios(EVEN);
  const refused = (found: Partial<LineSettings>, pseudoTerminal = false) =>
    refusedSettings(asked, encodeTermios({ ...EVEN, ...found }), pseudoTerminal);
  assert.deepEqual(refused({}), []);
  assert.deepEqual(refused({ parity: "none" }), ["parity"]);
  assert.deepEqual(refused({ parity: "odd" }), ["parity"]);
  assert.deepEqual(refused({ baudRate: 9600 }), ["baud rate"]);
  assert.deepEqual(refused({ dataBits: 7, stopBits: 2 }), ["data bits", "stop bits"]);
  assert.deepEqual(refused({ parity: "none" }, true), []);
  assert.deepEqual(refused({ parity: "none", baudRate: 9600 }, true), ["baud rate"]);
});
