/** What the user chose in the add-on's page; `config.yaml` describes and checks it. */
export interface AddonOptions {
  readonly link: "serial" | "tcp-listen" | "tcp" | "udp";
  readonly serial_port?: string;
  readonly baud_rate?: string;
  readonly host?: string;
  readonly port?: number;
  readonly name?: string;
  readonly parameters: string;
  readonly discovery: boolean;
  readonly mqtt_url?: string;
  readonly mqtt_username?: string;
  readonly mqtt_password?: string;
  readonly web_password?: string;
  readonly log_level: string;
}

/** A broker, and who the agent is there. */
export interface BrokerAccess {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
}

/** A file that the agent's configuration consists of. */
export interface ConfigFile {
  readonly name: string;
  readonly text: string;
}

// The ports of the container: others see them where config.yaml maps them to.
const DIAL_IN_PORT = 4001;
const WEB_ADDRESS = "0.0.0.0:8080";

/** The files of `configFiles` that hold a secret each. */
export const SecretFiles = ["mqtt-username", "mqtt-password", "web-password"] as const;

/**
 * The agent's configuration: secrets in files of their own, and a `${` so that it is no variable.
 * JSON is YAML, too.
 */
export function configFiles(
  options: AddonOptions,
  broker: BrokerAccess,
  generatedPassword: string,
): ConfigFile[] {
  const { name, parameters, discovery, log_level, web_password } = options;
  const { url, username, password } = broker;
  const config = {
    installations: [{ id: "home", ...(name && { name }), link: linkOf(options), parameters }],
    mqtt: {
      url,
      ...(username && { usernameFile: "mqtt-username" }),
      ...(password && { passwordFile: "mqtt-password" }),
    },
    homeAssistant: { discovery },
    web: { listen: WEB_ADDRESS, passwordFile: "web-password" },
    log: { level: log_level },
  };
  return [
    {
      name: "agent.config.yaml",
      text: JSON.stringify(config, undefined, 2).replaceAll("${", () => "$${"),
    },
    ...(username ? [{ name: "mqtt-username", text: username }] : []),
    ...(password ? [{ name: "mqtt-password", text: password }] : []),
    { name: "web-password", text: web_password || generatedPassword },
  ];
}

function linkOf({ link, serial_port, baud_rate, host, port }: AddonOptions): object {
  switch (link) {
    case "serial":
      return { type: link, path: serial_port, ...(baud_rate && { baudRate: Number(baud_rate) }) };
    case "tcp-listen":
      return { type: link, port: DIAL_IN_PORT };
    case "tcp":
      return { type: link, host, port: port ?? 4001 };
    case "udp":
      return { type: link, host, ...(port && { port }), localPort: DIAL_IN_PORT };
  }
}

/** What the chosen connection still needs, in words for the log; undefined where nothing. */
export function missingOption({ link, serial_port, host }: AddonOptions): string | undefined {
  if (link === "serial" && !serial_port) {
    return "The connection is serial, but no serial port is chosen; choose one in the add-on's " +
      "configuration, where it is among the unused optional options";
  }
  if ((link === "tcp" || link === "udp") && !host) {
    return `The connection is ${link}, but there is no address; give the serial server's in the add-on's configuration`;
  }
  return undefined;
}
