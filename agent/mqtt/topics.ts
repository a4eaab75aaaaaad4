/** Where a value is to be written, as its `set` topic says it. */
export interface SetTarget {
  readonly installation: string;
  readonly device: string;
  readonly key: string;
}

/** `online` while the agent runs; `offline` is its last will. */
export function agentStatusTopic(base: string, agentId: string): string {
  return `${base}/agent/${agentId}/status`;
}

/** What stands above all topics of an installation. */
export function installationRoot(base: string, installation: string): string {
  return `${base}/${installation}`;
}

/** `online` while the installation's gateway answers. */
export function installationStatusTopic(base: string, installation: string): string {
  return `${base}/${installation}/status`;
}

/** `online` while the device answers. */
export function deviceStatusTopic(base: string, installation: string, device: string): string {
  return `${base}/${installation}/${device}/status`;
}

/** A datapoint's value. */
export function stateTopic(
  base: string,
  installation: string,
  device: string,
  key: string,
): string {
  return `${base}/${installation}/${device}/${key}`;
}

/** What there is to say of a datapoint beside its value, as JSON. */
export function attributesTopic(
  base: string,
  installation: string,
  device: string,
  key: string,
): string {
  return `${stateTopic(base, installation, device, key)}/attributes`;
}

/** Where a new value for a datapoint is expected. */
export function setTopic(base: string, installation: string, device: string, key: string): string {
  return `${stateTopic(base, installation, device, key)}/set`;
}

/** What became of a `set`, as JSON. */
export function resultTopic(
  base: string,
  installation: string,
  device: string,
  key: string,
): string {
  return `${stateTopic(base, installation, device, key)}/result`;
}

/** A new message of the installation, as JSON. */
export function messageTopic(base: string, installation: string): string {
  return `${base}/${installation}/message`;
}

/** The latest message of the installation, as JSON, retained. */
export function lastMessageTopic(base: string, installation: string): string {
  return `${base}/${installation}/last_message`;
}

/** The filter that every `set` topic fits, of all installations and devices. */
export function setFilter(base: string): string {
  return `${base}/+/+/+/set`;
}

/**
 * The filters that what is retained of an installation's devices fits. Orders do not: a broker may
 * deliver a message once for each filter that it fits, and an order must come once.
 */
export function deviceFilters(root: string): string[] {
  return [`${root}/+/+`, `${root}/+/+/attributes`];
}

/** What a `set` topic asks for; undefined where the topic is none below `base`. */
export function parseSetTopic(base: string, topic: string): SetTarget | undefined {
  if (!topic.startsWith(`${base}/`)) return undefined;
  const [installation, device, key, verb, ...rest] = topic.slice(base.length + 1).split("/");
  if (!installation || !device || !key || verb !== "set" || rest.length > 0) return undefined;
  return { installation, device, key };
}

/** True where a message may be published to the topic: a wildcard costs the whole connection. */
export function isPublishable(topic: string): boolean {
  // deno-lint-ignore no-control-regex -- MQTT 1.5.4: a string must not hold the null character.
  return topic.length > 0 && topic.length <= MAX_TOPIC_LENGTH && !/[+#\u0000]/.test(topic);
}

/** True where the topic fits the filter, whose `+` stands for one level and `#` for the rest. */
export function topicFits(filter: string, topic: string): boolean {
  const levels = topic.split("/");
  const wanted = filter.split("/");
  for (const [index, want] of wanted.entries()) {
    if (want === "#") return true;
    if (index >= levels.length || (want !== "+" && want !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}

// MQTT 1.5.4 allows 65,535 bytes; a UTF-16 unit takes at most 3.
const MAX_TOPIC_LENGTH = 20_000;
