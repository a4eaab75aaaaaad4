import assert from "node:assert/strict";
import { openSerial } from "../../../agent/link/serial.ts";
import { SerialBinding } from "../../../agent/link/serial_binding.ts";
import { connectTcp } from "../../../agent/link/tcp.ts";
import { TcpListener } from "../../../agent/link/tcp_listen.ts";
import type { Line, LineConnection } from "../../../simulator/endpoint/line.ts";
import { servePty } from "../../../simulator/endpoint/pty.ts";
import { dialTcp, serveTcp } from "../../../simulator/endpoint/tcp.ts";
import { serveUdp } from "../../../simulator/endpoint/udp.ts";
import { freePort } from "../../support/free_port.ts";
import { take } from "../../support/link_contract.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { until } from "../../support/until.ts";
import { quietLog } from "./quiet_log.ts";

const { signal } = new AbortController();

/** Answers each byte with the next one, and notes when it is connected. */
class NextByteLine implements Line {
  readonly events: string[] = [];

  connect(send: (bytes: Uint8Array) => void): LineConnection {
    this.events.push("connect");
    return {
      receive: (chunk) => send(chunk.map((byte) => byte + 1)),
      disconnect: () => void this.events.push("disconnect"),
    };
  }
}

async function withDirectory(run: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await run(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("servePty() replaces a link that a dead simulator left, and removes its own", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/line`;
    await Deno.symlink("/dev/pts/none", path);
    const line = new NextByteLine();
    const endpoint = await servePty(path, line);
    assert.match(await Deno.readLink(path), /^\/dev\/pts\/\d+$/);
    await endpoint.close();
    await endpoint.close();
    assert.deepEqual([...Deno.readDirSync(directory)], []);
    assert.deepEqual(line.events, ["connect", "disconnect"]);
  });
});

Deno.test("servePty() does not take the path of another simulator that is at work", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/line`;
    const first = await servePty(path, new NextByteLine());
    const target = await Deno.readLink(path);
    await assert.rejects(servePty(path, new NextByteLine()), {
      name: "EndpointError",
      message: `Cannot serve a pseudo-terminal at ${path}: it leads to ${target}, which is in ` +
        "use; remove it, or choose another path",
    });
    assert.equal(await Deno.readLink(path), target);
    await first.close();
  });
});

Deno.test("servePty() leaves a file at its path alone", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/precious`;
    await Deno.writeTextFile(path, "kept");
    await assert.rejects(servePty(path, new NextByteLine()), {
      message: `Cannot serve a pseudo-terminal at ${path}: something other than a link stands ` +
        "there; remove it, or choose another path",
    });
    assert.equal(await Deno.readTextFile(path), "kept");
  });
});

Deno.test("servePty() says that the directory of its path is missing", async () => {
  await assert.rejects(servePty("/none/line", new NextByteLine()), {
    name: "EndpointError",
    message: "Cannot serve a pseudo-terminal at /none/line: its directory is missing; make it, " +
      "or choose another path",
  });
});

Deno.test("serveTcp() and serveUdp() say that their port is in use", async () => {
  const tcp = await serveTcp(0, new NextByteLine());
  await assert.rejects(serveTcp(tcp.port!, new NextByteLine()), {
    name: "EndpointError",
    message: `Cannot serve TCP on 127.0.0.1:${tcp.port}: the port is in use; ` +
      "stop the other program or choose another port",
  });
  await tcp.close();
  const udp = await serveUdp({ port: 0, replyPort: 1 }, new NextByteLine());
  await assert.rejects(serveUdp({ port: udp.port!, replyPort: 1 }, new NextByteLine()), {
    name: "EndpointError",
    message: `Cannot serve UDP on 127.0.0.1:${udp.port}: the port is in use; ` +
      "stop the other program or choose another port",
  });
  await udp.close();
});

Deno.test("servePty() leaves a link that somebody else has put at its path since", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/line`;
    const first = await servePty(path, new NextByteLine());
    await Deno.remove(path);
    const second = await servePty(path, new NextByteLine());
    const target = await Deno.readLink(path);
    await first.close();
    assert.equal(await Deno.readLink(path), target);
    await second.close();
  });
});

