import assert from "node:assert/strict";
import { searchPorts } from "../../../agent/find/serial_search.ts";
import { SerialBinding } from "../../../agent/link/serial_binding.ts";
import { systemClock } from "../../../agent/system_clock.ts";
import { simulator, temporaryDirectory } from "../../end_to_end/parts.ts";
import { ManualClock } from "../../support/manual_clock.ts";

Deno.test("searchPorts() uses and reports a port's lasting name, and keeps the ports' order", async () => {
  await using directory = await temporaryDirectory();
  const byId = `${directory.path}/usb-FTDI_A10KZP-if00-port0`;
  const plant = await simulator({ scenario: "cabin", pty: byId }, systemClock);
  await using _ended = { [Symbol.asyncDispose]: () => plant.close() };
  using binding = new SerialBinding();
  const findings = await searchPorts(
    [
      { path: "/dev/ttyUSB7", lasting: byId, manufacturer: "FTDI" },
      { path: "/nonexistent/tty", lasting: undefined, manufacturer: undefined },
    ],
    binding,
    {
      // Whoever answers is not taken for silent, however long the machine stands still.
      clock: new ManualClock(),
      source: 0x1234_5678,
      signal: new AbortController().signal,
      onProgress: () => {},
    },
  );
  assert.deepEqual(findings.map(({ path, adapter, kind }) => ({ path, adapter, kind })), [
    { path: byId, adapter: "/dev/ttyUSB7, FTDI", kind: "found" },
    { path: "/nonexistent/tty", adapter: undefined, kind: "closed" },
  ]);
});

Deno.test("searchPorts() opens nothing after it was interrupted", async () => {
  using binding = new SerialBinding();
  const findings = await searchPorts(
    [{ path: "/nonexistent/tty", lasting: undefined, manufacturer: undefined }],
    binding,
    {
      clock: systemClock,
      source: 0x1234_5678,
      signal: AbortSignal.abort(),
      onProgress: () => assert.fail("It tried a port"),
    },
  );
  assert.deepEqual(findings, []);
});
