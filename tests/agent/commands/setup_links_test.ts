import { deepStrictEqual, equal } from "node:assert/strict";
import { devicesOfRunning, tryLink } from "../../../agent/commands/setup/setup_links.ts";
import type { LinkConfig } from "../../../agent/link/open.ts";
import { CONTROL_SOCKET } from "../../../agent/control/control_message.ts";
import type { LinkTrial } from "../../../agent/setup/surroundings.ts";
import { systemClock } from "../../../agent/system_clock.ts";
import type { Clock } from "../../../protocol/clock.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { freePort } from "../../support/free_port.ts";
import { recordingLog } from "../../support/recording_log.ts";

/** Every wait is over at once. */
const Late: Clock = { ...systemClock, sleep: () => Promise.resolve() };

function tried(link: LinkConfig, clock: Clock = systemClock): Promise<LinkTrial> {
  const { signal } = new AbortController();
  const { log } = recordingLog();
  return tryLink(link, { clock, signal, source: 1, onProgress: () => {} }, log);
}

function obstacleIn(trial: LinkTrial): string {
  return trial.kind === "closed" ? trial.obstacle : trial.kind;
}

Deno.test("tryLink() says why a link does not open", async () => {
  const port = await freePort();
  equal(obstacleIn(await tried({ type: "tcp", host: "127.0.0.1", port })), "refused");
  const serial = { type: "serial", baudRate: 38400, parity: "even" } as const;
  equal(obstacleIn(await tried({ ...serial, path: "/nonexistent/tty" })), "missing");
  equal(obstacleIn(await tried({ ...serial, path: "/dev/null" })), "not_serial");
  const nowhere = { type: "udp", host: "moxa..lan", port, localPort: await freePort() } as const;
  equal(obstacleIn(await tried(nowhere)), "unknown_host");
  using listener = Deno.listen({ hostname: "0.0.0.0", port: 0 });
  const { port: held } = listener.addr as Deno.NetAddr;
  equal(obstacleIn(await tried({ type: "tcp-listen", port: held })), "in_use");
});

Deno.test("setup blames the cable of a UDP link to which no network leads", async () => {
  // Everybody's address is refused to a socket that did not ask for it, as any is without a network.
  const nowhere = { type: "udp", host: "255.255.255.255", port: await freePort() } as const;
  equal(obstacleIn(await tried({ ...nowhere, localPort: await freePort() })), "unreachable");
});

Deno.test("tryLink() gives up waiting for who keeps silent, and for who does not call", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  equal(obstacleIn(await tried({ type: "tcp", host: "127.0.0.1", port }, Late)), "silent");
  const own = await freePort();
  deepStrictEqual(await tried({ type: "tcp-listen", port: own }, Late), {
    kind: "nobody",
    port: own,
  });
});

Deno.test("devicesOfRunning() does not wait for ever for an agent that does not answer", async () => {
  await using directory = await temporaryDirectory();
  const { signal } = new AbortController();
  using listener = Deno.listen({
    transport: "unix",
    path: `${directory.path}/${CONTROL_SOCKET}`,
  });
  const accepted = listener.accept();
  equal(await devicesOfRunning(directory.path, "home", { clock: Late, signal }), undefined);
  (await accepted).close();
});
