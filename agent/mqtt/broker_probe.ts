import type { Clock } from "../../protocol/clock.ts";
import { openInEitherVersion } from "./broker_search.ts";
import type { BrokerVerdict } from "./broker_verdict.ts";
import { ConnectError, type ConnectFailure } from "./connect_failure.ts";
import { strangerVerdict, verdictOnFailure, verdictOnListener } from "./failure_verdict.ts";
import {
  type ConnectionOptions,
  type MqttConnection,
  openConnection,
  type TlsOptions,
} from "./mqtt_connection.ts";
import { whatListens } from "./what_listens.ts";

/** The broker to try, and who we are to it. */
export interface BrokerSettings {
  /** `mqtt://`, `mqtts://`, `ws://` or `wss://`. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: TlsOptions;
  /** A topic that nobody uses: an empty payload is published there, to see whether we may. */
  readonly topic?: string;
}

/** What trying needs from outside. */
export interface BrokerProbeDependencies {
  readonly clock: Clock;
  /** Ends it; the verdict means nothing then. */
  readonly signal: AbortSignal;
  /** One that no other client has: a broker throws out the first of two. */
  readonly clientId: string;
}

const PUBLISH_MS = 5000;

/** Connects to a broker once, as the agent would, and says what came of it; never rejects for that. */
export async function probeBroker(
  settings: BrokerSettings,
  dependencies: BrokerProbeDependencies,
): Promise<BrokerVerdict> {
  const { clock, signal, clientId } = dependencies;
  const { topic, ...options } = settings;
  try {
    const { connection, version } = await openInEitherVersion(
      { ...options, clientId, clock },
      undefined,
      signal,
    );
    try {
      const refused = topic !== undefined && await isRefused(connection, topic, dependencies);
      if (refused) return { kind: "not_authorised", what: "publish" };
      return { kind: "ok", version: version === 5 ? "5" : "3.1.1" };
    } finally {
      await connection.end();
    }
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    return verdictOnFailure(error.failure, settings) ??
      await lookAround(error.failure, settings.url, dependencies);
  }
}

/** Only MQTT 5 tells; an older broker drops in silence what it does not allow. */
async function isRefused(
  connection: MqttConnection,
  topic: string,
  { clock, signal }: BrokerProbeDependencies,
): Promise<boolean> {
  const settled = new AbortController();
  let refusal: string | undefined;
  connection.publishRetained({ topic, payload: "" }, (reason) => {
    refusal = reason;
    settled.abort();
  });
  await Promise.race([
    clock.sleep(PUBLISH_MS, AbortSignal.any([signal, settled.signal])),
    connection.closed,
  ]);
  settled.abort();
  return refusal !== undefined;
}

/** Who hangs up, keeps silent or fails at TLS is looked at more closely: it may be something else. */
async function lookAround(
  failure: ConnectFailure,
  url: string,
  { clock, signal, clientId }: BrokerProbeDependencies,
): Promise<BrokerVerdict> {
  const { protocol, hostname, port } = new URL(url);
  const at = port === "" ? DefaultPorts[protocol] ?? 1883 : Number(port);
  if (protocol !== "mqtt:") {
    // Without user and password: they are not for a line that anybody can read.
    const options = { url: `mqtt://${hostname}:${at}`, clientId, clock, version: 4 } as const;
    if (await speaksMqtt(options, signal)) return strangerVerdict("plain");
  }
  const host = hostname.replace(/^\[|\]$/g, "");
  return verdictOnListener(await whatListens(host, at, { clock, signal }), failure, protocol);
}

const DefaultPorts: Readonly<Record<string, number>> = {
  "mqtt:": 1883,
  "mqtts:": 8883,
  "ws:": 80,
  "wss:": 443,
};

/** Whether a broker is there, be it one that refuses us. */
async function speaksMqtt(options: ConnectionOptions, signal: AbortSignal): Promise<boolean> {
  try {
    await (await openConnection(options, signal)).end();
    return true;
  } catch (error) {
    if (!(error instanceof ConnectError)) throw error;
    return error.failure.kind === "refused";
  }
}
