import { createServer } from "node:net";

/**
 * Ports that no system hands out by itself: a port asked for with 0 may be, as soon as it is
 * given back, some other connection's.
 */
const FIRST = 20_000;
const COUNT = 10_000;

// Two runs at once begin at different places.
let tried = Deno.pid;

/** A port of loopback that nobody listens at, another one at each call. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < COUNT; attempt++) {
    const port = FIRST + tried++ % COUNT;
    if (await isFree(port)) return port;
  }
  throw new Error(`No port of loopback is free from ${FIRST} to ${FIRST + COUNT - 1}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
