/** What a link keeps for a reader that is late; a whole sweep of a large plant is less. */
export const MAX_BUFFERED_BYTES = 64 * 1024;

/**
 * Chunks on their way from a line to whoever iterates over them. The line is always drained, so a
 * late reader loses the oldest chunks rather than stalling the other end: frames that have waited
 * behind 64 KiB of others answer nobody any more.
 */
export class ChunkQueue implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = [];
  #bufferedBytes = 0;
  #end: { readonly error?: unknown } | undefined;
  #wake: (() => void) | undefined;
  #iterated = false;

  /** Whether anything can still come. */
  get ended(): boolean {
    return this.#end !== undefined;
  }

  /** Takes a chunk over; it must not be written to again. */
  push(chunk: Uint8Array): void {
    if (this.ended || chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#bufferedBytes += chunk.length;
    while (this.#bufferedBytes > MAX_BUFFERED_BYTES) {
      this.#bufferedBytes -= this.#chunks.shift()!.length;
    }
    this.#wake?.();
  }

  /** The other end hung up: what came before is still delivered. */
  end(): void {
    this.#finish({});
  }

  /** The line broke: what came before is still delivered, then the iteration throws. */
  fail(error: unknown): void {
    this.#finish({ error });
  }

  /** Our own side closed: nothing more is delivered. */
  close(): void {
    this.#chunks.length = 0;
    this.#bufferedBytes = 0;
    this.#end = {};
    this.#wake?.();
  }

  #finish(end: { readonly error?: unknown }): void {
    this.#end ??= end;
    this.#wake?.();
  }

  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    if (this.#iterated) throw new TypeError("The chunks of a link may be iterated once");
    this.#iterated = true;
    return this.#drain();
  }

  async *#drain(): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk !== undefined) {
        this.#bufferedBytes -= chunk.length;
        yield chunk;
      } else if (this.#end === undefined) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      } else if ("error" in this.#end) {
        throw this.#end.error;
      } else {
        return;
      }
    }
  }
}
