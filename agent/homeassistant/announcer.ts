import type { Log } from "../log.ts";
import type { Device } from "../installation/device.ts";
import type { Broker, IncomingMessage } from "../mqtt/broker.ts";
import { ownPlatformsOf, type Platforms, platformsOf, removalOf } from "./announcement.ts";
import {
  discoveriesOf,
  type Discovery,
  type DiscoveryContext,
  discoveryTopic,
} from "./discovery.ts";

/** Whose devices are announced, and to whom. */
export interface AnnouncerOptions extends DiscoveryContext {
  readonly broker: Broker;
  readonly log: Log;
  /** Called when Home Assistant has started: the time to send every state again. */
  readonly onBirth?: () => void;
}

/** Far more devices than an installation can have, over all the years. */
const MAX_KNOWN_DEVICES = 1000;

/**
 * Keeps Home Assistant's picture of one installation's devices the same as the agent's: announces
 * what is there and takes back what is gone, even if it went while the agent was not running.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  /** The devices to announce; undefined before the first `announce`. */
  #discoveries: readonly Discovery[] | undefined;
  /** What Home Assistant may have been told, by device id: in this run, or in an earlier one. */
  readonly #known = new Map<string, Platforms>();
  /** The text last published, by device id. */
  readonly #published = new Map<string, string>();
  #ends: (() => void)[] = [];

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  /** Begins to listen to the broker. */
  start(): void {
    const { broker, prefix } = this.#options;
    this.#ends = [
      // Comes with what the broker has retained of earlier runs.
      broker.subscribe(discoveryTopic(prefix, "+"), (message) => this.#onDiscovery(message)),
      broker.subscribe(`${prefix}/status`, (message) => this.#onStatus(message)),
      // The broker may have lost what it had retained.
      broker.onConnect(() => this.#publishAll()),
    ];
  }

  /** Ceases to listen; what was announced stays. */
  stop(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  /**
   * Says which devices the installation has: all of them, those that do not answer just now too.
   * A device left out loses its entities, and Home Assistant what its owner made of them.
   */
  announce(devices: readonly Device[]): void {
    this.#discoveries = discoveriesOf(devices, this.#options);
    // A removal is not retained, so that without a connection it would be lost. What is gone is
    // taken back when the broker shows that it still has it, and from whom.
    if (!this.#options.broker.connected) return;
    const present = new Set<string>();
    for (const discovery of this.#discoveries) {
      present.add(discovery.id);
      if (this.#published.get(discovery.id) !== JSON.stringify(discovery.message)) {
        this.#publish(discovery);
      }
    }
    for (const id of [...this.#known.keys()]) {
      if (!present.has(id)) this.#retract(id);
    }
  }

  #publishAll(): void {
    for (const discovery of this.#discoveries ?? []) this.#publish(discovery);
  }

  #publish({ id, message }: Discovery): void {
    const { broker, prefix, log } = this.#options;
    const topic = discoveryTopic(prefix, id);
    const removal = removalOf(message, this.#known.get(id) ?? new Map<string, string>());
    // Not retained: it is for who listens now, and must not be overtaken by what follows it.
    if (removal !== undefined) broker.publish(topic, removal, { retain: false });
    const text = JSON.stringify(message);
    broker.publish(topic, text, { retain: true });
    this.#known.set(id, platformsOf(message));
    this.#published.set(id, text);
    log.debug("Announced to Home Assistant", { device: message.device.name, id });
  }

  #retract(id: string): void {
    const { broker, prefix, log } = this.#options;
    broker.publish(discoveryTopic(prefix, id), "", { retain: true });
    this.#known.delete(id);
    this.#published.delete(id);
    log.info("Took back from Home Assistant a device that is no longer there", { id });
  }

  #onDiscovery({ topic, payload, retained }: IncomingMessage): void {
    const id = topic.split("/").at(-2);
    if (id === undefined) return;
    const platforms = ownPlatformsOf(payload, this.#options);
    if (platforms === undefined) {
      // Taken over by another agent, or taken back by hand: no longer ours to take back.
      this.#known.delete(id);
      return;
    }
    // An echo, perhaps of what is no longer true.
    if (!retained) return;
    const announced = this.#known.get(id);
    if (announced === undefined && this.#known.size >= MAX_KNOWN_DEVICES) return;
    this.#known.set(id, new Map([...announced ?? [], ...platforms]));
    if (this.#discoveries === undefined) return;
    const discovery = this.#discoveries.find((candidate) => candidate.id === id);
    if (discovery === undefined) {
      this.#retract(id);
    } else if (
      this.#options.broker.connected && removalOf(discovery.message, platforms) !== undefined
    ) {
      this.#publish(discovery);
    }
  }

  #onStatus({ payload, retained }: IncomingMessage): void {
    // Retained, it tells of a start that was long before.
    if (retained || payload !== "online") return;
    this.#publishAll();
    this.#options.onBirth?.();
  }
}
