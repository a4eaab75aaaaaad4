import type { IncomingMessage } from "./broker.ts";
import { topicFits } from "./topics.ts";

/** Called for each message that fits a filter. */
export type MessageHandler = (message: IncomingMessage) => void;

/** Who wants which messages. */
export class Subscriptions {
  readonly #handlers = new Map<string, Set<MessageHandler>>();

  /** The filters that the broker must know. */
  get filters(): readonly string[] {
    return [...this.#handlers.keys()];
  }

  /** True where the filter is new, and the broker must be told. */
  add(filter: string, handler: MessageHandler): boolean {
    const handlers = this.#handlers.get(filter);
    if (handlers === undefined) this.#handlers.set(filter, new Set([handler]));
    else handlers.add(handler);
    return handlers === undefined;
  }

  /** True where nobody else wants the filter, and the broker must be told. */
  remove(filter: string, handler: MessageHandler): boolean {
    const handlers = this.#handlers.get(filter);
    if (handlers?.delete(handler) !== true || handlers.size > 0) return false;
    return this.#handlers.delete(filter);
  }

  /** Everyone who wants messages of this topic. */
  handlersOf(topic: string): readonly MessageHandler[] {
    return [...this.#handlers]
      .filter(([filter]) => topicFits(filter, topic))
      .flatMap(([, handlers]) => [...handlers]);
  }
}
