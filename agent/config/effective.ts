import { addressText } from "../network_address.ts";
import { formatDuration } from "./duration.ts";
import type { Config, MqttConfig, WebConfig } from "./schema.ts";
import { withoutVariables } from "./variables.ts";

/**
 * The configuration as a file would have to say it, every default spelled out, passwords hidden.
 * Reading it again gives the same configuration, where there is no password.
 */
export function effectiveConfig(config: Config): Record<string, unknown> {
  const { agent, installations, mqtt, homeAssistant, history, web, stateDirectory, log } = config;
  const { url, ...broker } = hidden(mqtt);
  return withoutAbsent(withoutVariables({
    agent,
    installations: installations.map(({ id, name, link, lanes, ...others }) => ({
      id,
      name,
      link,
      lanes: {
        fast: formatDuration(lanes.fast),
        normal: formatDuration(lanes.normal),
        slow: formatDuration(lanes.slow),
      },
      ...others,
    })),
    mqtt: { url, ...broker },
    homeAssistant,
    history,
    web: { ...hidden(web), listen: addressText(web.listen.host, web.listen.port) },
    stateDirectory,
    log,
  }));
}

/** What stands in a file of its own is left there: the file's name says it all. */
function hidden<T extends MqttConfig | WebConfig>(part: T): T {
  const copy: { -readonly [key in keyof T]: T[key] } & { username?: unknown; password?: unknown } =
    { ...part };
  if ("usernameFile" in part && part.usernameFile !== undefined) delete copy.username;
  if (part.passwordFile !== undefined) delete copy.password;
  else if (part.password !== undefined) copy.password = "***";
  return copy;
}

function withoutAbsent(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value));
}
