import { createHash, timingSafeEqual } from "node:crypto";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { Aedes } from "aedes";
import { errorText } from "../error_text.ts";
import type { Log } from "../log.ts";
import { addressText, isLoopback } from "../network_address.ts";

/** Where the embedded broker listens, and whom it lets in. */
export interface EmbeddedBrokerOptions {
  /** The address to listen at; anything but loopback demands a user name and a password. */
  readonly listen: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly log: Log;
}

/** A broker that runs in this process. */
export interface EmbeddedBroker {
  /** Where a client in this process finds it. */
  readonly url: string;
  readonly port: number;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

/** The broker cannot be started; the message says why, and what to do. */
export class EmbeddedBrokerError extends Error {
  override readonly name = "EmbeddedBrokerError";
}

const MAX_CONNECTIONS = 100;
const MAX_RETAINED_TOPICS = 50_000;
const MAX_PAYLOAD_BYTES = 1_048_576;

// The return code of MQTT 3.1.1 (3.2.2.3).
const BAD_USER_NAME_OR_PASSWORD = 4;

/**
 * Starts an MQTT broker in this process, for who has none. What it holds is gone when it closes.
 *
 * It speaks MQTT 3.1.1 and 3.1: the library answers a client of MQTT 5 with "unacceptable protocol
 * version", and clients such as ours then ask again in 3.1.1.
 */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const { listen, port, username, password, log } = options;
  if (!isLoopback(listen) && (!username || !password)) {
    throw new EmbeddedBrokerError(
      `Cannot open the MQTT broker at ${listen} to everybody: give mqtt.username and mqtt.password, or listen at 127.0.0.1`,
    );
  }
  const retained = new Set<string>();
  const broker = await Aedes.createBroker({
    authenticate: (_client, givenName, givenPassword, done) => {
      const right = (!username || isSame(givenName ?? "", username)) &&
        (!password || isSame(givenPassword ?? "", password));
      if (right) return done(null, true);
      log.debug("The MQTT broker refused a client: wrong user name or password");
      done(
        Object.assign(new Error("wrong user name or password"), {
          returnCode: BAD_USER_NAME_OR_PASSWORD,
        }),
        false,
      );
    },
    authorizePublish: (_client, { topic, payload, retain }, done) => {
      if (topic.startsWith("$")) return done(new Error(`${topic} is the broker's own`));
      if (payload.length > MAX_PAYLOAD_BYTES) return done(new Error(`${topic} is too long`));
      if (retain && payload.length === 0) retained.delete(topic);
      else if (retain) {
        if (retained.size >= MAX_RETAINED_TOPICS && !retained.has(topic)) {
          return done(new Error(`${topic} is one retained topic too many`));
        }
        retained.add(topic);
      }
      done(null);
    },
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.setNoDelay(true);
    broker.handle(socket);
  });
  server.maxConnections = MAX_CONNECTIONS;
  const close = async () => {
    await new Promise<void>((resolve) => broker.close(resolve));
    // Those that never said who they are the broker does not know.
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  try {
    const address = await listenAt(server, listen, port);
    return {
      url: `mqtt://${addressText(reachableAt(listen), address.port)}`,
      port: address.port,
      close,
    };
  } catch (error) {
    await close();
    throw new EmbeddedBrokerError(explainListenError(error, listen, port), { cause: error });
  }
}

function listenAt(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      server.off("error", reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

function explainListenError(error: unknown, listen: string, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const what = `Cannot start the MQTT broker at ${listen}, port ${port}`;
  if (code === "EADDRINUSE") {
    return `${what}: the port is in use; stop the other broker, use it as mqtt.url, or choose another mqtt.port`;
  }
  if (code === "EACCES") return `${what}: not permitted; choose an mqtt.port from 1024`;
  // Deno's node:net calls an address that is not there EINVAL.
  if (code === "EADDRNOTAVAIL" || code === "EINVAL" || code === "ENOTFOUND") {
    return `${what}: this machine does not have that address; correct mqtt.listen`;
  }
  return `${what}: ${errorText(error)}`;
}

/** A listener at every address is also at loopback. */
function reachableAt(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  return host === "::" ? "::1" : host;
}

// Hashed first, so that neither content nor length shows in the time it takes.
function isSame(given: string | Uint8Array, wanted: string): boolean {
  const hash = (data: string | Uint8Array) => createHash("sha256").update(data).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
