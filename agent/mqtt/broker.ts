/** A message as it arrived at a subscription. */
export interface IncomingMessage {
  readonly topic: string;
  readonly payload: string;
  readonly retained: boolean;
  /** MQTT 5: where the sender wants its answer, and what to send back with it. */
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
}

/** How a message is published. */
export interface PublishOptions {
  readonly retain: boolean;
  /** MQTT 5 only; ignored on 3.1.1. */
  readonly correlationData?: Uint8Array;
}

/** What the outputs know of MQTT. Nothing here throws or waits: a broker may come and go. */
export interface Broker {
  /** While the broker is away the newest payload of each retained topic is kept, and sent when it is back; others are dropped. */
  publish(topic: string, payload: string, options: PublishOptions): void;
  /** Calls `handler` for every message that fits the filter, now and after every reconnection; more than once where other filters fit it, too. The function returned ends that. */
  subscribe(filter: string, handler: (message: IncomingMessage) => void): () => void;
  /** Calls `listener` whenever a connection is there anew (at once if there is one), subscriptions made. The function returned ends that. */
  onConnect(listener: () => void): () => void;
  readonly connected: boolean;
}
