import { isDeepStrictEqual } from "node:util";
import { EMBEDDED, hasTls } from "../config/mqtt_combinations.ts";
import { withoutVariables } from "../config/variables.ts";
import type { LinkConfig } from "../link/open.ts";
import { isLoopback } from "../network_address.ts";
import { Places } from "../service/places.ts";
import type { BrokerAnswer } from "./ask_broker.ts";
import type { PlantAnswer } from "./ask_plant.ts";
import type { Base } from "./surroundings.ts";
import type { Edit } from "./yaml_edit.ts";

/** All that was answered. */
export interface Answers {
  /** Which installation it is about; undefined for one more. */
  readonly index: number | undefined;
  readonly plant: PlantAnswer;
  readonly link: LinkConfig;
  readonly broker: BrokerAnswer;
  readonly discovery: boolean;
  /** Whether the agent is to run as a service. */
  readonly service: boolean;
}

/**
 * What must be changed so that the configuration says what was answered; none where it does. A new
 * one is told everything, be it what it says already.
 */
export function editsOf(answers: Answers, base: Base): Edit[] {
  const { config, isNew, namesState } = base;
  const { discovery, service } = answers;
  const edits = [
    ...installationEdits(answers, base),
    ...brokerEdits(answers.broker, base),
    ...changed(
      ["homeAssistant", "discovery"],
      isNew ? undefined : config.homeAssistant.discovery,
      discovery,
    ),
    // Commands of other users find the running agent there, too.
    ...(service && !namesState ? [{ path: ["stateDirectory"], value: Places.state }] : []),
  ];
  // An answer means what it says, be it with a ${…}.
  return edits.map(({ path, value }) => ({ path, value: withoutVariables(value) }));
}

function installationEdits({ index, plant, link }: Answers, { config, isNew }: Base): Edit[] {
  const { installations } = config;
  if (index === undefined && !isNew) {
    return [{ path: ["installations", installations.length], value: { ...plant, link } }];
  }
  const at = index ?? 0;
  const before = isNew ? undefined : installations[at];
  const { id, name, timeZone } = plant;
  return [
    ...changed(["installations", at, "id"], before?.id, id),
    ...changed(["installations", at, "name"], before?.name, name),
    ...changed(["installations", at, "timeZone"], before?.timeZone, timeZone),
    ...changed(["installations", at, "link"], before?.link, link),
  ];
}

/** What another kind of broker does not know must go, and what is given must not stand twice. */
function brokerEdits(answer: BrokerAnswer, { config: { mqtt }, isNew }: Base): Edit[] {
  const { url, shared, port, username, password, caFile } = answer;
  const off = (...path: readonly string[]): Edit => ({ path: ["mqtt", ...path], value: undefined });
  const [only] = url;
  const value = url === "embedded" || url.length > 1 ? url : only;
  const wasEmbedded = mqtt.url === "embedded";
  const portBefore = mqtt.url === "embedded" ? mqtt.port : EMBEDDED.port;
  const wasShared = mqtt.url === "embedded" && !isLoopback(mqtt.listen);
  return [
    ...(url === "embedded" || !url.some(hasTls) ? [off("tls")] : []),
    ...(url !== "embedded" && wasEmbedded ? [off("port"), off("listen")] : []),
    ...(!isNew && isDeepStrictEqual(url, mqtt.url) ? [] : [{ path: ["mqtt", "url"], value }]),
    ...changed(["mqtt", "port"], portBefore, port ?? portBefore),
    ...(shared === undefined || shared === wasShared
      ? []
      : [{ path: ["mqtt", "listen"], value: shared ? "0.0.0.0" : "127.0.0.1" }]),
    ...(username === undefined || username === mqtt.username
      ? []
      : [off("usernameFile"), { path: ["mqtt", "username"], value: username }]),
    ...(password === undefined || password === mqtt.password
      ? []
      : [off("passwordFile"), { path: ["mqtt", "password"], value: password }]),
    ...(caFile === undefined ? [] : [{ path: ["mqtt", "tls", "caFile"], value: caFile }]),
  ];
}

function changed(path: Edit["path"], before: unknown, value: unknown): Edit[] {
  return isDeepStrictEqual(before, value) ? [] : [{ path, value }];
}
