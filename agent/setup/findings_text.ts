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
    ...(portsProblem === undefined ? noPorts : [texts.portsUnknown(portsProblem)]),
    ...ports.flatMap((finding) => portLine(finding, texts)),
    ...(dialIn === undefined ? [] : dialInLine(dialIn, texts)),
    ...moxaTrouble(moxa, texts),
    ...moxa.moxas.map(({ mac, address }) => texts.moxaAt(mac, address, port)),
  ];
}

/** A gateway as one of several to choose from. */
export function gatewayLabel({ link, devices, incomplete }: FoundGateway): string {
  const behind = incomplete ?? namesOf(devices).join(", ");
  return behind === "" ? linkLabel(link) : `${linkLabel(link)}: ${behind}`;
}

/** The names of the devices behind a gateway. */
export function namesOf(
  devices: readonly { readonly family: string; readonly name: string }[],
): string[] {
  return devices.filter(({ family }) => family !== "rcc").map(({ name }) => name);
}

/** Why a link does not open; what nobody foresaw is told in the system's words. */
export function obstacleText(
  { obstacle, problem }: { readonly obstacle: LinkObstacle; readonly problem: string },
  texts: Texts,
): string {
  const text = texts.obstacles[obstacle];
  return obstacle === "unusable" ? `${text} (${problem})` : text;
}

function portLine(port: PortFinding, texts: Texts): string[] {
  const name = port.adapter === undefined ? port.path : `${port.path} (${port.adapter})`;
  switch (port.kind) {
    case "found":
      return [];
    case "unanswered": {
      const { setting } = port;
      const at = setting === undefined ? "" : ` (${setting.baudRate}, ${setting.parity})`;
      return [`${name}${at}: ${texts.verdicts[port.verdict]}`];
    }
    case "closed":
      return [`${name}: ${obstacleText(port, texts)}`];
  }
}

function moxaTrouble({ asked, moxas, obstacle, problem = "" }: MoxaFinding, texts: Texts) {
  if (obstacle !== undefined) return [texts.moxaObstacles[obstacle](asked, problem)];
  return moxas.length === 0 ? [texts.noMoxa] : [];
}

function dialInLine(dialIn: DialInFinding, texts: Texts): string[] {
  switch (dialIn.kind) {
    case "found":
      return [];
    case "unanswered":
      return [`${texts.dialledIn(dialIn.port)}: ${texts.verdicts[dialIn.verdict]}`];
    case "nobody":
      return [texts.nobodyDialled(dialIn.port)];
    case "closed":
      return [`TCP ${dialIn.port}: ${obstacleText(dialIn, texts)}`];
  }
}
