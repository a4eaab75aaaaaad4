import {
  type DialInFinding,
  type Findings,
  type FoundGateway,
  gatewaysIn,
  type MoxaFinding,
  type PortFinding,
} from "./finding.ts";
import { linkText } from "./link_text.ts";
import { settingText } from "./setting_text.ts";
import { meaningOf } from "./verdict.ts";

/** What a search saw and what it means, as lines for people. */
export function reportLines(findings: Findings): string[] {
  const { ports, portsProblem, dialIn, moxa } = findings;
  const found = gatewaysIn(findings);
  const lines = [
    ...(portsProblem !== undefined ? [portsProblem] : noPorts(ports)),
    ...ports.map(portLine),
    ...(dialIn === undefined
      ? []
      : [dialInLine(dialIn, found.length > 0 || (moxa?.moxas.length ?? 0) > 0)]),
    ...(moxa === undefined ? [] : moxaLines(moxa, dialIn, found.length > 0)),
  ];
  if (found.length === 0) return lines;
  return [
    ...lines,
    "",
    found.length === 1
      ? "Write this into the configuration, in place of its line `link:`"
      : `${found.length} links answer: write one installation for each gateway, with its line`,
    ...found.map(({ link }) => `    ${linkText(link)}`),
  ];
}

function noPorts(ports: readonly PortFinding[]): string[] {
  if (ports.length > 0) return [];
  return [
    "no serial port: this machine has none; plug the adapter in, and look at `dmesg` where it " +
    "does not appear",
  ];
}

function portLine(port: PortFinding): string {
  const name = port.adapter === undefined ? port.path : `${port.path} (${port.adapter})`;
  switch (port.kind) {
    case "found":
      return `${name}: ${gatewayText(port)}`;
    case "unanswered": {
      const at = port.setting === undefined ? "" : `at ${settingText(port.setting)}, `;
      return `${name}: ${at}${meaningOf(port.verdict)}`;
    }
    case "closed":
      return `${name}: ${port.problem}`;
  }
}

function gatewayText({ link, mode, devices, incomplete }: FoundGateway): string {
  const setting = link.type === "serial" ? ` at ${settingText(link)}` : "";
  const behind = incomplete === undefined
    ? devicesText(devices.filter(({ family }) => family !== "rcc").map(({ name }) => name))
    : `its devices could not be listed (${incomplete}); try scan`;
  return `a gateway answers${setting}, mode ${mode}: ${behind}`;
}

function devicesText(names: readonly string[]): string {
  if (names.length === 0) {
    return "no device behind it answers; look whether they are on, and at the communication cable";
  }
  return `${names.length} ${names.length === 1 ? "device" : "devices"} (${names.join(", ")})`;
}

/** Where something else was found, what it would take to be called is no news. */
function dialInLine(dialIn: DialInFinding, isElsewhere: boolean): string {
  const name = `port ${dialIn.port} (TCP)`;
  switch (dialIn.kind) {
    case "found":
      return `${name}: ${gatewayText(dialIn)}`;
    case "unanswered":
      return `${name}: somebody connected; ${meaningOf(dialIn.verdict)}`;
    case "nobody": {
      const meaning = isElsewhere
        ? ""
        : ": an Xcom-LAN does so once its Moxa has this machine's address and that port as a " +
          "TCP destination, and no firewall is in between";
      return `${name}: nobody connected within ${Math.round(dialIn.waitedMs / 1000)} s${meaning}`;
    }
    case "closed":
      return `${name}: ${dialIn.problem}`;
  }
}

function moxaLines(
  { asked, moxas, problem }: MoxaFinding,
  dialIn: DialInFinding | undefined,
  isElsewhere: boolean,
): string[] {
  if (problem !== undefined) return [problem];
  if (moxas.length === 0) {
    const meaning = isElsewhere
      ? ""
      : ": no Xcom-LAN is there, or the network keeps the question back";
    return [`Moxa servers: none answers to ${asked}${meaning}`];
  }
  const port = dialIn?.port ?? 4001;
  const remedy = dialIn?.kind === "found"
    ? ""
    : `; if it is your Xcom-LAN's, enter this machine's ` +
      `address and port ${port} as a TCP destination in its pages`;
  return moxas.map(({ address, mac }) => `Moxa ${mac} at http://${address}${remedy}`);
}
