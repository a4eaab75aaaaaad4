import { LinkError } from "./link_error.ts";

/** More than any request; what waits behind a line that takes nothing must not grow. */
const MAX_WAITING_BYTES = 64 * 1024;

/** Lets writes go out whole and one after another, however many callers there are. */
export class WriteTurns {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #waitingBytes = 0;

  constructor(write: (bytes: Uint8Array) => Promise<void>) {
    this.#write = write;
  }

  /** Settles as this write does; a write that fails does not keep the next one from its turn. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#waitingBytes > 0 && this.#waitingBytes + bytes.length > MAX_WAITING_BYTES) {
      throw new LinkError(
        `Cannot write ${bytes.length} bytes: ${this.#waitingBytes} are waiting already, ` +
          "the other end takes nothing; look whether it is connected",
      );
    }
    this.#waitingBytes += bytes.length;
    const turn = this.#last.then(() => this.#write(bytes));
    this.#last = turn.catch(() => {});
    try {
      await turn;
    } finally {
      this.#waitingBytes -= bytes.length;
    }
  }
}
