import assert from "node:assert/strict";
import { SerialPortStream } from "@serialport/stream";
import { linkSource } from "../../../agent/link/open.ts";
import { openSerial } from "../../../agent/link/serial.ts";
import { SerialBinding } from "../../../agent/link/serial_binding.ts";
import { portNotOpened } from "../../../agent/link/serial_port_error.ts";
import { SystemError } from "../../../agent/link/system_error.ts";
import type { Line } from "../../../simulator/endpoint/line.ts";
import { servePty } from "../../../simulator/endpoint/pty.ts";
import { take } from "../../support/link_contract.ts";
import { quietLog } from "./quiet_log.ts";

const { signal } = new AbortController();

const echo: Line = {
  connect: (send) => ({ receive: (chunk) => send(chunk), disconnect() {} }),
};

/** Runs with an echo on a pseudo-terminal. */
async function withEcho(run: (path: string, unplug: () => Promise<void>) => Promise<void>) {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/line`;
  const endpoint = await servePty(path, echo);
  try {
    await run(path, () => endpoint.close());
  } finally {
    await endpoint.close();
    await Deno.remove(directory, { recursive: true });
  }
}

function openDescriptors(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

Deno.test("openSerial() says that there is no such port", async () => {
  using binding = new SerialBinding();
  await assert.rejects(
    openSerial({ path: "/dev/ttyNONE7", baudRate: 38400, parity: "even" }, binding),
    (error: Error) =>
      error.name === "LinkError" &&
      error.message.startsWith("Cannot open /dev/ttyNONE7: no such port; this machine has ") &&
      error.cause instanceof SystemError && error.cause.code === "ENOENT",
  );
});

Deno.test("openSerial() says that a file or a directory is not a serial port", async () => {
  using binding = new SerialBinding();
  for (const [path, code] of [["/dev/null", "ENOTTY"], ["/proc", "EISDIR"]] as const) {
    await assert.rejects(openSerial({ path, baudRate: 38400, parity: "even" }, binding), {
      name: "LinkError",
      message: `Cannot open ${path}: it is not a serial port (${code}); ` +
        "give a port such as /dev/ttyUSB0",
    });
  }
});

Deno.test("portNotOpened() tells what to do about each refusal", () => {
  const message = (errno: number, ports: string[] = []) =>
    portNotOpened("/dev/ttyUSB0", new SystemError("open", errno), ports).message;
  assert.equal(
    message(13),
    "Cannot open /dev/ttyUSB0: permission denied; add this program's user to the group dialout " +
      "(`sudo usermod -aG dialout $USER`) and log in again",
  );
  assert.equal(
    message(16),
    "Cannot open /dev/ttyUSB0: another program holds it; stop that one " +
      "(`sudo fuser -v /dev/ttyUSB0` names it)",
  );
  assert.equal(
    message(2),
    "Cannot open /dev/ttyUSB0: no such port; this machine has none: plug the adapter in",
  );
  assert.equal(
    message(2, ["/dev/ttyUSB1", "/dev/ttyAMA0"]),
    "Cannot open /dev/ttyUSB0: no such port; this machine has /dev/ttyUSB1, /dev/ttyAMA0",
  );
  assert.equal(
    message(5),
    "Cannot open /dev/ttyUSB0: nothing answers behind it (EIO); look at the adapter and its plug",
  );
});

Deno.test("openSerial() is refused while another one holds the port, and works after it", async () => {
  await withEcho(async (path) => {
    using binding = new SerialBinding();
    using other = new SerialBinding();
    const options = { path, baudRate: 38400, parity: "even" } as const;
    const holder = await openSerial(options, binding);
    await assert.rejects(openSerial(options, other), {
      name: "LinkError",
      message: `Cannot open ${path}: another program holds it; stop that one ` +
        `(\`sudo fuser -v ${path}\` names it)`,
    });
    await holder.write(Uint8Array.of(1));
    assert.deepEqual(await take(holder.chunks, 1), [Uint8Array.of(1)]);
    await holder.close();
    await (await openSerial(options, other)).close();
  });
});

Deno.test("openSerial() refuses rates that a line cannot be set to", async () => {
  using binding = new SerialBinding();
  const opening = openSerial({ path: "/dev/null", baudRate: 38401, parity: "none" }, binding);
  await assert.rejects(opening, {
    name: "LinkError",
    message: "Cannot set 38401 baud: choose one of 1200, 2400, 4800, 9600, 19200, 38400, 57600, " +
      "115200",
  });
});

Deno.test("A serial link breaks when its port is unplugged while it reads", async () => {
  await withEcho(async (path, unplug) => {
    using binding = new SerialBinding();
    const link = await openSerial({ path, baudRate: 38400, parity: "even" }, binding);
    const lost = assert.rejects(link.chunks[Symbol.asyncIterator]().next(), {
      name: "LinkError",
      message: `Lost ${path}: the port is gone; look at the adapter and its plug`,
    });
    await unplug();
    await lost;
    await assert.rejects(link.write(Uint8Array.of(1)), { name: "LinkError" });
    await link.close();
  });
});

Deno.test("A serial source opens the port again after an unplug", async () => {
  const directory = await Deno.makeTempDir();
  const path = `${directory}/line`;
  const source = linkSource({ type: "serial", path, baudRate: 38400, parity: "even" }, quietLog);
  for (let round = 0; round < 3; round++) {
    const endpoint = await servePty(path, echo);
    const link = await source.open(signal);
    await link.write(Uint8Array.of(round));
    assert.deepEqual(await take(link.chunks, 1), [Uint8Array.of(round)]);
    await endpoint.close();
    await link.close();
    await assert.rejects(source.open(signal), { name: "LinkError" });
  }
  await source.close();
  await Deno.remove(directory, { recursive: true });
});

