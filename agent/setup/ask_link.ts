import type { InstallationConfig } from "../config/installation_schema.ts";
import type { LinkConfig } from "../link/open.ts";
import { type Findings, type FoundGateway, gatewaysIn } from "../find/finding.ts";
import { findingLines, gatewayLabel, namesOf, obstacleText } from "./findings_text.ts";
import { linkLabel, linkWord } from "./link_label.ts";
import { SetupError } from "./setup_error.ts";
import type { Dialogue, LinkTrial } from "./surroundings.ts";
import type { Texts } from "./texts/texts.ts";

/** What is done next about the link. */
type Next =
  | { readonly kind: "look" }
  | { readonly kind: "by_hand" }
  | { readonly kind: "try"; readonly link: LinkConfig }
  | { readonly kind: "found"; readonly gateway: FoundGateway }
  | { readonly kind: "take"; readonly link: LinkConfig }
  | { readonly kind: "stop" };

const FLAG = "--link";

/** Finds out how the gateway is reached; `before` is the installation as it is configured. */
export async function askLink(
  dialogue: Dialogue,
  before: InstallationConfig | undefined,
): Promise<LinkConfig> {
  let next = await begin(dialogue, before);
  for (;;) {
    const conflict = conflictOf(next, before, dialogue);
    if (conflict !== undefined) next = await refuseLink(conflict, dialogue);
    switch (next.kind) {
      case "look":
        next = await look(dialogue);
        break;
      case "by_hand":
        next = await enter(dialogue);
        break;
      case "try":
        next = await tryLink(next.link, dialogue);
        break;
      case "found":
        dialogue.ask.say(behindText(next.gateway, dialogue.texts));
        return next.gateway.link;
      case "take":
        return next.link;
      case "stop":
        throw new SetupError("declined", dialogue.texts.declined);
    }
  }
}

/** Why another part of the configuration does not leave this link to the installation. */
function conflictOf(
  next: Next,
  before: InstallationConfig | undefined,
  { base: { config, isNew }, texts }: Dialogue,
): string | undefined {
  const link = next.kind === "found" ? next.gateway.link : "link" in next ? next.link : undefined;
  if (link === undefined) return undefined;
  if (link.type === "tcp-listen" && link.port === config.web.listen.port) {
    return texts.linkPortTaken(link.port, "web.listen");
  }
  if (isNew) return undefined;
  // Two on one gateway would disturb each other.
  const owner = config.installations.find((each) =>
    each !== before && linkWord(each.link) === linkWord(link)
  );
  return owner && texts.linkTaken(linkWord(link), owner.id);
}

async function refuseLink(line: string, { ask, texts }: Dialogue): Promise<Next> {
  if (!ask.attended) throw new SetupError("usage", line);
  ask.say(line);
  return await ask.choose<Next>({
    flag: FLAG,
    text: texts.whatNow,
    options: [
      { label: texts.anotherLink, value: { kind: "by_hand" } },
      { label: texts.lookForIt, value: { kind: "look" } },
      { label: texts.stop, value: { kind: "stop" } },
    ],
    proposal: 0,
  });
}

async function begin(
  { ask, texts, surroundings }: Dialogue,
  before: InstallationConfig | undefined,
): Promise<Next> {
  const { givenLink } = surroundings;
  if (givenLink !== undefined) return { kind: "try", link: givenLink };
  if (before === undefined) return { kind: "look" };
  const devices = await surroundings.askRunningAgent(before);
  if (devices !== undefined) {
    ask.say(texts.agentRuns);
    ask.say(texts.devices(devices));
    return { kind: "take", link: before.link };
  }
  return await ask.choose<Next>({
    flag: FLAG,
    text: texts.whereIsGateway,
    options: [
      {
        label: texts.asConfigured(linkLabel(before.link, texts)),
        value: { kind: "try", link: before.link },
      },
      { label: texts.lookForIt, value: { kind: "look" } },
      { label: texts.byHand, value: { kind: "by_hand" } },
    ],
    proposal: 0,
  });
}

