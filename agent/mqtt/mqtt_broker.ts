import type { Clock } from "../../protocol/clock.ts";
import { Backoff } from "../backoff.ts";
import { errorText } from "../error_text.ts";
import type { Log } from "../log.ts";
import type { Broker, PublishOptions } from "./broker.ts";
import { BrokerSearch, type FoundBroker } from "./broker_search.ts";
import type { MqttConnection, TlsOptions } from "./mqtt_connection.ts";
import { type Publication, RetainedQueue } from "./retained_queue.ts";
import { type MessageHandler, Subscriptions } from "./subscriptions.ts";
import { isPublishable } from "./topics.ts";

/** Where the brokers are, and who we are to them. */
export interface MqttBrokerOptions {
  /** Brokers to try in turn, the preferred one first. */
  readonly urls: readonly string[];
  readonly username?: string;
  readonly password?: string;
  readonly tls?: TlsOptions;
  /** What the broker publishes, retained, when the agent dies. */
  readonly will: Publication;
  /** Unique at the broker: a second client with the same id throws the first one out. */
  readonly clientId: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Topics that wait for the broker: more than any installation has. */
const MAX_TOPICS = 50_000;

/** Retained publications on their way at once, where the broker sets no lower limit. */
const MAX_UNCONFIRMED = 64;

/** Of a publication's packet, beside topic and payload: header, lengths, packet id, properties. */
const PACKET_OVERHEAD_BYTES = 32;

const SUBSCRIBE_TIMEOUT_MS = 10_000;
const DRAIN_TIMEOUT_MS = 2000;

/** A connection that lasted so long counts as a success; a shorter one lets the waits grow. */
const STABLE_MS = 60_000;

/** A broker that is looked for from now on, until `close()`. */
export function connectBroker(options: MqttBrokerOptions): MqttBroker {
  const broker = new MqttBroker(options);
  broker.start();
  return broker;
}

/**
 * A `Broker` over the network, connected again whenever the connection is lost.
 *
 * Retained payloads are sent with QoS 1, a window of them at a time: what the broker has not
 * confirmed when the connection dies is sent again, and while it is slow or away only the newest
 * payload of each topic waits. Everything else goes with QoS 0.
 */
export class MqttBroker implements Broker {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #search: BrokerSearch;
  readonly #queue = new RetainedQueue(MAX_TOPICS);
  readonly #subscriptions = new Subscriptions();
  readonly #connectListeners = new Set<() => void>();
  readonly #closing = new AbortController();
  #connection: MqttConnection | undefined;
  #drained: (() => void) | undefined;
  #overflowing = false;
  #running: Promise<void> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor({ urls, log, clock, ...connection }: MqttBrokerOptions) {
    this.#log = log;
    this.#clock = clock;
    this.#search = new BrokerSearch(urls, { ...connection, clock }, log);
  }

  start(): void {
    this.#running = this.#run(this.#closing.signal);
  }

  get connected(): boolean {
    return this.#connection !== undefined;
  }

