import { encodeMessage, type Message } from "../protocol/message.ts";
import { accepted, type Answer, refused } from "./answer.ts";

/** A message, without how many are behind it: that changes with every reading. */
export type LoggedMessage = Omit<Message, "remaining">;

const MAX_MESSAGES = 1000;

/**
 * The gateway's messages. Reading the newest (index 0) puts the pointer on it; index k is the one
 * k places before the pointer, however many came meanwhile (specification 4.6).
 */
export class MessageLog {
  /** Oldest first. */
  readonly #messages: LoggedMessage[] = [];
  #pointer = -1;
  #pending = false;

  /** Whether a message came since the newest was read. */
  get pending(): boolean {
    return this.#pending;
  }

  /** Up to `count` messages, the newest first. */
  latest(count: number): LoggedMessage[] {
    return this.#messages.slice(-count).reverse();
  }

  add(message: LoggedMessage): void {
    this.#messages.push(message);
    this.#pending = true;
    if (this.#messages.length <= MAX_MESSAGES) return;
    this.#messages.shift();
    this.#pointer = Math.max(-1, this.#pointer - 1);
  }

  erase(): void {
    this.#messages.length = 0;
    this.#pointer = -1;
    this.#pending = false;
  }

  read(index: number): Answer {
    if (index === 0) {
      this.#pointer = this.#messages.length - 1;
      this.#pending = false;
    }
    const at = this.#pointer - index;
    const message = this.#messages[at];
    if (message === undefined) return refused("OBJECT_ID_NOT_FOUND");
    return accepted(encodeMessage({ ...message, remaining: at }));
  }
}
