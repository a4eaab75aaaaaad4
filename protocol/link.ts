/**
 * The pipe that the protocol runs over: RS-232, TCP, UDP, a pseudo-terminal or, in tests, memory.
 * It carries bytes in order and knows nothing of frames.
 */
export interface Link {
  /**
   * What the other end sends, in order, cut anywhere; may be iterated once. A chunk belongs to
   * whoever receives it: the link never writes to it again. The iteration ends when the link was
   * closed or the other end hung up, and throws when the line broke; the error says why.
   */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Resolves when the bytes were handed to the line; rejects when the line is lost or closed. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends `chunks` and releases everything. May be called again; never rejects. */
  close(): Promise<void>;
}