  publish(topic: string, payload: string, options: PublishOptions): void {
    if (this.#closing.signal.aborted) return;
    if (!isPublishable(topic)) {
      this.#log.warn("Cannot publish to this topic: MQTT does not allow it", { topic });
    } else if (options.retain) {
      this.#keep(topic, payload);
      this.#sendRetained();
    } else if (this.#connection?.publishOnce(topic, payload, options) !== true) {
      this.#log.debug("Message dropped: the broker is away or behind", { topic });
    }
  }

  subscribe(filter: string, handler: MessageHandler): () => void {
    if (this.#subscriptions.add(filter, handler) && this.#connection) {
      // Not waited for: a broker that does not answer this will not answer a ping either.
      void this.#subscribe(this.#connection, [filter], this.#closing.signal);
    }
    return () => {
      if (this.#subscriptions.remove(filter, handler)) this.#connection?.unsubscribe(filter);
    };
  }

  onConnect(listener: () => void): () => void {
    this.#connectListeners.add(listener);
    if (this.connected) this.#call(listener);
    return () => this.#connectListeners.delete(listener);
  }

  /** Sends what is pending, for two seconds at most, and says good-bye; else the will tells. */
  close(): Promise<void> {
    return this.#closed ??= this.#close();
  }

  async #close(): Promise<void> {
    if (this.#connection && !this.#queue.empty) {
      const drained = Promise.withResolvers<void>();
      const waited = new AbortController();
      this.#drained = drained.resolve;
      await Promise.race([
        drained.promise,
        this.#connection.closed,
        this.#clock.sleep(DRAIN_TIMEOUT_MS, waited.signal),
      ]);
      waited.abort();
    }
    this.#closing.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff();
    while (!signal.aborted) {
      const found = await this.#search.find(signal);
      if (found !== undefined) {
        const since = this.#clock.now();
        await this.#serve(found, signal);
        if (this.#clock.now() - since >= STABLE_MS) backoff.succeeded();
      }
      if (!signal.aborted) await this.#clock.sleep(backoff.failed(), signal);
    }
  }

  /** Uses a connection until its end. */
  async #serve({ url, connection }: FoundBroker, signal: AbortSignal): Promise<void> {
    connection.onMessage((message) => {
      for (const handler of this.#subscriptions.handlersOf(message.topic)) {
        this.#call(() => handler(message));
      }
    });
    if (!await this.#subscribeAll(connection, signal)) {
      connection.destroy();
      if (!signal.aborted) {
        this.#search.reportProblem(url, "does not answer a subscription; its log may say why");
      }
      return;
    }
    this.#search.reportSuccess(url);
    this.#connection = connection;
    this.#sendRetained();
    for (const listener of [...this.#connectListeners]) this.#call(listener);
    const reason = await closedOrAborted(connection, signal);
    this.#connection = undefined;
    // A good-bye keeps the will back: only who has said all may say it.
    if (reason === undefined && this.#queue.empty) return await connection.end();
    connection.destroy();
    if (reason === undefined) return;
    this.#queue.connectionLost();
    this.#search.reportProblem(url, `connection lost, it is looked for again: ${reason}`);
  }

  /** False where the broker did not answer, or the connection ended. */
  async #subscribeAll(connection: MqttConnection, signal: AbortSignal): Promise<boolean> {
    const asked = new Set<string>();
    for (;;) {
      // A part may subscribe while the broker is still to answer.
      const missing = this.#subscriptions.filters.filter((filter) => !asked.has(filter));
      if (missing.length === 0) return true;
      if (!await this.#subscribe(connection, missing, signal)) return false;
      for (const filter of missing) asked.add(filter);
    }
  }

  async #subscribe(
    connection: MqttConnection,
    filters: readonly string[],
    signal: AbortSignal,
  ): Promise<boolean> {
    const answered = new AbortController();
    const outcome = await Promise.race([
      connection.subscribe(filters),
      this.#clock
        .sleep(SUBSCRIBE_TIMEOUT_MS, AbortSignal.any([signal, answered.signal]))
        .then(() => UNANSWERED),
    ]);
    answered.abort();
    switch (outcome.kind) {
      case "taken":
        return true;
      case "refused":
        this.#log.warn("The broker refuses a subscription; allow it to this user in the broker", {
          filters: filters.join(" "),
          reason: outcome.reason,
        });
        return true;
      case "unanswered":
        return false;
    }
  }

  // Another part's fault must not cost the connection.
  #call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#log.error("A listener of the MQTT broker failed", { problem: errorText(error) });
    }
  }

  #keep(topic: string, payload: string): void {
    if (this.#queue.put(topic, payload) || this.#overflowing) return;
    this.#overflowing = true;
    this.#log.warn("Payloads of further topics are dropped until the broker takes the others", {
      waiting: MAX_TOPICS,
    });
  }

  #sendRetained(): void {
    const connection = this.#connection;
    if (!connection) return;
    const window = Math.min(MAX_UNCONFIRMED, connection.receiveMaximum);
    for (;;) {
      const publication = this.#queue.take(window);
      if (!publication) return;
      if (packetSizeOf(publication) > connection.maximumPacketSize) {
        this.#settle(publication, `longer than the broker's ${connection.maximumPacketSize} bytes`);
      } else {
        connection.publishRetained(publication, (refusal) => {
          this.#settle(publication, refusal);
          this.#sendRetained();
        });
      }
    }
  }

  #settle(publication: Publication, refusal: string | undefined): void {
    this.#queue.settle(publication);
    if (refusal !== undefined) {
      const { topic } = publication;
      this.#log.warn("The broker does not take a payload", { topic, reason: refusal });
    }
    if (!this.#queue.empty) return;
    this.#overflowing = false;
    this.#drained?.();
  }
}

const UNANSWERED = { kind: "unanswered" } as const;

/** An upper bound. */
function packetSizeOf({ topic, payload }: Publication): number {
  return new TextEncoder().encode(topic + payload).length + PACKET_OVERHEAD_BYTES;
}

/** Why the connection ended, or undefined where the signal was aborted first. */
function closedOrAborted(
  connection: MqttConnection,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const onAbort = () => resolve(undefined);
    signal.addEventListener("abort", onAbort, { once: true });
    void connection.closed.then((reason) => {
      signal.removeEventListener("abort", onAbort);
      resolve(reason);
    });
  });
}
