import { EMBEDDED } from "../config/mqtt_combinations.ts";
import { isLoopback } from "../network_address.ts";
import type { BrokerVerdict } from "../mqtt/broker_verdict.ts";
import { askCertificate, askUser, type Credentials, isUserGiven } from "./ask_credentials.ts";
import { addressesOf, addressesText, brokerComplaint, embeddedPortOf } from "./broker_address.ts";
import { brokerContradiction } from "./broker_contradiction.ts";
import { SetupError } from "./setup_error.ts";
import type { Dialogue } from "./surroundings.ts";

/** The broker that was chosen; what is undefined stays as it is configured. */
export interface BrokerAnswer extends Credentials {
  readonly url: "embedded" | readonly string[];
  /** Embedded only: whether other machines may reach it. */
  readonly shared?: boolean;
  /** Embedded only: where it listens. */
  readonly port?: number;
}

/** What is done next about a broker. */
type Next = "again" | "user" | "certificate" | "address" | "keep" | "stop";

/** Finds out which broker is used, and tries it. */
export async function askBroker(dialogue: Dialogue): Promise<BrokerAnswer> {
  const { ask, texts, base } = dialogue;
  const given = {
    shareBroker: ask.given("--share-broker") as boolean | undefined,
    caFile: ask.given("--ca-file") as string | undefined,
  };
  let proposal: string | undefined = base.isNew
    ? await proposed(dialogue)
    : addressesText(base.config.mqtt);
  for (;;) {
    const answer = await ask.text({
      flag: "--broker",
      text: texts.broker,
      proposal,
      complaint: (answer) =>
        brokerComplaint(answer, dialogue) ?? brokerContradiction(answer, answer, given, texts),
    });
    const url = addressesOf(answer) ?? "embedded";
    if (url === "embedded") {
      const own = await askEmbedded(dialogue, embeddedPortOf(answer));
      if (own !== undefined) return own;
      proposal = undefined;
      continue;
    }
    const credentials = await tryBroker(url, dialogue);
    if (credentials !== undefined) return { url, ...credentials };
    proposal = answer;
  }
}

async function proposed({ ask, texts, surroundings }: Dialogue): Promise<string> {
  const isDecided = ["--broker", "--share-broker"].some((flag) => ask.given(flag) !== undefined);
  if (isDecided || !surroundings.tests) return "embedded";
  const nearby = await surroundings.brokersNearby();
  for (const url of nearby) ask.say(texts.brokerSeen(url));
  if (nearby.length === 0) ask.say(texts.noBrokerSeen);
  return nearby[0] ?? "embedded";
}

/** Tries until the broker is well or taken as it is; undefined where another one is wanted. */
async function tryBroker(
  urls: readonly string[],
  dialogue: Dialogue,
): Promise<Credentials | undefined> {
  const { ask, texts, surroundings } = dialogue;
  let credentials: Credentials = {
    ...(isUserGiven(ask) && await askUser(dialogue)),
    ...(ask.given("--ca-file") !== undefined && await askCertificate(dialogue)),
  };
  if (!surroundings.tests) {
    for (const url of urls) ask.say(texts.brokerUntested(url));
    return credentials;
  }
  for (;;) {
    const verdict = await probeAll(urls, credentials, dialogue);
    if (verdict.kind === "ok") return credentials;
    switch (await nextAfter(verdict, credentials, dialogue)) {
      case "again":
        break;
      case "user":
        credentials = { ...credentials, ...await askUser(dialogue, credentials.username) };
        break;
      case "certificate":
        credentials = { ...credentials, ...await askCertificate(dialogue) };
        break;
      case "address":
        return undefined;
      case "keep":
        return credentials;
      case "stop":
        throw new SetupError("declined", texts.declined);
    }
  }
}

/** Of several brokers one that is well will do. */
async function probeAll(
  urls: readonly string[],
  given: Credentials,
  { ask, texts, base, surroundings }: Dialogue,
): Promise<BrokerVerdict> {
  const { mqtt } = base.config;
  const tls = mqtt.url === "embedded" ? undefined : mqtt.tls;
  let first: BrokerVerdict | undefined;
  for (const url of urls) {
    const verdict = await surroundings.probeBroker({
      url,
      username: given.username ?? mqtt.username,
      password: given.password ?? mqtt.password,
      caFile: given.caFile ?? tls?.caFile,
    });
    if (verdict.kind === "ok") {
      ask.say(texts.brokerWell(url, verdict.version));
      return verdict;
    }
    ask.say(texts.brokerTrouble(url, texts.brokerVerdicts(verdict)));
    first ??= verdict;
  }
  return first ?? { kind: "refused" };
}

async function nextAfter(
  verdict: Exclude<BrokerVerdict, { readonly kind: "ok" }>,
  { username, caFile }: Credentials,
  { ask, texts }: Dialogue,
): Promise<Next> {
  const wantsUser = verdict.kind === "bad_credentials" || verdict.kind === "not_authorised";
  const wantsCertificate = verdict.kind === "tls" &&
    (verdict.trouble === "self_signed" || verdict.trouble === "unknown_authority");
  // Nobody needs to choose what can only be answered in one way.
  if (wantsUser && username === undefined) return "user";
  if (!ask.attended && wantsCertificate && caFile === undefined) return "certificate";
  if (!ask.attended) {
    throw new SetupError(
      wantsUser ? "declined" : "no_connection",
      texts.brokerUseless,
    );
  }
  return await ask.choose<Next>({
    flag: "--broker",
    text: texts.whatNow,
    options: [
      ...(wantsUser ? [{ label: texts.otherUser, value: "user" } as const] : []),
      ...(wantsCertificate
        ? [{ label: texts.certificateFile, value: "certificate" } as const]
        : []),
      { label: texts.anotherBroker, value: "address" },
      { label: texts.tryAgain, value: "again" },
      { label: texts.keepUntested, value: "keep" },
      { label: texts.stop, value: "stop" },
    ],
    proposal: 0,
  });
}

/** Undefined where the agent cannot be the broker there, and another one is to be given. */
async function askEmbedded(
  dialogue: Dialogue,
  given: number | undefined,
): Promise<BrokerAnswer | undefined> {
  const { ask, texts, surroundings, base: { config: { mqtt } } } = dialogue;
  const configured = mqtt.url === "embedded" ? mqtt.port : undefined;
  const port = given ?? configured ?? EMBEDDED.port;
  // The agent that runs may hold the port that it was told to.
  if (port !== configured && surroundings.tests && surroundings.isPortTaken(port)) {
    if (!ask.attended) throw new SetupError("declined", texts.portTaken(port));
    ask.say(texts.portTaken(port));
    return undefined;
  }
  ask.say(texts.brokerEmbedded);
  const shared = await ask.yesNo({
    flag: "--share-broker",
    text: texts.reachable,
    proposal: mqtt.url === "embedded" && !isLoopback(mqtt.listen),
  });
  const own = { url: "embedded", shared, ...(given !== undefined && { port: given }) } as const;
  if (!shared && !isUserGiven(ask)) return own;
  return { ...own, ...await askUser(dialogue, mqtt.username, true) };
}
