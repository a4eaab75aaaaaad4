import assert from "node:assert/strict";
import { connect } from "node:net";
import type { Log } from "../../../agent/log.ts";
import { TcpListener } from "../../../agent/link/tcp_listen.ts";
import { take } from "../../support/link_contract.ts";
import { quietLog } from "./quiet_log.ts";

const { signal } = new AbortController();

/** Connects from one of the loopback interface's many addresses, by Node's sockets. */
async function connectFrom(localAddress: string, port: number): Promise<Peer> {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  const ended = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => {});
  socket.resume();
  await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
  return {
    ended,
    send: (bytes) => void socket.write(bytes),
    async close() {
      socket.destroy();
      await ended;
    },
  };
}

interface Peer {
  /** Resolves when the other side has closed it. */
  readonly ended: Promise<void>;
  send(bytes: Uint8Array): void;
  close(): Promise<void>;
}

Deno.test("TcpListener.open() hands out a connection, and after it the next one", async () => {
  const source = new TcpListener("127.0.0.1", 0, quietLog);
  for (const byte of [1, 2]) {
    const opening = source.open(signal);
    const peer = await connectFrom("127.0.0.1", source.port!);
    const link = await opening;
    peer.send(Uint8Array.of(byte));
    assert.deepEqual(await take(link.chunks, 1), [Uint8Array.of(byte)]);
    await link.close();
    await peer.ended;
  }
  await source.close();
});

Deno.test("TcpListener keeps a connection, and what it sends, until open() is called", async () => {
  const source = new TcpListener("127.0.0.1", 0, quietLog);
  const opening = source.open(signal);
  const first = await connectFrom("127.0.0.1", source.port!);
  const link = await opening;
  const chunks = link.chunks[Symbol.asyncIterator]();
  const second = await connectFrom("127.0.0.1", source.port!);
  second.send(Uint8Array.of(2));
  await assert.rejects(chunks.next());
  const newer = await source.open(signal);
  assert.deepEqual(await take(newer.chunks, 1), [Uint8Array.of(2)]);
  await newer.close();
  await first.close();
  await second.close();
  await source.close();
});

Deno.test("TcpListener replaces a half-open connection by a newer one of the same peer", async () => {
  const source = new TcpListener("127.0.0.1", 0, quietLog);
  let opening = source.open(signal);
  const silent = await connectFrom("127.0.0.1", source.port!);
  const older = await opening;
  const lost = assert.rejects(older.chunks[Symbol.asyncIterator]().next(), {
    name: "LinkError",
    message: "Lost the connection from 127.0.0.1: it connected anew",
  });
  opening = source.open(signal);
  const peer = await connectFrom("127.0.0.1", source.port!);
  const newer = await opening;
  await lost;
  await silent.ended;
  peer.send(Uint8Array.of(9));
  assert.deepEqual(await take(newer.chunks, 1), [Uint8Array.of(9)]);
  await newer.close();
  await peer.ended;
  await source.close();
});

Deno.test("TcpListener refuses another address while one is connected, with a warning", async () => {
  const warnings: unknown[] = [];
  const log: Log = { ...quietLog, warn: (_message, fields) => void warnings.push(fields) };
  const source = new TcpListener("127.0.0.1", 0, log);
  const opening = source.open(signal);
  const peer = await connectFrom("127.0.0.1", source.port!);
  const link = await opening;
  const stranger = await connectFrom("127.0.0.2", source.port!);
  await stranger.ended;
  assert.deepEqual(warnings, [{ from: "127.0.0.2", holder: "127.0.0.1" }]);
  peer.send(Uint8Array.of(1));
  assert.deepEqual(await take(link.chunks, 1), [Uint8Array.of(1)]);
  await link.close();
  await peer.ended;
  await source.close();
});

Deno.test("TcpListener warns once of each address that it refuses, however often it dials", async () => {
  const told: unknown[] = [];
  const tell = (level: string): Log["warn"] => (_message, fields) =>
    told.push([level, fields?.from]);
  const log: Log = { ...quietLog, warn: tell("warn"), debug: tell("debug") };
  const source = new TcpListener("127.0.0.1", 0, log);
  const opening = source.open(signal);
  const peer = await connectFrom("127.0.0.1", source.port!);
  const link = await opening;
  for (const address of ["127.0.0.2", "127.0.0.2", "127.0.0.3", "127.0.0.2", "127.0.0.3"]) {
    await (await connectFrom(address, source.port!)).ended;
  }
  assert.deepEqual(told, [
    ["warn", "127.0.0.2"],
    ["debug", "127.0.0.2"],
    ["warn", "127.0.0.3"],
    ["debug", "127.0.0.2"],
    ["debug", "127.0.0.3"],
  ]);
  await link.close();
  await peer.ended;
  await source.close();
});

Deno.test("TcpListener takes another address once the first has gone", async () => {
  const source = new TcpListener("127.0.0.1", 0, quietLog);
  let opening = source.open(signal);
  const peer = await connectFrom("127.0.0.1", source.port!);
  const link = await opening;
  await peer.close();
  assert.deepEqual(await take(link.chunks, 1), []);
  await link.close();
  opening = source.open(signal);
  const other = await connectFrom("127.0.0.2", source.port!);
  await (await opening).close();
  await other.ended;
  await source.close();
});

Deno.test("TcpListener.open() says that its port is in use", async () => {
  using other = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = other.addr;
  const source = new TcpListener("127.0.0.1", port, quietLog);
  await assert.rejects(source.open(signal), {
    name: "LinkError",
    message: `Cannot listen on 127.0.0.1:${port}: the port is in use; stop the other program ` +
      "(`ss -ltnp` names it) or choose another",
  });
  await source.close();
});

Deno.test("TcpListener.open() says that the machine lacks the address", async () => {
  const source = new TcpListener("192.0.2.1", 0, quietLog);
  await assert.rejects(source.open(signal), {
    message: "Cannot listen on 192.0.2.1:0: this machine does not have this address; " +
      "use 0.0.0.0 for all it has",
  });
});

Deno.test("TcpListener.open() rejects with the signal's reason, and can be called again", async () => {
  const source = new TcpListener("127.0.0.1", 0, quietLog);
  const stop = new AbortController();
  const reason = new Error("stopping");
  const stopped = assert.rejects(source.open(stop.signal), reason);
  stop.abort(reason);
  await stopped;
  const opening = source.open(signal);
  const peer = await connectFrom("127.0.0.1", source.port!);
  await (await opening).close();
  await peer.ended;
  await source.close();
});

Deno.test("TcpListener.close() ends an open() that waits", async () => {
  const source = new TcpListener("127.0.0.1", 0, quietLog);
  const refused = assert.rejects(source.open(signal), { name: "LinkError" });
  await source.close();
  await refused;
});
