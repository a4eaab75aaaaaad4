import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/**
 * Ports that no system hands out by itself: a port asked for with 0 may be, as soon as it is
 * given back, some other connection's.
 */
const FIRST = 20_000;
const COUNT = 10_000;

// Two runs at once begin at different places.
let tried = Deno.pid;

/** A TCP port of loopback that nobody listens at, another one at each call. */
export function freePort(): Promise<number> {
  return freeAt(isFreeTcp);
}

/** A UDP port that nobody holds, another one at each call. */
export function freeUdpPort(): Promise<number> {
  return freeAt(isFreeUdp);
}

async function freeAt(isFree: (port: number) => Promise<boolean>): Promise<number> {
  for (let attempt = 0; attempt < COUNT; attempt++) {
    const port = FIRST + tried++ % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error(`No port is free from ${FIRST} to ${FIRST + COUNT - 1}`);
}

function isFreeTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function isFreeUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket("udp4");
    socket.once("error", () => socket.close(() => resolve(false)));
    socket.bind(port, () => socket.close(() => resolve(true)));
  });
}
