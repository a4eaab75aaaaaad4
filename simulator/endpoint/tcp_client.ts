import { Outbox } from "./outbox.ts";

const READ_BUFFER_LENGTH = 16 * 1024;

/** One TCP connection of an endpoint, whoever dialled. */
export class TcpClient {
  readonly #connection: Deno.TcpConn;
  readonly #outbox: Outbox;
  #closed = false;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    this.#outbox = new Outbox(async (bytes) => {
      for (let sent = 0; sent < bytes.length;) {
        sent += await connection.write(bytes.subarray(sent));
      }
    });
  }

  send(bytes: Uint8Array): void {
    this.#outbox.send(bytes);
  }

  /** Hands on what the other end sends, until it hangs up, breaks, or `close()`. */
  async receive(take: (chunk: Uint8Array) => void): Promise<void> {
    const buffer = new Uint8Array(READ_BUFFER_LENGTH);
    try {
      this.#sendAtOnce();
      for (;;) {
        const length = await this.#read(buffer);
        if (length === null) break;
        take(buffer.slice(0, length));
      }
    } finally {
      this.close();
      await this.#outbox.settled();
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
  }

  // However a connection ends, it is the end: a serial server goes on serving the others.
  #read(buffer: Uint8Array): Promise<number | null> {
    return this.#connection.read(buffer).catch(() => null);
  }

  #sendAtOnce(): void {
    try {
      this.#connection.setNoDelay(true);
    } catch {
      // It is broken already, as the first read will tell.
    }
  }
}
