import assert from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { openUdp } from "../../../agent/link/udp.ts";
import { freeUdpPort } from "../../support/free_port.ts";

const { signal } = new AbortController();

async function socketAt(address: string): Promise<Socket> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, address, resolve));
  return socket;
}

function sent(socket: Socket, bytes: Uint8Array, port: number): Promise<unknown> {
  return new Promise((resolve) => socket.send(bytes, port, "127.0.0.1", resolve));
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}

Deno.test("openUdp() takes no datagram from another address than its peer's", async () => {
  const localPort = await freeUdpPort();
  const peer = await socketAt("127.0.0.1");
  const stranger = await socketAt("127.0.0.2");
  const { port } = peer.address();
  const link = await openUdp({ host: "127.0.0.1", port, localPort }, signal);
  await sent(stranger, Uint8Array.of(6, 6, 6), localPort);
  await sent(peer, Uint8Array.of(1), localPort);
  const first = await link.chunks[Symbol.asyncIterator]().next();
  assert.deepEqual(first.value, Uint8Array.of(1));
  await link.close();
  await closed(peer);
  await closed(stranger);
});

Deno.test("openUdp() sends from its local port", async () => {
  const localPort = await freeUdpPort();
  const peer = await socketAt("127.0.0.1");
  const from = new Promise<number>((resolve) =>
    peer.once("message", (_datagram, sender) => resolve(sender.port))
  );
  const { port } = peer.address();
  const link = await openUdp({ host: "127.0.0.1", port, localPort }, signal);
  await link.write(Uint8Array.of(1));
  assert.equal(await from, localPort);
  await link.close();
  await closed(peer);
});

Deno.test("openUdp() says why a datagram cannot be sent, and goes on", async () => {
  const localPort = await freeUdpPort();
  const peer = await socketAt("127.0.0.1");
  const received = new Promise<number>((resolve) =>
    peer.once("message", (datagram) => resolve(datagram.length))
  );
  const { port } = peer.address();
  const link = await openUdp({ host: "127.0.0.1", port, localPort }, signal);
  await assert.rejects(link.write(new Uint8Array(70_000)), {
    name: "LinkError",
    message: /^Cannot send 70000 bytes to udp 127\.0\.0\.1:\d+: .*; look at the address/,
  });
  await link.write(Uint8Array.of(1));
  assert.equal(await received, 1);
  await link.close();
  await closed(peer);
});

Deno.test("openUdp() says that its local port is in use", async () => {
  const localPort = await freeUdpPort();
  const link = await openUdp({ host: "127.0.0.1", port: 4002, localPort }, signal);
  await assert.rejects(openUdp({ host: "127.0.0.1", port: 4002, localPort }, signal), {
    name: "LinkError",
    message: `Cannot bind UDP port ${localPort}: the port is in use; stop the other program ` +
      "(`ss -lunp` names it) or choose another",
  });
  await link.close();
});

Deno.test("openUdp() rejects with the signal's reason", async () => {
  const reason = new Error("stopping");
  const opening = openUdp(
    { host: "127.0.0.1", port: 4002, localPort: 0 },
    AbortSignal.abort(reason),
  );
  await assert.rejects(opening, reason);
});
