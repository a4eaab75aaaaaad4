import type { Clock } from "../../protocol/clock.ts";
import type { PlantDatapoint } from "../installation/device.ts";
import type { Point, Reading, Values } from "../installation/values.ts";
import type { Log } from "../log.ts";
import type { Broker } from "./broker.ts";
import { attributesOf, formatValue, hasState } from "./payload.ts";
import { attributesTopic, deviceStatusTopic, stateTopic } from "./topics.ts";

/** What a publisher publishes, and where to. */
export interface PublisherOptions {
  readonly values: Values;
  readonly broker: Broker;
  readonly baseTopic: string;
  readonly clock: Clock;
  /** What a point reads; undefined where it is nothing to publish. */
  readonly describe: (point: Point) => PlantDatapoint | undefined;
  readonly log: Log;
}

/** How long a value that is read and does not change stays unsaid. */
const HEARTBEAT_MS = 5 * 60_000;

interface Sent {
  readonly payload: string;
  /** Milliseconds of `Clock.now()`. */
  readonly at: number;
  /** Of which connection, counted from 0. */
  readonly connection: number;
}

/**
 * Publishes readings: a changed value at once, one that stays the same every five minutes, all
 * after a new connection. A heartbeat says that the value was read, so that a value which is no
 * longer read goes silent.
 */
export class Publisher {
  readonly #values: Values;
  readonly #broker: Broker;
  readonly #baseTopic: string;
  readonly #clock: Clock;
  readonly #describe: (point: Point) => PlantDatapoint | undefined;
  readonly #log: Log;
  readonly #sent = new Map<string, Sent>();
  readonly #statuses = new Map<string, boolean>();
  #connection = 0;

  constructor({ values, broker, baseTopic, clock, describe, log }: PublisherOptions) {
    this.#values = values;
    this.#broker = broker;
    this.#baseTopic = baseTopic;
    this.#clock = clock;
    this.#describe = describe;
    this.#log = log;
  }

  /** Publishes what is read from now on, until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve));
    const ends = [
      this.#values.listen((readings) => this.#publishAll(readings)),
      this.#broker.onConnect(() => this.publishAgain()),
    ];
    if (!this.#broker.connected) this.#publishAll(this.#values.all());
    await aborted;
    for (const end of ends) end();
  }

  /** Whether a topic was published in this run, and not removed since. */
  hasPublished(topic: string): boolean {
    return this.#sent.has(topic) || this.#statuses.has(topic);
  }

  /** Publishes `online` or `offline`, and again after each new connection. */
  publishStatus(topic: string, online: boolean): void {
    if (this.#statuses.get(topic) === online) return;
    this.#statuses.set(topic, online);
    this.#publishStatus(topic, online);
  }

  /** Removes the topics of a device that is gone; its readings must be forgotten before. */
  retract(installation: string, device: string): void {
    const prefix = stateTopic(this.#baseTopic, installation, device, "");
    const status = deviceStatusTopic(this.#baseTopic, installation, device);
    const topics = [...this.#sent.keys()].filter((topic) => topic.startsWith(prefix));
    for (const topic of topics) {
      this.#sent.delete(topic);
      this.#broker.publish(topic, "", { retain: true });
    }
    if (this.#statuses.delete(status)) this.#broker.publish(status, "", { retain: true });
    this.#log.debug("Topics of a device that is gone removed", {
      installation,
      device,
      topics: topics.length,
    });
  }

  /**
   * Publishes everything, though nothing changed: what was on its way when the last connection
   * broke may be lost, the broker may be new, or Home Assistant has just started.
   */
  publishAgain(): void {
    this.#connection++;
    for (const [topic, online] of this.#statuses) this.#publishStatus(topic, online);
    this.#publishAll(this.#values.all());
  }

  #publishAll(readings: Iterable<Reading>): void {
    for (const reading of readings) this.#publishReading(reading);
  }

  #publishReading(reading: Reading): void {
    const { installation, device } = reading.point;
    const datapoint = this.#describe(reading.point);
    if (datapoint === undefined || !hasState(datapoint)) return;
    const state = stateTopic(this.#baseTopic, installation, device, datapoint.key);
    this.#publishChange(state, formatValue(datapoint, reading.value), HEARTBEAT_MS);
    const attributes = attributesOf(datapoint, reading);
    const topic = attributesTopic(this.#baseTopic, installation, device, datapoint.key);
    if (Object.keys(attributes).length > 0) {
      this.#publishChange(topic, JSON.stringify(attributes), Infinity);
    } else if (this.#sent.has(topic)) {
      // Home Assistant takes an empty payload for broken JSON.
      this.#publishChange(topic, "{}", Infinity);
    }
  }

  #publishChange(topic: string, payload: string, heartbeatMs: number): void {
    const last = this.#sent.get(topic);
    const at = this.#clock.now();
    if (
      last?.payload === payload && last.connection === this.#connection &&
      !isHeartbeatDue(topic, last.at, at, heartbeatMs)
    ) return;
    this.#sent.set(topic, { payload, at, connection: this.#connection });
    this.#broker.publish(topic, payload, { retain: true });
  }

  #publishStatus(topic: string, online: boolean): void {
    this.#broker.publish(topic, online ? "online" : "offline", { retain: true });
  }
}

/**
 * True where a beat fell between two times. Each topic has its own beats, by its name, so that
 * topics which were published together do not stay together.
 */
export function isHeartbeatDue(
  topic: string,
  lastAt: number,
  now: number,
  periodMs: number,
): boolean {
  if (periodMs === Infinity) return false;
  const phaseMs = hashOf(topic) % periodMs;
  return Math.floor((now + phaseMs) / periodMs) > Math.floor((lastAt + phaseMs) / periodMs);
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
