import type { Clock } from "../../protocol/clock.ts";
import type { Device } from "../installation/device.ts";
import type { Log } from "../log.ts";
import type { Broker, IncomingMessage } from "./broker.ts";
import { deviceFilters } from "./topics.ts";

/** How long a broker may take to hand over what it has retained. */
const LISTEN_MS = 10_000;

/** How long the agent may take to publish what there is: all but a slow gateway's last settings. */
const SETTLE_MS = 10 * 60_000;

/** More topics than any installation has. */
const MAX_TOPICS = 50_000;

/** Whose retained topics are looked through. */
export interface SweeperOptions {
  readonly broker: Broker;
  /** `<base>/<installation>`: everything below it is this agent's. */
  readonly root: string;
  /** Whether a device's topic, given as its levels below the root, still has something to say. */
  readonly isCurrent: (levels: readonly string[]) => boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Removes, once, what an earlier run left retained at the broker and this one no longer publishes:
 * a device that was taken away must not stay `online` for ever.
 */
export async function sweepRetained(
  { broker, root, isCurrent, clock, log }: SweeperOptions,
  signal: AbortSignal,
): Promise<void> {
  await connected(broker, signal);
  if (signal.aborted) return;
  const retained = new Set<string>();
  const keep = ({ topic, retained: isRetained }: IncomingMessage) => {
    if (isRetained && retained.size < MAX_TOPICS) retained.add(topic);
  };
  const ends = deviceFilters(root).map((filter) => broker.subscribe(filter, keep));
  await clock.sleep(LISTEN_MS, signal);
  for (const end of ends) end();
  await clock.sleep(SETTLE_MS, signal);
  if (signal.aborted) return;
  const stale = [...retained].filter((topic) =>
    !isCurrent(topic.slice(root.length + 1).split("/"))
  );
  for (const topic of stale) broker.publish(topic, "", { retain: true });
  if (stale.length > 0) log.info("Removed what an earlier run left", { topics: stale.length });
}

/** What the agent knows of an installation by the time it sweeps. */
export interface Knowledge {
  readonly devices: readonly Device[];
  /** Whether this run published to a topic, given as its levels below the root. */
  readonly hasPublished: (levels: readonly string[]) => boolean;
}

/** Whether what is retained of a device still has something to say. */
export function isCurrent(
  levels: readonly string[],
  { devices, hasPublished }: Knowledge,
): boolean {
  // A gateway that was silent all the time tells nothing of its devices.
  if (devices.length === 0) return true;
  const [name = "", key = "", below] = levels;
  const device = devices.find((device) => device.name === name);
  if (device === undefined) return false;
  if (key === "status") return true;
  if (!device.datapoints.some((datapoint) => datapoint.key === key)) return false;
  // What was not read in this run may keep its attributes; what was, has those that it got.
  return below !== "attributes" || hasPublished(levels) || !hasPublished([name, key]);
}

/** Resolves at the first connection, or when the signal is aborted. */
async function connected(broker: Broker, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = () => resolve();
  signal.addEventListener("abort", stop);
  const end = broker.onConnect(() => resolve());
  await promise;
  end();
  signal.removeEventListener("abort", stop);
}
