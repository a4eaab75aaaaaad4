import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import type { Link } from "../../protocol/link.ts";
import { addressText } from "../network_address.ts";
import { ChunkQueue } from "./chunk_queue.ts";
import { closedError, LinkError, whyNotBound } from "./link_error.ts";
import { WriteTurns } from "./write_turns.ts";

/** Where a serial server in UDP mode is, and the local port that it answers to. */
export interface UdpPeer {
  readonly host: string;
  readonly port: number;
  /** The fixed port to which the server sends its replies, usually 4001. */
  readonly localPort: number;
}

/**
 * Binds the local port and sends from it. The name is resolved once: datagrams from any other
 * address are dropped. Nothing tells whether anybody is there: that is the protocol's matter.
 * Rejects with a LinkError, or with the signal's reason.
 */
export async function openUdp(peer: UdpPeer, signal: AbortSignal): Promise<Link> {
  signal.throwIfAborted();
  const { address, family } = await resolve(peer.host);
  signal.throwIfAborted();
  const socket = createSocket(family === 6 ? "udp6" : "udp4");
  try {
    await bound(socket, peer.localPort);
  } catch (error) {
    await closed(socket);
    throw new LinkError(
      `Cannot bind UDP port ${peer.localPort}: ${whyNotBound(error, "ss -lunp")}`,
      { cause: error },
    );
  }
  return new UdpLink(socket, address, peer.port);
}

class UdpLink implements Link {
  readonly #socket: Socket;
  readonly #address: string;
  readonly #port: number;
  readonly #chunks = new ChunkQueue();
  // Datagrams that are sent at the same time may overtake each other.
  readonly #turns = new WriteTurns((bytes) => this.#send(bytes));
  #closing: Promise<void> | undefined;

  constructor(socket: Socket, address: string, port: number) {
    this.#socket = socket;
    this.#address = address;
    this.#port = port;
    socket.on("message", (datagram, sender) => {
      if (sender.address === address) this.#chunks.push(Uint8Array.from(datagram));
    });
    socket.on("error", (error) => {
      this.#chunks.fail(
        new LinkError(`Lost udp ${addressText(address, port)}: ${error.message}`, { cause: error }),
      );
    });
  }

  get chunks(): AsyncIterable<Uint8Array> {
    return this.#chunks;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#turns.write(bytes);
  }

  close(): Promise<void> {
    this.#chunks.close();
    this.#closing ??= closed(this.#socket);
    return this.#closing;
  }

  async #send(bytes: Uint8Array): Promise<void> {
    const description = `udp ${addressText(this.#address, this.#port)}`;
    if (this.#closing !== undefined) throw closedError(description);
    await new Promise<void>((resolve, reject) => {
      this.#socket.send(bytes, this.#port, this.#address, (error) => {
        if (error === null || error === undefined) return resolve();
        reject(
          new LinkError(
            `Cannot send ${bytes.length} bytes to ${description}: ${whyUnsent(error)}; ` +
              "look at the address and the network",
            { cause: error },
          ),
        );
      });
    });
  }
}

/** Deno knows no code for what the system says where no network leads. */
function whyUnsent(error: Error): string {
  return (error as { code?: unknown }).code === "UNKNOWN" ? "no network takes them" : error.message;
}

async function resolve(host: string): Promise<{ address: string; family: number }> {
  try {
    const addresses = await lookup(host, { all: true });
    // Serial servers speak IPv4, unless they have nothing else.
    return addresses.find(({ family }) => family === 4) ?? addresses[0]!;
  } catch (error) {
    throw new LinkError(
      `Cannot find the host ${host}; look at its name, or give its address`,
      { cause: error },
    );
  }
}

function bound(socket: Socket, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, () => {
      socket.off("error", reject);
      resolve();
    });
  });
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
