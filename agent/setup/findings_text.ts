import type {
  DialInFinding,
  Findings,
  FoundGateway,
  LinkObstacle,
  MoxaFinding,
  PortFinding,
} from "../find/finding.ts";
import { linkLabel } from "./link_label.ts";
import type { Texts } from "./texts/texts.ts";

const MOXA_PORT = 4001;

/** What a search that found no gateway saw and what it means, as lines for people. */
export function findingLines(
  { ports, portsProblem, dialIn, moxa }: Findings,
  texts: Texts,
): string[] {
  const noPorts = ports.length === 0 ? [texts.noPort] : [];
  const port = dialIn?.port ?? MOXA_PORT;
  return [
    ...(portsProblem === undefined ? noPorts : [texts.portsUnknown]),
    ...ports.flatMap((finding) => portLine(finding, texts)),
    ...(dialIn === undefined ? [] : dialInLine(dialIn, texts)),
    ...(moxa === undefined ? [] : moxaTrouble(moxa, texts)),
    ...(moxa?.moxas ?? []).map(({ mac, address }) => texts.moxaAt(mac, address, port)),
  ];
}

/** A gateway as one of several to choose from. */
export function gatewayLabel({ link, devices }: FoundGateway, texts: Texts): string {
  const label = linkLabel(link, texts);
  return devices.length === 0 ? label : `${label}${texts.colon}${namesOf(devices).join(", ")}`;
}

/** The names of the devices behind a gateway. */
export function namesOf(
  devices: readonly { readonly family: string; readonly name: string }[],
): string[] {
  return devices.filter(({ family }) => family !== "rcc").map(({ name }) => name);
}

/** Why a link does not open; what nobody foresaw is told in the system's words. */
export function obstacleText(
  { obstacle, system = "" }: { readonly obstacle: LinkObstacle; readonly system?: string },
  texts: Texts,
): string {
  const text = texts.obstacles[obstacle];
  return obstacle === "unusable" && system !== "" ? `${text} (${texts.systemSays(system)})` : text;
}

function portLine(port: PortFinding, texts: Texts): string[] {
  const name = port.adapter === undefined ? port.path : `${port.path} (${port.adapter})`;
  switch (port.kind) {
    case "found":
      return [];
    case "unanswered": {
      const { setting } = port;
      const at = setting && ` (${texts.lineSetting(setting.baudRate, setting.parity)})`;
      return [`${name}${at ?? ""}${texts.colon}${texts.verdicts[port.verdict]}`];
    }
    case "closed":
      return [`${name}${texts.colon}${obstacleText(port, texts)}`];
  }
}

function moxaTrouble({ asked, moxas, obstacle, system = "" }: MoxaFinding, texts: Texts) {
  if (obstacle !== undefined) {
    return [texts.moxaObstacles[obstacle](asked, texts.systemSays(system))];
  }
  return moxas.length === 0 ? [texts.noMoxa] : [];
}

function dialInLine(dialIn: DialInFinding, texts: Texts): string[] {
  switch (dialIn.kind) {
    case "found":
      return [];
    case "unanswered":
      return [`${texts.dialledIn(dialIn.port)}${texts.colon}${texts.verdicts[dialIn.verdict]}`];
    case "nobody":
      return [texts.nobodyDialled(dialIn.port)];
    case "closed":
      return [`TCP ${dialIn.port}${texts.colon}${obstacleText(dialIn, texts)}`];
  }
}
