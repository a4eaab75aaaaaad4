import type { MqttConfig } from "../config/schema.ts";
import type { Dialogue } from "./surroundings.ts";

/** A broker's addresses as a person writes them. */
export function addressesText({ url }: MqttConfig): string {
  return url === "embedded" ? url : url.join(", ");
}

const Embedded = /^\s*embedded(?::(\d+))?\s*$/i;
const MAX_PORT = 65_535;

/**
 * Reads one or several addresses, or `embedded`, which may have a port behind it; undefined where
 * they are none.
 */
export function addressesOf(text: string): "embedded" | readonly string[] | undefined {
  const embedded = Embedded.exec(text);
  if (embedded !== null) {
    const port = embeddedPortOf(text);
    return port === undefined || (port > 0 && port <= MAX_PORT) ? "embedded" : undefined;
  }
  const urls = text.split(/[\s,]+/).filter((word) => word !== "").map(withScheme);
  return urls.length > 0 && urls.every(isBroker) ? urls : undefined;
}

/** The port that is given for the agent's own broker, such as by `embedded:1884`. */
export function embeddedPortOf(text: string): number | undefined {
  const port = Embedded.exec(text)?.[1];
  return port === undefined ? undefined : Number(port);
}

/** People write the host alone. */
function withScheme(word: string): string {
  if (word.includes("://")) return word;
  return /:\d+$/.test(word) ? `mqtt://${word}` : `mqtt://${word}:1883`;
}

function isBroker(url: string): boolean {
  if (!/^(mqtt|mqtts|ws|wss):\/\//.test(url) || !URL.canParse(url)) return false;
  const { hostname, username, password } = new URL(url);
  return hostname !== "" && username === "" && password === "";
}

/** Why an answer is no broker; undefined where it is one. */
export function brokerComplaint(answer: string, { texts }: Dialogue): string | undefined {
  if (addressesOf(answer) !== undefined) return undefined;
  return answer.includes("@") ? texts.brokerWithUser : texts.brokerWrong;
}