Deno.test("servePty() serves one client after another", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/line`;
    const endpoint = await servePty(path, new NextByteLine());
    using binding = new SerialBinding();
    for (let client = 0; client < 3; client++) {
      const link = await openSerial({ path, baudRate: 38400, parity: "none" }, binding);
      await link.write(Uint8Array.of(client));
      assert.deepEqual(await take(link.chunks, 1), [Uint8Array.of(client + 1)]);
      await link.close();
    }
    await endpoint.close();
  });
});

Deno.test("servePty() is silent while its client speaks at another rate", async () => {
  await withDirectory(async (directory) => {
    const path = `${directory}/line`;
    const warnings: string[] = [];
    const log = { warn: (message: string) => void warnings.push(message) };
    const endpoint = await servePty(path, new NextByteLine(), { baudRate: 115200, log });
    using binding = new SerialBinding();
    const port = await binding.open({ path, baudRate: 38400 });
    const buffer = new Uint8Array(10);
    const answer = port.read(buffer, 0, 10);
    // In one piece: what is read after the change of the rate would be understood.
    await port.write(Uint8Array.of(10, 20));
    await until(() => warnings.length > 0, "a warning");
    await port.update({ baudRate: 115200 });
    await port.write(Uint8Array.of(30));
    assert.equal((await answer).bytesRead, 1);
    assert.equal(buffer[0], 31);
    assert.deepEqual(warnings, [
      "Silent: the client speaks at 38400 baud, this line at 115200",
    ]);
    await port.close();
    await endpoint.close();
  });
});

Deno.test("serveTcp() sends what the line says to all its clients", async () => {
  const line = new NextByteLine();
  const endpoint = await serveTcp(0, line);
  const agent = await connectTcp("127.0.0.1", endpoint.port!, signal);
  const portal = await connectTcp("127.0.0.1", endpoint.port!, signal);
  await portal.write(Uint8Array.of(1));
  assert.deepEqual(await take(portal.chunks, 1), [Uint8Array.of(2)]);
  assert.deepEqual(await take(agent.chunks, 1), [Uint8Array.of(2)]);
  await portal.close();
  await agent.close();
  await endpoint.close();
  assert.deepEqual(line.events, ["connect", "disconnect"]);
});

Deno.test("serveTcp() goes on for the others when one client has gone", async () => {
  const endpoint = await serveTcp(0, new NextByteLine());
  const leaving = await connectTcp("127.0.0.1", endpoint.port!, signal);
  const staying = await connectTcp("127.0.0.1", endpoint.port!, signal);
  await leaving.close();
  await staying.write(Uint8Array.of(1));
  assert.deepEqual(await take(staying.chunks, 1), [Uint8Array.of(2)]);
  await staying.close();
  await endpoint.close();
});

Deno.test("dialTcp() dials again, a second after a connection has ended or failed", async () => {
  const clock = new ManualClock();
  const source = new TcpListener("127.0.0.1", 0, quietLog);
  let opening = source.open(signal);
  const endpoint = await dialTcp("127.0.0.1", source.port!, new NextByteLine(), clock);
  for (let round = 0; round < 3; round++) {
    const link = await opening;
    await link.write(Uint8Array.of(1));
    assert.deepEqual(await take(link.chunks, 1), [Uint8Array.of(2)]);
    await link.close();
    opening = source.open(signal);
    await until(() => clock.sleeping > 0, "the pause");
    await clock.advance(1000);
  }
  await (await opening).close();
  await endpoint.close();
  await source.close();
  assert.equal(clock.sleeping, 0);
});

Deno.test("dialTcp() says once that nobody answers, and dials on", async () => {
  const clock = new ManualClock();
  const port = await freePort();
  const told: string[] = [];
  const log = { warn: (message: string) => void told.push(message) };
  const endpoint = await dialTcp("127.0.0.1", port, new NextByteLine(), clock, { log });
  for (let attempt = 0; attempt < 3; attempt++) {
    await until(() => clock.sleeping > 0, "the pause");
    await clock.advance(1000);
  }
  await endpoint.close();
  assert.equal(told.length, 1);
  assert.match(told[0]!, new RegExp(`^Nobody answers at 127\\.0\\.0\\.1:${port}: .*refused`));
});

Deno.test("dialTcp() waits for a listener that is not there yet", async () => {
  const clock = new ManualClock();
  const port = await freePort();
  const endpoint = await dialTcp("127.0.0.1", port, new NextByteLine(), clock);
  await until(() => clock.sleeping > 0, "the pause");
  const source = new TcpListener("127.0.0.1", port, quietLog);
  const opening = source.open(signal);
  await clock.advance(1000);
  await (await opening).close();
  await endpoint.close();
  await source.close();
});
