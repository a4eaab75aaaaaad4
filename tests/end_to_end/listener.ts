import mqtt from "mqtt";
import { until } from "../support/until.ts";

/** What came in at a subscription. */
export interface Heard {
  readonly topic: string;
  readonly payload: string;
  readonly retained: boolean;
  readonly correlationData?: string;
}

/** An MQTT client of nobody's, which writes down what it hears. */
export interface Listener extends AsyncDisposable {
  readonly messages: readonly Heard[];
  /** The newest payload of each topic. */
  readonly newest: ReadonlyMap<string, string>;
  publish(topic: string, payload: string, options?: mqtt.IClientPublishOptions): void;
}

/** Listens at a broker on loopback, until it is disposed of or the broker ends. */
export async function listen(
  port: number,
  filter: string,
  options: mqtt.IClientOptions = {},
): Promise<Listener> {
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, {
    protocolVersion: 5,
    reconnectPeriod: 0,
    timerVariant: "native",
    ...options,
  });
  const messages: Heard[] = [];
  const newest = new Map<string, string>();
  client.on("message", (topic, bytes, { retain, properties }) => {
    const payload = bytes.toString();
    const correlationData = properties?.correlationData?.toString();
    messages.push({
      topic,
      payload,
      retained: retain,
      ...(correlationData && { correlationData }),
    });
    newest.set(topic, payload);
  });
  await new Promise((resolve, reject) => {
    client.once("connect", resolve);
    client.once("error", reject);
  });
  client.on("error", () => {});
  // Confirmed ones would be dropped where more wait than the broker keeps for a client.
  await client.subscribeAsync(filter, { qos: 0 });
  return {
    messages,
    newest,
    publish: (topic, payload, options = {}) => void client.publish(topic, payload, options),
    [Symbol.asyncDispose]: () => client.endAsync(true),
  };
}

/** What a broker holds for whoever comes now, by topic. */
export async function retainedAt(port: number, filter = "#"): Promise<Map<string, string>> {
  await using listener = await listen(port, filter);
  await using other = await listen(port, "test/none");
  // What is retained goes out before what is published later.
  const end = filter.replaceAll("+", "end").replaceAll("#", "end");
  other.publish(end, "");
  await until(() => listener.newest.has(end), "the end of what is retained");
  const retained = listener.messages.filter(({ retained }) => retained);
  return new Map(retained.map(({ topic, payload }) => [topic, payload]));
}
