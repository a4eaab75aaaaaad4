import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Buffer } from "node:buffer";
import mqtt from "mqtt";
import type { Log, LogFields, LogLevel } from "../../../agent/log.ts";
import {
  connectBroker,
  type MqttBroker,
  type MqttBrokerOptions,
} from "../../../agent/mqtt/mqtt_broker.ts";
import { ManualClock } from "../../support/manual_clock.ts";

/** A log that a test reads. */
export class RecordingLog implements Log {
  readonly entries: { level: LogLevel; text: string }[] = [];

  debug(message: string, fields?: LogFields): void {
    this.#add("debug", message, fields);
  }
  info(message: string, fields?: LogFields): void {
    this.#add("info", message, fields);
  }
  warn(message: string, fields?: LogFields): void {
    this.#add("warn", message, fields);
  }
  error(message: string, fields?: LogFields): void {
    this.#add("error", message, fields);
  }

  of(level: LogLevel): string[] {
    return this.entries.filter((entry) => entry.level === level).map(({ text }) => text);
  }

  #add(level: LogLevel, message: string, fields: LogFields = {}): void {
    const shown = Object.entries(fields).map(([name, value]) => ` ${name}=${value}`).join("");
    this.entries.push({ level, text: message + shown });
  }
}

/** The agent's end: a broker under test, its clock and its log. */
export interface Agent extends AsyncDisposable {
  readonly broker: MqttBroker;
  readonly clock: ManualClock;
  readonly log: RecordingLog;
}

export function startAgentAt(
  urls: readonly string[],
  options: Partial<MqttBrokerOptions> = {},
): Agent {
  const clock = new ManualClock();
  const log = new RecordingLog();
  const broker = connectBroker({
    urls,
    will: { topic: "studer/agent/pi/status", payload: "offline" },
    clientId: "studer-agent-pi",
    clock,
    log,
    ...options,
  });
  return { broker, clock, log, [Symbol.asyncDispose]: () => broker.close() };
}

/** Another client of the same broker, which writes down what it gets. */
export interface Observer extends AsyncDisposable {
  readonly messages: { topic: string; payload: string; retained: boolean }[];
  /** The newest payload of a topic. */
  newest(topic: string): string | undefined;
  publish(topic: string, payload: string, properties?: ObserverProperties): void;
}

interface ObserverProperties {
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  readonly retain?: boolean;
}

export async function observe(
  url: string,
  filter: string,
  options: mqtt.IClientOptions = {},
): Promise<Observer> {
  const client = mqtt.connect(url, {
    protocolVersion: 5,
    reconnectPeriod: 0,
    timerVariant: "native",
    ...options,
  });
  const messages: Observer["messages"] = [];
  client.on("message", (topic, payload, { retain }) => {
    messages.push({ topic, payload: payload.toString(), retained: retain });
  });
  await new Promise((resolve, reject) => {
    client.once("connect", resolve);
    client.once("error", reject);
  });
  client.on("error", () => {});
  await client.subscribeAsync(filter, { qos: 1 });
  return {
    messages,
    newest: (wanted) => messages.findLast(({ topic }) => topic === wanted)?.payload,
    publish(topic, payload, { retain = false, correlationData, ...properties } = {}) {
      client.publish(topic, payload, {
        qos: 1,
        retain,
        properties: {
          ...properties,
          ...(correlationData && { correlationData: Buffer.from(correlationData) }),
        },
      });
    },
    [Symbol.asyncDispose]: () => client.endAsync(true),
  };
}

/** A line to a broker that a test can cut, or plug up. */
export interface Line extends AsyncDisposable {
  readonly port: number;
  /** Breaks every connection, as a pulled cable does in the end. */
  cut(): void;
  /** While true, what the client says does not come through. */
  plugged: boolean;
  /** Keeps back what the broker says, until it is let through. */
  holdAnswers(): void;
  letThrough(): void;
}

export async function lineTo(brokerPort: number): Promise<Line> {
  const sockets = new Set<Socket>();
  const upstreams = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((client) => {
    const upstream = track(connect(brokerPort, "127.0.0.1"));
    track(client).on("data", (bytes) => {
      if (!line.plugged) upstream.write(bytes);
    });
    upstreams.add(upstream);
    upstream.on("data", (bytes) => client.write(bytes));
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
  });
  const line = {
    port: await listen(server),
    plugged: false,
    holdAnswers: () => upstreams.forEach((upstream) => upstream.pause()),
    letThrough: () => upstreams.forEach((upstream) => upstream.resume()),
    cut: () => sockets.forEach((socket) => socket.destroy()),
    async [Symbol.asyncDispose]() {
      line.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return line;
}

/** A server that is no broker. */
export async function serverThat(
  answers: (socket: Socket) => void,
): Promise<{ port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    answers(socket);
  });
  return {
    port: await listen(server),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
