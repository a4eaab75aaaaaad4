import { lookup } from "node:dns/promises";
import { hasTls } from "../../config/mqtt_combinations.ts";
import { fileTroubleOf } from "../../config/file_trouble.ts";
import { probeBroker } from "../../mqtt/broker_probe.ts";
import type { BrokerVerdict } from "../../mqtt/broker_verdict.ts";
import { SetupError } from "../../setup/setup_error.ts";
import type { Base, BrokerTrial } from "../../setup/surroundings.ts";
import type { Texts } from "../../setup/texts/texts.ts";
import { drawSourceAddress } from "../plant/agent_dependencies.ts";
import type { CommandContext } from "../cli/command_context.ts";

const LOOKUP_MS = 3000;

const LOCAL = "localhost";
const HOME_ASSISTANT = "homeassistant.local";

/** A broker is there, whatever it thinks of us. */
const Present: ReadonlySet<BrokerVerdict["kind"]> = new Set([
  "ok",
  "bad_credentials",
  "not_authorised",
  "declined",
]);

/** Addresses at which brokers answer, the likeliest first; nobody is told a user or a password. */
export async function brokersNearby(
  tryBroker: (trial: BrokerTrial) => Promise<BrokerVerdict>,
): Promise<readonly string[]> {
  const brokerAt = async (host: string): Promise<string[]> => {
    const url = `mqtt://${host}:1883`;
    if (!await resolves(host)) return [];
    const nobody = { username: undefined, password: undefined, caFile: undefined };
    return Present.has((await tryBroker({ url, ...nobody })).kind) ? [url] : [];
  };
  return (await Promise.all([LOCAL, HOME_ASSISTANT].map(brokerAt))).flat();
}

async function resolves(host: string): Promise<boolean> {
  // Without anybody who knows such names the answer may take its time.
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), LOOKUP_MS);
  try {
    return await Promise.race([lookup(host).then(() => true, () => false), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Tries a broker as the agent would use it; throws a `SetupError` where a certificate is missing. */
export async function tryBroker(
  { url, username, password, caFile }: BrokerTrial,
  { config: { mqtt } }: Base,
  texts: Texts,
  { clock, machine, signal }: CommandContext,
): Promise<BrokerVerdict> {
  const { certFile, keyFile } = (mqtt.url === "embedded" ? undefined : mqtt.tls) ?? {};
  const files = hasTls(url) ? [caFile, certFile, keyFile] : [];
  const read = (file: string | undefined) => {
    try {
      return file === undefined ? undefined : machine.readTextFile(file);
    } catch (cause) {
      throw new SetupError("usage", texts.fileUnreadable(file!, fileTroubleOf(cause)), { cause });
    }
  };
  const [ca, cert, key] = files.map(read);
  const name = `setup-${drawSourceAddress().toString(16)}`;
  return await probeBroker({
    url,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    tls: { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) },
    topic: `${mqtt.baseTopic}/agent/${name}/status`,
  }, { clock, signal, clientId: `studer-agent-${name}` });
}
