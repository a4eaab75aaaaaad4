import type { Clock } from "../../../protocol/clock.ts";
import { errorText } from "../../error_text.ts";
import type { BrokerAccess } from "./addon_options.ts";

/** Why there is no configuration, as one line: what, the value found, what to do. */
export class AddonError extends Error {
  override readonly name = "AddonError";
}

/** Where the supervisor is, and what shows it who we are. */
export interface Supervisor {
  readonly url: string;
  readonly token: string;
  readonly clock: Clock;
  /** Tells whoever reads the add-on's log. */
  readonly say: (line: string) => void;
}

/** What `/services/mqtt` answers, as Home Assistant documents it. */
interface MqttService {
  readonly host: string;
  readonly port: number;
  readonly ssl?: boolean;
  readonly username?: string;
  readonly password?: string;
}

type Answer =
  | { readonly kind: "service"; readonly service: MqttService }
  | { readonly kind: "not yet"; readonly why: string };

// When the machine starts, the broker's add-on may come up after us.
const ATTEMPTS = 12;
const PAUSE_MS = 5000;
const ANSWERS_WITHIN_MS = 10_000;

/** Asks for Home Assistant's broker. Throws an `AddonError` where there is none for a minute. */
export async function brokerOfHomeAssistant(supervisor: Supervisor): Promise<BrokerAccess> {
  let why = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await ask(supervisor);
    if (answer.kind === "service") return accessTo(answer.service);
    why = answer.why;
    if (attempt === 0) supervisor.say(`Waiting for Home Assistant's MQTT broker: ${why}`);
    if (attempt < ATTEMPTS - 1) await supervisor.clock.sleep(PAUSE_MS);
  }
  throw new AddonError(
    `Home Assistant offers no MQTT broker (${why}); install and start the Mosquitto broker add-on, ` +
      "or give the MQTT broker's address in this add-on's configuration",
  );
}

async function ask({ url, token }: Supervisor): Promise<Answer> {
  try {
    const response = await fetch(`${url}/services/mqtt`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    const { data, message } = await response.json();
    return response.ok && typeof data?.host === "string" && typeof data.port === "number"
      ? { kind: "service", service: data }
      : { kind: "not yet", why: message ?? `the supervisor answers ${response.status}` };
  } catch (error) {
    return { kind: "not yet", why: errorText(error) };
  }
}

function accessTo({ host, port, ssl, username, password }: MqttService): BrokerAccess {
  return {
    url: `${ssl ? "mqtts" : "mqtt"}://${host}:${port}`,
    ...(username && { username }),
    ...(password && { password }),
  };
}
