import type { ControlReply } from "./control_message.ts";
import { sendLine, type Writer } from "./lines.ts";

/** Sends replies one after another: what is written at the same time must not mix. */
export class ReplyQueue {
  readonly #writer: Writer;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** How many replies are not sent yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Rejects where whoever asked is gone. */
  send(reply: ControlReply): Promise<void> {
    this.#waiting++;
    const sent = this.#last.then(() => sendLine(this.#writer, reply))
      .finally(() => this.#waiting--);
    this.#last = sent.catch(() => {});
    return sent;
  }
}
