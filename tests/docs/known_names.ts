import { parse } from "yaml";
import { configJsonSchema } from "../../agent/config/schema.ts";
import { SystemPoints } from "../../agent/installation/system/system_points.ts";
import * as topics from "../../agent/mqtt/topics.ts";
import { deviceNamed } from "../../protocol/address.ts";
import type { Family } from "../../protocol/catalogue/datapoint.ts";
import { Families, findByKey } from "../../protocol/catalogue/lookup.ts";
import { testMachine } from "../agent/config/test_machine.ts";

const Topics: readonly string[] = [
  topics.agentStatusTopic("studer", "+"),
  topics.installationStatusTopic("studer", "+"),
  topics.deviceStatusTopic("studer", "+", "+"),
  topics.stateTopic("studer", "+", "+", "+"),
  topics.attributesTopic("studer", "+", "+", "+"),
  topics.messageTopic("studer", "+"),
  topics.lastMessageTopic("studer", "+"),
];

/** True for a topic, or a filter, that fits one of the agent's; `<words>` stand for names. */
export function isTopic(topic: string): boolean {
  const levels = topic.replaceAll(/<[^>]+>/g, "name");
  if (topic === "studer/#") return true;
  return Topics.some((known) => topics.topicFits(known, levels)) && namesPoint(topic);
}

/** True where a device and a key that are named are a pair; a placeholder or `+` is any. */
function namesPoint(topic: string): boolean {
  const [, , device, key] = topic.split("/");
  if (device === undefined || key === undefined || /^[<+]/.test(device + key)) return true;
  if (key.startsWith("<") || key === "status") return device === "system" || isDevice(device);
  return device === "system"
    ? Object.hasOwn(SystemPoints, key)
    : isKeyOf(deviceNamed(device)?.family, key);
}

/** True for a device, such as `xt1`. */
export function isDevice(name: string): boolean {
  return deviceNamed(name) !== undefined;
}

/** True for a key of the plant as a whole, or of a device of some family. */
export function isKey(key: string): boolean {
  return Object.hasOwn(SystemPoints, key) || Families.some((family) => isKeyOf(family, key));
}

function isKeyOf(family: Family | undefined, key: string): boolean {
  return family !== undefined && findByKey(family, key) !== undefined;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

/** Every path of the configuration's description, without the numbers of lists. */
const Settings: readonly string[] = pathsOfSchema(configJsonSchema(testMachine()));

function pathsOfSchema(schema: Schema, above: readonly string[] = []): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, below]) => {
    const path = [...above, key];
    return [path.join("."), ...pathsOfSchema(below, path)];
  });
  const same = [schema.items, ...schema.oneOf ?? [], ...schema.anyOf ?? []];
  return [...own, ...same.flatMap((each) => each === undefined ? [] : pathsOfSchema(each, above))];
}

/** True for a setting: a whole path, or its last levels. */
export function isSetting(path: string): boolean {
  return Settings.some((known) => known === path || known.endsWith(`.${path}`));
}

/** The settings that a piece of YAML gives, as paths. */
export function settingsIn(yaml: string): string[] {
  return pathsOfValue(parse(yaml));
}

function pathsOfValue(value: unknown, above: readonly string[] = []): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => pathsOfValue(each, above));
  if (typeof value !== "object" || value === null) return above.length > 0 ? [above.join(".")] : [];
  return Object.entries(value).flatMap(([key, below]) => pathsOfValue(below, [...above, key]));
}
