import assert from "node:assert/strict";
import { connectTcp } from "../../../agent/link/tcp.ts";
import { freePort } from "../../support/free_port.ts";

const { signal } = new AbortController();

Deno.test("connectTcp() says that nobody listens", async () => {
  const port = await freePort();
  await assert.rejects(connectTcp("127.0.0.1", port, signal), {
    name: "LinkError",
    message: `Cannot connect to 127.0.0.1:${port}: the host refuses; look whether the serial ` +
      "server is in TCP server mode on this port",
  });
});

Deno.test("connectTcp() rejects with the signal's reason", async () => {
  const reason = new Error("stopping");
  await assert.rejects(connectTcp("127.0.0.1", 1, AbortSignal.abort(reason)), reason);
});

Deno.test("connectTcp() leaves a link that does not heed its signal any more", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const stop = new AbortController();
  const link = await connectTcp("127.0.0.1", listener.addr.port, stop.signal);
  using peer = await listener.accept();
  stop.abort();
  await peer.write(Uint8Array.of(1));
  const first = await link.chunks[Symbol.asyncIterator]().next();
  assert.deepEqual(first.value, Uint8Array.of(1));
  await link.close();
});

Deno.test("A TCP link drains a peer whose answers nobody reads", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const link = await connectTcp("127.0.0.1", listener.addr.port, signal);
  using peer = await listener.accept();
  // Far more than the sockets' buffers: these writes end only if the link reads.
  const block = new Uint8Array(1024 * 1024);
  for (let sent = 0; sent < 32 * block.length;) sent += await peer.write(block);
  await link.close();
});

Deno.test("A TCP link's write that the peer does not take ends with close()", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const link = await connectTcp("127.0.0.1", listener.addr.port, signal);
  using _silent = await listener.accept();
  const stuck = link.write(new Uint8Array(64 * 1024 * 1024));
  const refused = assert.rejects(stuck, { name: "LinkError" });
  await link.close();
  await refused;
});
