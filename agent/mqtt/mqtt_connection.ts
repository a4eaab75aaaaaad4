import { Buffer } from "node:buffer";
import mqtt, { type IClientOptions, type MqttClient } from "mqtt";
import type { Clock } from "../../protocol/clock.ts";
import type { IncomingMessage, PublishOptions } from "./broker.ts";
import { ConnectError, type ConnectFailure } from "./connect_failure.ts";
import type { Publication } from "./retained_queue.ts";
import { errorText } from "../error_text.ts";

/** The versions of MQTT by their protocol level on the wire: 5, and 4 for 3.1.1. */
export type ProtocolVersion = 5 | 4;

/** Certificates and key as PEM texts. */
export interface TlsOptions {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** What one connection to one broker needs. */
export interface ConnectionOptions {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`, host and port; it may hold user and password. */
  readonly url: string;
  readonly version: ProtocolVersion;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: TlsOptions;
  /** Published, retained, by the broker when the connection ends without a good-bye. */
  readonly will?: Publication;
  readonly clock: Clock;
}

/** What became of a subscription. */
export type SubscribeOutcome =
  | { readonly kind: "taken" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unanswered" };

const CONNECT_TIMEOUT_MS = 10_000;
const TIMEOUT: ConnectFailure = { kind: "timeout", seconds: CONNECT_TIMEOUT_MS / 1000 };
const GOOD_BYE_TIMEOUT_MS = 1000;
const KEEPALIVE_SECONDS = 30;

/** The library's own limit, put where the clock's is always first. */
const NEVER_MS = 2 ** 31 - 1;

/** Of what others send to us: a `set` is short. */
const MAX_INCOMING_BYTES = 1 << 22;

/** Above this, what may be lost is dropped rather than kept for a broker that does not read. */
const MAX_BUFFERED_BYTES = 1_048_576;

const MAX_FIRST_BYTES = 16;
const NO_BYTES = new Uint8Array(0);

/**
 * Connects once, in one version of MQTT. Rejects with a `ConnectError`, also when the signal is
 * aborted; waits no longer than ten seconds.
 */
export async function openConnection(
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<MqttConnection> {
  const { url, clock } = options;
  const client = createClient(options);
  const connection = new MqttConnection(client, clock);
  const answered = new AbortController();
  try {
    const timeout = clock
      .sleep(CONNECT_TIMEOUT_MS, AbortSignal.any([signal, answered.signal]))
      .then(() => TIMEOUT);
    const failure = await Promise.race([connection.opened, timeout]);
    if (failure === undefined && !signal.aborted) return connection;
    connection.destroy();
    throw new ConnectError(url, failure ?? { kind: "closed" });
  } finally {
    answered.abort();
  }
}

/** One connection, from CONNECT to its end; another one is another object. */
export class MqttConnection {
  /** Undefined when the connection stands, else why it does not. */
  readonly opened: Promise<ConnectFailure | undefined>;
  /** Why the connection ended, in words. */
  readonly closed: Promise<string>;
  readonly #client: MqttClient;
  readonly #clock: Clock;

  constructor(client: MqttClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
    let firstError: unknown;
    let firstBytes = NO_BYTES;
    let disconnectCode: number | undefined;
    const opened = Promise.withResolvers<ConnectFailure | undefined>();
    const closed = Promise.withResolvers<string>();
    const onError = (error: unknown) => {
      firstError ??= error;
      // The library leaves a connection open on which it could not read what came.
      client.stream.destroy();
    };
    client.on("error", onError);
    // The library is silent about errors without a code, such as a refused websocket.
    client.stream.on("error", onError);
    client.stream.once("data", (chunk: Uint8Array) => {
      firstBytes = chunk.slice(0, MAX_FIRST_BYTES);
    });
    client.on("connect", () => opened.resolve(undefined));
    client.on("disconnect", (packet) => (disconnectCode = packet.reasonCode));
    client.on("close", () => {
      opened.resolve(failureOf(firstError, firstBytes));
      closed.resolve(closingReason(disconnectCode, firstError));
    });
    this.opened = opened.promise;
    this.closed = closed.promise;
  }

  /** How many publications the broker takes before it has confirmed one (MQTT 5, 3.3.4). */
  get receiveMaximum(): number {
    return this.#client.serverProperties?.receiveMaximum ?? 65_535;
  }

  /** The longest packet that the broker takes, in bytes (MQTT 5, 3.2.2.3.6). */
  get maximumPacketSize(): number {
    return this.#client.serverProperties?.maximumPacketSize ?? Infinity;
  }

  /** Publishes retained and confirmed (QoS 1); not called back where the connection ends first. */
  publishRetained({ topic, payload }: Publication, settled: (refusal?: string) => void): void {
    this.#client.publish(topic, payload, { qos: 1, retain: true }, (error) => {
      if (!error) settled();
      else if (typeof codeOf(error) === "number") settled(error.message);
    });
  }

  /** Publishes what may be lost (QoS 0); false where the broker is too far behind to take it. */
  publishOnce(topic: string, payload: string, options: PublishOptions): boolean {
    if (this.#client.stream.writableLength > MAX_BUFFERED_BYTES) return false;
    const { correlationData } = options;
    this.#client.publish(topic, payload, {
      qos: 0,
      retain: false,
      ...(correlationData && { properties: { correlationData: Buffer.from(correlationData) } }),
    }, ignore);
    return true;
  }

  /** Asks for messages; resolves when the broker answered or the connection ended. */
  subscribe(filters: readonly string[]): Promise<SubscribeOutcome> {
    return new Promise((resolve) => {
      this.#client.subscribe([...filters], { qos: 1 }, (error) => {
        if (!error) resolve({ kind: "taken" });
        // The library encloses the broker's answer, where there was one.
        else if ("packet" in error && error.packet) {
          resolve({ kind: "refused", reason: error.message });
        } else resolve({ kind: "unanswered" });
      });
    });
  }

  unsubscribe(filter: string): void {
    this.#client.unsubscribe(filter, ignore);
  }

  onMessage(listener: (message: IncomingMessage) => void): void {
    this.#client.on("message", (topic, payload, { retain, properties }) => {
      if (payload.length > MAX_INCOMING_BYTES) return;
      const { responseTopic, correlationData } = properties ?? {};
      listener({
        topic,
        payload: new TextDecoder().decode(payload),
        retained: retain,
        ...(responseTopic !== undefined && { responseTopic }),
        ...(correlationData !== undefined && {
          correlationData: new Uint8Array(correlationData),
        }),
      });
    });
  }

  /** Says good-bye, so that the will is not published; a broker that does not listen is left. */
  async end(): Promise<void> {
    const ended = new AbortController();
    this.#client.end(false);
    await Promise.race([this.closed, this.#clock.sleep(GOOD_BYE_TIMEOUT_MS, ended.signal)]);
    ended.abort();
    this.destroy();
  }

  /** Ends without a good-bye: the broker publishes the will. */
  destroy(): void {
    this.#client.end(true);
    this.#client.stream.destroy();
  }
}

function createClient(options: ConnectionOptions): MqttClient {
  const { url, version, clientId, username, password, tls, will } = options;
  const settings: IClientOptions = {
    protocolVersion: version,
    clientId,
    clean: true,
    keepalive: KEEPALIVE_SECONDS,
    timerVariant: "native",
    connectTimeout: NEVER_MS,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    // Otherwise the library keeps a buffer for each of the 65,536 numbers of two bytes.
    writeCache: false,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    // With a client certificate the library would turn mqtt:// into mqtts:// on its own.
    ...(/^(mqtts|wss):/i.test(url) && tls),
    ...(will && {
      will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: true },
    }),
    ...(version === 5 && {
      properties: { sessionExpiryInterval: 0, maximumPacketSize: MAX_INCOMING_BYTES },
    }),
  };
  try {
    return mqtt.connect(url, settings);
  } catch (error) {
    throw new ConnectError(url, failureOf(error, NO_BYTES), { cause: error });
  }
}

function failureOf(error: unknown, answer: Uint8Array): ConnectFailure {
  if (error === undefined) return { kind: "closed" };
  const code = codeOf(error);
  if (typeof code === "number") return { kind: "refused", reasonCode: code };
  if (code === undefined && answer.length > 0) return { kind: "not_mqtt", answer };
  return { kind: "error", code, message: errorText(error) };
}

// A reason of MQTT is a number, an error of the platform a word.
function codeOf(error: unknown): number | string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "number" || typeof error.code === "string" ? error.code : undefined;
}

const TAKEN_OVER = 0x8e;

function closingReason(disconnectCode: number | undefined, error: unknown): string {
  if (disconnectCode === TAKEN_OVER) {
    return "another client connected with the same client id; give each agent its own agent.id";
  }
  if (disconnectCode !== undefined) return `the broker ended it with code ${disconnectCode}`;
  if (error instanceof Error) return error.message;
  return "the broker closed it";
}

/** What is lost at the end of a connection is known from `closed`. */
function ignore(): void {}