Deno.test("SerialBinding disposed early leaves an open port working", async () => {
  await withEcho(async (path) => {
    const binding = new SerialBinding();
    const link = await openSerial({ path, baudRate: 38400, parity: "even" }, binding);
    binding[Symbol.dispose]();
    await link.write(Uint8Array.of(1));
    assert.deepEqual(await take(link.chunks, 1), [Uint8Array.of(1)]);
    await link.close();
    await assert.rejects(binding.list(), TypeError);
  });
});

Deno.test("2,000 openings of a serial port leave no descriptor behind", async () => {
  await withEcho(async (path) => {
    using binding = new SerialBinding();
    const options = { path, baudRate: 38400, parity: "even" } as const;
    await (await openSerial(options, binding)).close();
    const before = openDescriptors();
    for (let cycle = 0; cycle < 2000; cycle++) {
      const link = await openSerial(options, binding);
      if (cycle % 10 === 0) await assert.rejects(openSerial(options, binding));
      await link.close();
    }
    assert.ok(openDescriptors() <= before, `${before} before, ${openDescriptors()} after`);
  });
});

Deno.test("SerialPort changes its rate and tells it", async () => {
  await withEcho(async (path) => {
    using binding = new SerialBinding();
    const port = await binding.open({ path, baudRate: 9600 });
    assert.deepEqual(await port.getBaudRate(), { baudRate: 9600 });
    await port.update({ baudRate: 115200 });
    assert.deepEqual(await port.getBaudRate(), { baudRate: 115200 });
    assert.equal(port.openOptions.baudRate, 115200);
    await assert.rejects(port.update({ baudRate: 12345 }), { name: "LinkError" });
    await port.flush();
    await port.drain();
    await port.close();
    await assert.rejects(port.getBaudRate(), {
      message: `Cannot use ${path}: the port is not open`,
    });
  });
});

Deno.test("SerialPort says that a pseudo-terminal has no modem lines", async () => {
  await withEcho(async (path) => {
    using binding = new SerialBinding();
    const port = await binding.open({ path, baudRate: 9600 });
    const message = new RegExp(`^Cannot control ${path}: .* this port has no such line$`);
    await assert.rejects(port.get(), { name: "LinkError", message });
    await assert.rejects(port.set({ dtr: true }), { name: "LinkError", message });
    await port.close();
  });
});

Deno.test("SerialPort cancels a read and refuses all calls when it is closed", async () => {
  await withEcho(async (path) => {
    using binding = new SerialBinding();
    const port = await binding.open({ path, baudRate: 9600 });
    const read = assert.rejects(port.read(new Uint8Array(10), 0, 10), { canceled: true });
    await port.close();
    await read;
    await assert.rejects(port.write(Uint8Array.of(1)), { canceled: true });
    await assert.rejects(port.drain(), { canceled: true });
    await assert.rejects(port.close());
  });
});

Deno.test("SerialBinding.open() refuses what it cannot set", async () => {
  using binding = new SerialBinding();
  const options = { path: "/dev/null", baudRate: 9600 };
  await assert.rejects(binding.open({ ...options, parity: "mark" }), {
    message: "Cannot set parity mark: choose none, even or odd",
  });
  await assert.rejects(binding.open({ ...options, stopBits: 1.5 }), {
    message: "Cannot set 1.5 stop bits: choose 1 or 2",
  });
});

Deno.test("SerialBinding.open() refuses data bits that the driver does not take", async () => {
  await withEcho(async (path) => {
    using binding = new SerialBinding();
    await assert.rejects(binding.open({ path, baudRate: 9600, dataBits: 7 }), {
      name: "LinkError",
      message: `Cannot set ${path} to 9600 baud, 7 data bits, parity none, 1 stop bits: ` +
        "its driver refuses data bits; use another adapter",
    });
  });
});

Deno.test("SerialBinding carries serialport's own stream", async () => {
  await withEcho(async (path) => {
    using binding = new SerialBinding();
    const stream = new SerialPortStream({ binding, path, baudRate: 115200, autoOpen: false });
    await new Promise<void>((resolve, reject) =>
      stream.open((error) => error ? reject(error) : resolve())
    );
    const sent = Uint8Array.from({ length: 2000 }, (_, index) => index);
    const received: number[] = [];
    const echoed = new Promise<void>((resolve) =>
      stream.on("data", (chunk: Uint8Array) => {
        received.push(...chunk);
        if (received.length >= sent.length) resolve();
      })
    );
    stream.write(sent);
    await echoed;
    assert.deepEqual(received, [...sent]);
    await new Promise<void>((resolve, reject) =>
      stream.close((error) => error ? reject(error) : resolve())
    );
  });
});

Deno.test("SerialBinding tells serialport's stream of an unplug", async () => {
  await withEcho(async (path, unplug) => {
    using binding = new SerialBinding();
    const stream = new SerialPortStream({ binding, path, baudRate: 115200, autoOpen: false });
    await new Promise<void>((resolve) => stream.open(() => resolve()));
    const closed = new Promise<{ disconnected?: boolean }>((resolve) =>
      stream.once("close", resolve)
    );
    stream.resume();
    await unplug();
    assert.equal((await closed).disconnected, true);
  });
});
