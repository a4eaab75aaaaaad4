import {
  type DiscoveryContext,
  type DiscoveryMessage,
  ORIGIN_NAME,
  sharedAvailabilityOf,
} from "./discovery.ts";

/** A device's entities as Home Assistant tells them apart: their platform by their key. */
export type Platforms = ReadonlyMap<string, string>;

/** What a device's message announces. */
export function platformsOf({ components }: DiscoveryMessage): Platforms {
  return new Map(Object.entries(components).map(([key, { platform }]) => [key, platform]));
}

/**
 * What to publish before the message, so that a Home Assistant that knows the entities `known`
 * forgets those that the message lacks: each as a component that has a platform and nothing else.
 * Undefined where there is nothing to forget.
 */
export function removalOf(message: DiscoveryMessage, known: Platforms): string | undefined {
  const announced = platformsOf(message);
  const removed = [...known].filter(([key, platform]) => announced.get(key) !== platform);
  if (removed.length === 0) return undefined;
  const removals = Object.fromEntries(removed.map(([key, platform]) => [key, { platform }]));
  return JSON.stringify({ ...message, components: { ...message.components, ...removals } });
}

/** More than ten times what the largest device needs. */
const MAX_TEXT_LENGTH = 4_000_000;

/**
 * The entities that a text found at the broker announces; undefined where it is not a message of
 * this agent about this installation.
 */
export function ownPlatformsOf(text: string, context: DiscoveryContext): Platforms | undefined {
  // A broker may hold the messages of many other programs: most are known by a glance.
  if (text.length > MAX_TEXT_LENGTH || !text.includes(ORIGIN_NAME)) return undefined;
  const message = parseObject(text);
  if (message === undefined || field(message.origin, "name") !== ORIGIN_NAME) return undefined;
  const { availability, components } = message;
  if (!Array.isArray(availability)) return undefined;
  const topics = availability.map((entry) => field(entry, "topic"));
  if (!sharedAvailabilityOf(context).every((topic) => topics.includes(topic))) return undefined;
  const platforms = new Map<string, string>();
  for (const [key, component] of Object.entries(isObject(components) ? components : {})) {
    const platform = field(component, "platform");
    if (typeof platform === "string") platforms.set(key, platform);
  }
  return platforms;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function field(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
