import type { Link } from "../../protocol/link.ts";
import { errorText } from "../error_text.ts";
import { addressText } from "../network_address.ts";
import { ChunkQueue } from "./chunk_queue.ts";
import { closedError, LinkError } from "./link_error.ts";
import { WriteTurns } from "./write_turns.ts";

const READ_BUFFER_LENGTH = 16 * 1024;

/** A host that is switched off answers nothing; the system itself would try for two minutes. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Connects to a serial server. Rejects with a LinkError, or with the signal's reason. */
export async function connectTcp(
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<Link> {
  signal.throwIfAborted();
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), CONNECT_TIMEOUT_MS);
  try {
    const connection = await Deno.connect({
      hostname: host,
      port,
      signal: AbortSignal.any([signal, timeout.signal]),
    });
    if (signal.aborted) {
      connection.close();
      signal.throwIfAborted();
    }
    return new TcpLink(connection, `tcp ${addressText(host, port)}`);
  } catch (error) {
    signal.throwIfAborted();
    const why = timeout.signal.aborted
      ? `no answer within ${CONNECT_TIMEOUT_MS / 1000} s; look whether it is switched on`
      : whyNotConnected(error);
    throw new LinkError(`Cannot connect to ${addressText(host, port)}: ${why}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function whyNotConnected(error: unknown): string {
  if (error instanceof Deno.errors.ConnectionRefused) {
    return "the host refuses; look whether the serial server is in TCP server mode on this port";
  }
  if (error instanceof Deno.errors.NotCapable) {
    return "this program may not use the network; allow it with --allow-net";
  }
  return `${errorText(error)}; look at the host's name and the network`;
}

/** One TCP connection as a link, whoever dialled. Reads all the time, so that nobody is stalled. */
export class TcpLink implements Link {
  readonly #connection: Deno.TcpConn;
  readonly #description: string;
  readonly #chunks = new ChunkQueue();
  readonly #turns: WriteTurns;
  readonly #reading: Promise<void>;
  #released = false;

  constructor(connection: Deno.TcpConn, description: string) {
    this.#connection = connection;
    this.#description = description;
    this.#turns = new WriteTurns((bytes) => this.#writeAll(bytes));
    this.#reading = this.#read();
  }

  get chunks(): AsyncIterable<Uint8Array> {
    return this.#chunks;
  }

  /** Whether the connection still stands, as far as this side knows. */
  get alive(): boolean {
    return !this.#chunks.ended;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#turns.write(bytes);
  }

  async close(): Promise<void> {
    this.#chunks.close();
    this.#release();
    await this.#reading;
  }

  /** Ends the link from outside: its reader is told why. */
  async abandon(reason: LinkError): Promise<void> {
    this.#chunks.fail(reason);
    this.#release();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(READ_BUFFER_LENGTH);
    try {
      // Liveness is the protocol's matter; keep-alive only clears what nobody asks about.
      this.#connection.setNoDelay(true);
      this.#connection.setKeepAlive(true);
      for (;;) {
        const length = await this.#connection.read(buffer);
        if (length === null) break;
        this.#chunks.push(buffer.slice(0, length));
      }
      this.#chunks.end();
    } catch (error) {
      // After close() or abandon() the end is already told, and this changes nothing.
      this.#chunks.fail(
        new LinkError(`Lost ${this.#description}: ${errorText(error)}`, { cause: error }),
      );
    }
    this.#release();
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    if (this.#released) throw closedError(this.#description);
    try {
      for (let sent = 0; sent < bytes.length;) {
        sent += await this.#connection.write(bytes.subarray(sent));
      }
    } catch (error) {
      throw new LinkError(`Cannot write to ${this.#description}: ${errorText(error)}`, {
        cause: error,
      });
    }
  }

  #release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#connection.close();
  }
}
