/** Nothing answered in time. A poll is not repeated at once; a command is, once. */
export class ResponseTimeoutError extends Error {
  override readonly name = "ResponseTimeoutError";

  constructor(destination: number, timeoutMs: number) {
    super(`No answer from address ${destination} within ${timeoutMs} ms`);
  }
}

/** An answer came, but damaged on its way; worth asking once more, at once. */
export class CorruptAnswerError extends Error {
  override readonly name = "CorruptAnswerError";

  constructor(destination: number) {
    super(`The answer from address ${destination} arrived damaged`);
  }
}

/** The line is gone, and with it every request in hand; the session opens it again. */
export class LinkLostError extends Error {
  override readonly name = "LinkLostError";
}

/** Too many requests wait already; whoever asks must slow down. */
export class QueueFullError extends Error {
  override readonly name = "QueueFullError";

  constructor(limit: number) {
    super(`Cannot take another request: ${limit} are waiting already`);
  }
}
