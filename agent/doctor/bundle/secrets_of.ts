import type { Config } from "../../config/schema.ts";
import { isOfOwnWords } from "./own_words.ts";
import type { Secret } from "./secret.ts";

/** Where secrets are known from. */
export interface SecretSources {
  /** Undefined where none could be read. */
  readonly config: Config | undefined;
  readonly hostName: string;
  /** Of the user who runs this; undefined where it is not known. */
  readonly userName: string | undefined;
  /** Of devices and gateway, wherever they were met. */
  readonly serialNumbers: readonly string[];
}

/** Names that say nothing of anybody. */
const Harmless: ReadonlySet<string> = new Set([
  "localhost",
  "ip6-localhost",
  "127.0.0.1",
  "::1",
  "0.0.0.0",
  "::",
  "root",
  "studer-agent",
  "studer",
  "home",
  "agent",
  "mqtt",
]);

/** All that is known and is not for others. */
export function secretsOf(
  { config, hostName, userName, serialNumbers }: SecretSources,
): Secret[] {
  const secrets: Secret[] = [];
  const add = (value: string | undefined, substitute: string, kind: Secret["kind"] = "text") => {
    if (value === undefined || value === "") return;
    if (secrets.some((secret) => secret.value === value)) return;
    secrets.push({ kind, value, substitute });
  };
  const addName = (value: string | undefined, substitute: string, kind?: Secret["kind"]) => {
    if (value !== undefined && !Harmless.has(value.toLowerCase())) add(value, substitute, kind);
  };
  if (config !== undefined) {
    const { mqtt, web, installations, agent } = config;
    // A password is one, whatever it says.
    add(mqtt.password, "<password>");
    add(web.password, "<password>");
    addName(mqtt.username, "<user>");
    const urls = mqtt.url === "embedded" ? [] : mqtt.url;
    const hosts = [
      ...urls.map((url) => new URL(url).hostname.replace(/^\[|\]$/g, "")),
      ...installations.map(({ link }) => "host" in link ? link.host : undefined),
    ];
    const names = [...new Set(hosts)].filter((host) => host !== undefined);
    for (const [index, host] of names.entries()) addName(host, `<host ${index + 1}>`);
    for (const [index, { name, id }] of installations.entries()) {
      const substitute = `<installation ${index + 1}>`;
      if (name !== id) addName(name, substitute, "name");
      // Often made of the name, or the one name that there is.
      if (!isOfOwnWords(id)) addName(id, substitute, "name");
    }
    addName(agent.id, "<agent>");
  }
  addName(hostName, "<machine>");
  addName(hostName.split(".", 1)[0], "<machine>");
  addName(userName, "<user>");
  for (const [index, serial] of [...new Set(serialNumbers)].entries()) {
    add(serial, `<device ${index + 1}>`, "serial");
  }
  return secrets;
}