async function look({ ask, texts, surroundings }: Dialogue): Promise<Next> {
  ask.say(texts.looking);
  const findings = await surroundings.findGateways();
  const found = gatewaysIn(findings);
  const others = [
    { label: texts.byHand, value: { kind: "by_hand" } },
    { label: texts.tryAgain, value: { kind: "look" } },
    { label: texts.stop, value: { kind: "stop" } },
  ] as const;
  if (found.length > 0) {
    const gateways = found.map((gateway) => ({
      label: gatewayLabel(gateway, texts),
      word: linkWord(gateway.link),
      value: { kind: "found", gateway } as const,
    }));
    return await ask.choose<Next>({
      flag: FLAG,
      text: texts.whichGateway(found.length),
      options: [...gateways, ...others],
      // Of two gateways nobody but the owner knows which is meant.
      proposal: found.length === 1 ? 0 : undefined,
    });
  }
  ask.say(texts.nothingAnswers);
  for (const line of findingLines(findings, texts)) ask.say(`  ${line}`);
  if (isAnyHeld(findings) && await surroundings.isAgentElsewhere()) ask.say(texts.agentElsewhere);
  if (!ask.attended) throw new SetupError("no_connection", texts.noGateway);
  return await ask.choose<Next>({
    flag: FLAG,
    text: texts.whatNow,
    options: [...others],
    proposal: 0,
  });
}

function isAnyHeld({ ports }: Findings): boolean {
  return ports.some((port) => port.kind === "closed" && port.obstacle === "held");
}

async function enter({ ask, texts, surroundings }: Dialogue): Promise<Next> {
  const answer = await ask.text({
    flag: FLAG,
    text: texts.link,
    complaint: (text) =>
      surroundings.parseLink(text) === undefined ? texts.linkWrong(text) : undefined,
  });
  const link = surroundings.parseLink(answer);
  return link === undefined ? { kind: "by_hand" } : { kind: "try", link };
}

async function tryLink(link: LinkConfig, { ask, texts, surroundings }: Dialogue): Promise<Next> {
  if (!surroundings.tests) return { kind: "take", link };
  ask.say(texts.trying(linkLabel(link, texts)));
  const trial = await surroundings.tryLink(link);
  const trouble = troubleOf(trial, texts);
  if (trouble === undefined) {
    if (trial.kind === "answered") ask.say(answerText(trial, texts));
    return { kind: "take", link };
  }
  const line = `${linkLabel(link, texts)}${texts.colon}${trouble}`;
  if (!ask.attended) throw new SetupError("no_connection", line);
  ask.say(line);
  return await ask.choose<Next>({
    flag: FLAG,
    text: texts.whatNow,
    options: [
      { label: texts.tryAgain, value: { kind: "try", link } },
      { label: texts.anotherLink, value: { kind: "by_hand" } },
      { label: texts.lookForIt, value: { kind: "look" } },
      { label: texts.keepUntested, value: { kind: "take", link } },
      { label: texts.stop, value: { kind: "stop" } },
    ],
    proposal: 0,
  });
}

function troubleOf(trial: LinkTrial, texts: Texts): string | undefined {
  switch (trial.kind) {
    case "answered":
      return undefined;
    case "unanswered":
      return texts.verdicts[trial.verdict];
    case "closed":
      return texts.linkNotOpened(obstacleText(trial, texts));
    case "nobody":
      return texts.noDialInYet(trial.port);
  }
}

function behindText({ devices, incomplete }: FoundGateway, texts: Texts): string {
  return answerText({ devices: namesOf(devices), isComplete: incomplete === undefined }, texts);
}

function answerText(
  { devices, isComplete }: { readonly devices: readonly string[]; readonly isComplete: boolean },
  texts: Texts,
): string {
  return isComplete ? texts.devices(devices) : texts.devicesUnknown;
}
