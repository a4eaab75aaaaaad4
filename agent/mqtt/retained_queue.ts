/** A retained payload on its way to the broker. */
export interface Publication {
  readonly topic: string;
  readonly payload: string;
}

/**
 * What the broker is still to get: the newest payload of each retained topic, first come first
 * served, and those that were sent and not yet confirmed. Grows with the topics, up to a limit,
 * and not with what is published while the broker is away or slow.
 */
export class RetainedQueue {
  readonly #maxTopics: number;
  readonly #waiting = new Map<string, string>();
  readonly #sent = new Set<Publication>();

  constructor(maxTopics: number) {
    this.#maxTopics = maxTopics;
  }

  /** Takes a payload, in place of an older one of the topic; false where there is no room. */
  put(topic: string, payload: string): boolean {
    if (this.#waiting.size >= this.#maxTopics && !this.#waiting.has(topic)) return false;
    this.#waiting.set(topic, payload);
    return true;
  }

  /** The next to send, where fewer than `window` are unconfirmed. */
  take(window: number): Publication | undefined {
    if (this.#sent.size >= window) return undefined;
    for (const [topic, payload] of this.#waiting) {
      this.#waiting.delete(topic);
      const publication = { topic, payload };
      this.#sent.add(publication);
      return publication;
    }
    return undefined;
  }

  /** The broker has it, or will never have it: nothing is left to do. */
  settle(publication: Publication): void {
    this.#sent.delete(publication);
  }

  /** What was not confirmed is to be sent again, unless there is something newer. */
  connectionLost(): void {
    const newer = [...this.#waiting];
    this.#waiting.clear();
    for (const { topic, payload } of this.#sent) this.#waiting.set(topic, payload);
    this.#sent.clear();
    for (const [topic, payload] of newer) this.#waiting.set(topic, payload);
  }

  /** True where the broker has everything. */
  get empty(): boolean {
    return this.#waiting.size === 0 && this.#sent.size === 0;
  }
}
