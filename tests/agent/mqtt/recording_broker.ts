import type { Broker, IncomingMessage, PublishOptions } from "../../../agent/mqtt/broker.ts";

/** A broker that writes down what is published, and connects when a test says so. */
export class RecordingBroker implements Broker {
  readonly published: { topic: string; payload: string; retain: boolean }[] = [];
  readonly #listeners = new Set<() => void>();
  #connected = false;

  get connected(): boolean {
    return this.#connected;
  }

  /** How many parts wait for connections. */
  get listeners(): number {
    return this.#listeners.size;
  }

  publish(topic: string, payload: string, { retain }: PublishOptions): void {
    this.published.push({ topic, payload, retain });
  }

  subscribe(_filter: string, _handler: (message: IncomingMessage) => void): () => void {
    return () => {};
  }

  onConnect(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#connected) listener();
    return () => this.#listeners.delete(listener);
  }

  connect(): void {
    this.#connected = true;
    for (const listener of this.#listeners) listener();
  }

  disconnect(): void {
    this.#connected = false;
  }

  /** What was published since the last call, as `topic payload`. */
  take(): string[] {
    return this.published.splice(0).map(({ topic, payload }) => `${topic} ${payload}`);
  }
}
