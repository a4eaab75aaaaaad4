import type { Broker, IncomingMessage, PublishOptions } from "../../../agent/mqtt/broker.ts";
import { topicFits } from "../../../agent/mqtt/topics.ts";

/** A publication, as a subscriber who was there all the time would see it. */
export interface Recorded {
  readonly topic: string;
  readonly payload: string;
  readonly retain: boolean;
}

/**
 * A broker in memory that writes down what it is given. It delivers like a real one: retained
 * payloads to a new subscription, marked so; every publication to those that are there, unmarked.
 */
export class RecordingBroker implements Broker {
  readonly retained = new Map<string, string>();
  connected = true;
  #recorded: Recorded[] = [];
  readonly #subscriptions = new Set<readonly [string, (message: IncomingMessage) => void]>();
  readonly #waiting = new Map<string, string>();
  readonly #listeners = new Set<() => void>();

  publish(topic: string, payload: string, { retain }: PublishOptions): void {
    this.#recorded.push({ topic, payload, retain });
    if (this.connected) this.deliver(topic, payload, retain);
    else if (retain) this.#waiting.set(topic, payload);
  }

  subscribe(filter: string, handler: (message: IncomingMessage) => void): () => void {
    const subscription = [filter, handler] as const;
    this.#subscriptions.add(subscription);
    if (this.connected) this.#deliverRetained(filter, handler);
    return () => this.#subscriptions.delete(subscription);
  }

  onConnect(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.connected) listener();
    return () => this.#listeners.delete(listener);
  }

  /** What another client publishes, or this one. */
  deliver(topic: string, payload: string, retain = false): void {
    if (retain && payload === "") this.retained.delete(topic);
    else if (retain) this.retained.set(topic, payload);
    for (const [filter, handler] of [...this.#subscriptions]) {
      if (topicFits(filter, topic)) handler({ topic, payload, retained: false });
    }
  }

  disconnect(): void {
    this.connected = false;
  }

  /**
   * Subscriptions are made anew. What was retained then may reach them before the listeners hear
   * of the connection, or after it.
   */
  connect(retainedArrive: "before" | "after" = "before"): void {
    const retained = [...this.retained];
    const deliverRetained = () => {
      for (const [filter, handler] of [...this.#subscriptions]) {
        this.#deliverRetained(filter, handler, retained);
      }
    };
    if (retainedArrive === "before") deliverRetained();
    this.connected = true;
    for (const [topic, payload] of this.#waiting) this.deliver(topic, payload, true);
    this.#waiting.clear();
    for (const listener of [...this.#listeners]) listener();
    if (retainedArrive === "after") deliverRetained();
  }

  /** How many subscriptions and listeners there are. */
  get listeners(): number {
    return this.#subscriptions.size + this.#listeners.size;
  }

  /** What was published since the last call. */
  take(): Recorded[] {
    const recorded = this.#recorded;
    this.#recorded = [];
    return recorded;
  }

  #deliverRetained(
    filter: string,
    handler: (message: IncomingMessage) => void,
    retained = [...this.retained],
  ): void {
    for (const [topic, payload] of retained) {
      if (topicFits(filter, topic)) handler({ topic, payload, retained: true });
    }
  }
}
