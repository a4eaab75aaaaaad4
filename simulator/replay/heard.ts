/** What a recorded gateway said, piece by piece and packed: a recording may hold a million. */
export class Heard {
  #bytes = new Uint8Array(1024);
  readonly #times: number[] = [];
  readonly #ends: number[] = [];

  /** How many pieces there are. */
  get count(): number {
    return this.#times.length;
  }

  /** Adds a piece that came at a time. */
  add(at: number, bytes: Uint8Array): void {
    const start = this.startOf(this.count);
    const end = start + bytes.length;
    if (end > this.#bytes.length) {
      this.#bytes = new Uint8Array(this.#bytes.buffer.transfer(2 * end));
    }
    this.#bytes.set(bytes, start);
    this.#times.push(at);
    this.#ends.push(end);
  }

  /** When a piece came, in milliseconds since the beginning. */
  timeOf(piece: number): number {
    return this.#times[piece]!;
  }

  /** Where a piece begins in all bytes: where the one before it ends. */
  startOf(piece: number): number {
    return this.#ends[piece - 1] ?? 0;
  }

  /** All bytes in one, until there is another piece. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.startOf(this.count));
  }
}
