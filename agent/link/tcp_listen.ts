import type { Link } from "../../protocol/link.ts";
import { errorText } from "../error_text.ts";
import type { Log } from "../log.ts";
import { addressText } from "../network_address.ts";
import { LinkError, whyNotBound } from "./link_error.ts";
import type { LinkSource } from "./link_source.ts";
import { TcpLink } from "./tcp.ts";

/** More than ever dial at once. */
const MAX_REMEMBERED = 100;

/** Waits for the gateway to connect: an Xcom-LAN dials the agent, usually on port 4001. */
export class TcpListener implements LinkSource {
  readonly #host: string;
  readonly #port: number;
  readonly #log: Log;
  #listener: Deno.TcpListener | undefined;
  #accepting: Promise<void> = Promise.resolve();
  #current: Peer | undefined;
  /** Addresses whose refusal was told already: one that dials every second must not fill the log. */
  readonly #refused = new Set<string>();
  #waiter: Waiter | undefined;

  /** `host` is the address to listen on; port 0 takes any free one. */
  constructor(host: string, port: number, log: Log) {
    this.#host = host;
    this.#port = port;
    this.#log = log;
  }

  get description(): string {
    return `tcp-listen ${addressText(this.#host, this.#port)}`;
  }

  /** The port in use since the first `open()`. */
  get port(): number | undefined {
    return this.#listener?.addr.port;
  }

  /** The newest connection that was not handed out yet, or the next one. */
  async open(signal: AbortSignal): Promise<Link> {
    signal.throwIfAborted();
    if (this.#waiter !== undefined) {
      throw new TypeError("open() of a listening link was called while another one waits");
    }
    this.#listen();
    if (this.#current?.link.alive && !this.#current.handedOut) return handOut(this.#current);
    const { promise, resolve, reject } = Promise.withResolvers<Link>();
    this.#waiter = { resolve, reject };
    const stop = () => this.#takeWaiter()?.reject(signal.reason);
    signal.addEventListener("abort", stop);
    try {
      return await promise;
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  async close(): Promise<void> {
    this.#takeWaiter()?.reject(new LinkError(`Stopped waiting on ${this.description}: closed`));
    this.#stopListening();
    await this.#accepting;
    if (this.#current?.handedOut === false) await this.#current.link.close();
  }

  #listen(): void {
    if (this.#listener !== undefined) return;
    try {
      this.#listener = Deno.listen({ hostname: this.#host, port: this.#port });
    } catch (error) {
      throw new LinkError(
        `Cannot listen on ${addressText(this.#host, this.#port)}: ${
          whyNotBound(error, "ss -ltnp")
        }`,
        { cause: error },
      );
    }
    this.#log.info("Waiting for the gateway to connect", {
      address: this.#host,
      port: this.#listener.addr.port,
    });
    this.#accepting = this.#accept(this.#listener);
  }

  #stopListening(): void {
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.close();
  }

  async #accept(listener: Deno.TcpListener): Promise<void> {
    try {
      for (;;) await this.#onConnection(await listener.accept());
    } catch (error) {
      if (this.#listener !== listener) return; // closed by our own side
      // Accepting again at once would spin; the next open() listens anew.
      this.#stopListening();
      this.#takeWaiter()?.reject(
        new LinkError(`Cannot accept connections on ${this.description}: ${errorText(error)}`, {
          cause: error,
        }),
      );
    }
  }

  async #onConnection(connection: Deno.TcpConn): Promise<void> {
    const { hostname: address, port } = connection.remoteAddr;
    const older = this.#current;
    if (older?.link.alive && older.address !== address) {
      const say = this.#refused.has(address) ? this.#log.debug : this.#log.warn;
      say("Refused a connection: another gateway holds this port", {
        from: address,
        holder: older.address,
      });
      if (this.#refused.size < MAX_REMEMBERED) this.#refused.add(address);
      connection.close();
      return;
    }
    this.#log.info("The gateway connected", { from: address });
    const peer: Peer = {
      address,
      link: new TcpLink(connection, `tcp connection from ${addressText(address, port)}`),
      handedOut: false,
    };
    this.#current = peer;
    // A gateway that lost its power leaves a half-open socket, which would stay silent for ever.
    await older?.link.abandon(
      new LinkError(`Lost the connection from ${address}: it connected anew`),
    );
    this.#takeWaiter()?.resolve(handOut(peer));
  }

  /** Whoever settles a waiter takes it away first, so that no link is handed to nobody. */
  #takeWaiter(): Waiter | undefined {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    return waiter;
  }
}

interface Peer {
  readonly address: string;
  readonly link: TcpLink;
  handedOut: boolean;
}

interface Waiter {
  readonly resolve: (link: Link) => void;
  readonly reject: (reason: unknown) => void;
}

function handOut(peer: Peer): Link {
  peer.handedOut = true;
  return peer.link;
}
