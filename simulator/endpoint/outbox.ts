/** What waits for a client that does not read; a real line's buffers are far smaller. */
const MAX_WAITING_BYTES = 64 * 1024;

/** Sends in order without waiting for it; like a serial line, it loses what nobody takes. */
export class Outbox {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #waitingBytes = 0;

  /** A `write` that rejects loses its bytes: the client is going away. */
  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  send(bytes: Uint8Array): void {
    if (this.#waitingBytes + bytes.length > MAX_WAITING_BYTES) return;
    this.#waitingBytes += bytes.length;
    this.#last = this.#last.then(() => this.#write(bytes)).catch(() => {}).finally(() => {
      this.#waitingBytes -= bytes.length;
    });
  }

  /** Resolves when nothing waits any more. */
  settled(): Promise<void> {
    return this.#last;
  }
}
