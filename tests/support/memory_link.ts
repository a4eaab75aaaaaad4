import type { Link } from "../../protocol/link.ts";
import { ChunkQueue } from "../../agent/link/chunk_queue.ts";
import { LinkError } from "../../agent/link/link_error.ts";

/** The other end of a memory link: what it answers to what was written, chunk by chunk. */
export type MemoryPeer = (bytes: Uint8Array) => Iterable<Uint8Array> | void;

/** A link whose other end is a function; usually the simulated gateway. */
export class MemoryLink implements Link {
  readonly #queue = new ChunkQueue();
  readonly #peer: MemoryPeer;
  #closed = false;

  constructor(peer: MemoryPeer = () => {}) {
    this.#peer = peer;
  }

  get chunks(): AsyncIterable<Uint8Array> {
    return this.#queue;
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#closed || this.#queue.ended) {
      return Promise.reject(new LinkError("Cannot write to memory: the link is closed"));
    }
    for (const chunk of this.#peer(Uint8Array.from(bytes)) ?? []) this.push(chunk);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#queue.close();
    return Promise.resolve();
  }

  /** The other end sends, asked or not. */
  push(chunk: Uint8Array): void {
    this.#queue.push(Uint8Array.from(chunk));
  }

  /** The other end hangs up, or, with an error, the line breaks. */
  hangUp(error?: Error): void {
    if (error === undefined) this.#queue.end();
    else this.#queue.fail(error);
  }
}
