import { parse } from "yaml";
import { configJsonSchema } from "../../agent/config/schema.ts";
import * as topics from "../../agent/mqtt/topics.ts";
import { testMachine } from "../agent/config/test_machine.ts";

const Topics: readonly string[] = [
  topics.agentStatusTopic("studer", "+"),
  topics.installationStatusTopic("studer", "+"),
  topics.deviceStatusTopic("studer", "+", "+"),
  topics.stateTopic("studer", "+", "+", "+"),
  topics.attributesTopic("studer", "+", "+", "+"),
  topics.setTopic("studer", "+", "+", "+"),
  topics.resultTopic("studer", "+", "+", "+"),
  topics.messageTopic("studer", "+"),
  topics.lastMessageTopic("studer", "+"),
];

/** True for a topic, or a filter, that fits one of the agent's; `<words>` stand for names. */
export function isTopic(topic: string): boolean {
  const levels = topic.replaceAll(/<[^>]+>/g, "name");
  return topic === "studer/#" || Topics.some((known) => topics.topicFits(known, levels));
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
