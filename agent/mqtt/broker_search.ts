import type { Log } from "../log.ts";
import { ConnectError, shownUrl, suggestsOlderVersion } from "./connect_failure.ts";
import {
  type ConnectionOptions,
  type MqttConnection,
  openConnection,
  type ProtocolVersion,
} from "./mqtt_connection.ts";

/** A broker that answered. */
export interface FoundBroker {
  readonly url: string;
  readonly connection: MqttConnection;
}

/**
 * Connects once, in MQTT 5 or, where that may have been the trouble, in 3.1.1; in the version alone
 * that the broker is known to speak. Rejects with a `ConnectError`.
 */
export async function openInEitherVersion(
  options: Omit<ConnectionOptions, "version">,
  known: ProtocolVersion | undefined,
  signal: AbortSignal,
): Promise<{ readonly connection: MqttConnection; readonly version: ProtocolVersion }> {
  const open = async (version: ProtocolVersion) => ({
    connection: await openConnection({ ...options, version }, signal),
    version,
  });
  try {
    return await open(known ?? 5);
  } catch (error) {
    if (!(error instanceof ConnectError) || known !== undefined) throw error;
    if (!suggestsOlderVersion(error.failure) || signal.aborted) throw error;
  }
  return await open(4);
}

/**
 * Looks for a broker in a list, in MQTT 5 and, where that is refused, in 3.1.1; remembers what
 * each one speaks. Says once what is wrong with each, and once that it is well again.
 */
export class BrokerSearch {
  readonly #urls: readonly string[];
  readonly #options: Omit<ConnectionOptions, "url" | "version">;
  readonly #log: Log;
  readonly #versions = new Map<string, ProtocolVersion>();
  readonly #problems = new Map<string, string>();

  constructor(
    urls: readonly string[],
    options: Omit<ConnectionOptions, "url" | "version">,
    log: Log,
  ) {
    this.#urls = urls;
    this.#options = options;
    this.#log = log;
  }

  /** The first broker of the list that answers; undefined where none does. */
  async find(signal: AbortSignal): Promise<FoundBroker | undefined> {
    for (const url of this.#urls) {
      if (signal.aborted) return undefined;
      try {
        return { url, connection: await this.#connect(url, signal) };
      } catch (error) {
        if (!(error instanceof ConnectError)) throw error;
        if (!signal.aborted) this.reportProblem(url, error.message);
      }
    }
    return undefined;
  }

  /** A warning the first time, then not again until the problem is another one or gone. */
  reportProblem(url: string, problem: string): void {
    const level = this.#problems.get(url) === problem ? "debug" : "warn";
    this.#problems.set(url, problem);
    this.#log[level](`MQTT broker ${shownUrl(url)}: ${problem}`);
  }

  reportSuccess(url: string): void {
    this.#problems.clear();
    const version = this.#versions.get(url) === 4 ? "3.1.1" : "5";
    this.#log.info("Connected to the MQTT broker", { url: shownUrl(url), version });
  }

  async #connect(url: string, signal: AbortSignal): Promise<MqttConnection> {
    const known = this.#versions.get(url);
    const { connection, version } = await openInEitherVersion(
      { ...this.#options, url },
      known,
      signal,
    );
    if (version === 4) this.#versions.set(url, version);
    return connection;
  }
}
