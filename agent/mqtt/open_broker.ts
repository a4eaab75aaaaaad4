import type { Clock } from "../../protocol/clock.ts";
import { errorText } from "../error_text.ts";
import type { Log } from "../log.ts";
import type { Broker } from "./broker.ts";
import { EmbeddedBrokerError, startEmbeddedBroker } from "./embedded_broker.ts";
import { connectBroker } from "./mqtt_broker.ts";
import type { TlsOptions } from "./mqtt_connection.ts";
import type { Publication } from "./retained_queue.ts";

/** Which broker to use, as the configuration says it. */
export type BrokerConfig =
  & { readonly username?: string | undefined; readonly password?: string | undefined }
  & (
    | { readonly url: "embedded"; readonly port: number; readonly listen: string }
    | { readonly url: readonly string[]; readonly tls?: TlsFiles | undefined }
  );

/** Names of PEM files. */
interface TlsFiles {
  readonly caFile?: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** What the agent brings along. */
export interface OpenBrokerOptions {
  /** What the broker publishes, retained, when the agent dies. */
  readonly will: Publication;
  readonly agentId: string;
  /** Throws as Deno does where the file is missing or may not be read. */
  readonly readTextFile: (path: string) => string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A broker to publish to, wherever it is. */
export interface OpenedBroker {
  readonly broker: Broker;
  /** Where the broker in this process listens; undefined where there is none. */
  readonly embeddedUrl: string | undefined;
  close(): Promise<void>;
}

/** What publishes to nobody, so that the rest of the agent goes on where no broker can be had. */
const NoBroker: OpenedBroker = {
  broker: { connected: false, publish() {}, subscribe: () => () => {}, onConnect: () => () => {} },
  embeddedUrl: undefined,
  close: () => Promise.resolve(),
};

/**
 * Connects to the configured broker, or starts the embedded one and connects to that. Never
 * rejects: what keeps MQTT from working is an error in the log, with what to do.
 */
export async function openBroker(
  config: BrokerConfig,
  { will, agentId, readTextFile, clock, log }: OpenBrokerOptions,
): Promise<OpenedBroker> {
  const { username, password } = config;
  const credentials = { ...(username && { username }), ...(password && { password }) };
  // A second client with the same id would throw the first one out.
  const common = { ...credentials, will, clientId: `studer-agent-${agentId}`, clock, log };
  if (config.url !== "embedded") {
    const tls = config.tls && readTls(config.tls, readTextFile, log);
    const broker = connectBroker({ ...common, urls: config.url, ...(tls && { tls }) });
    return { broker, embeddedUrl: undefined, close: () => broker.close() };
  }
  try {
    const { listen, port } = config;
    const embedded = await startEmbeddedBroker({ ...credentials, listen, port, log });
    const broker = connectBroker({ ...common, urls: [embedded.url] });
    const close = async () => {
      await broker.close();
      await embedded.close();
    };
    return { broker, embeddedUrl: embedded.url, close };
  } catch (error) {
    if (!(error instanceof EmbeddedBrokerError)) throw error;
    log.error(`${error.message}; nothing is published until then`);
    return NoBroker;
  }
}

function readTls(
  files: TlsFiles,
  readTextFile: (path: string) => string,
  log: Log,
): TlsOptions {
  const read = (name: keyof TlsFiles) => {
    const path = files[name];
    if (path === undefined) return undefined;
    try {
      return readTextFile(path);
    } catch (error) {
      const problem = errorText(error);
      log.error(`Cannot read mqtt.tls.${name}: ${problem}`, { path });
      return undefined;
    }
  };
  const [ca, cert, key] = [read("caFile"), read("certFile"), read("keyFile")];
  return { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
}
