import type { Verdict } from "../../find/verdict.ts";
import type { LinkObstacle, MoxaObstacle } from "../../find/finding.ts";
import type { BrokerVerdict } from "../../mqtt/broker_verdict.ts";

/** What the setup says, in one language. */
export interface Texts {
  // Answering.
  readonly yes: string;
  readonly no: string;
  readonly number: string;
  readonly enterKeeps: string;
  readonly enterGoesBack: string;
  readonly answerMissing: string;
  readonly numberWanted: (most: number) => string;
  readonly yesOrNoWanted: (yes: string, no: string) => string;
  readonly hidden: string;
  readonly flagWrong: (flag: string, found: string, complaint: string) => string;
  /** Nobody is there to be asked. */
  readonly flagMissing: (flag: string, advice: string) => string;
  readonly flagsMissing: (flags: string) => string;
  readonly giveOneOf: (words: string) => string;
  /** Options that do not go together. */
  readonly contradictions: {
    readonly both: (flag: string, opposite: string) => string;
    readonly ports: (ports: string) => string;
    readonly setting: (flag: string) => string;
    readonly installations: string;
    readonly noInstallation: string;
    readonly share: (flag: string, broker: string) => string;
    readonly certificate: (broker: string) => string;
    readonly noBroker: string;
  };
  readonly giveIt: (isProposed: boolean) => string;
  readonly stop: string;

  // The beginning.
  readonly welcome: string;
  readonly existing: (file: string) => string;
  readonly whichInstallation: string;
  readonly anotherGateway: string;
  /** What a first plant is called. */
  readonly home: string;

  // The gateway.
  readonly whereIsGateway: string;
  readonly asConfigured: (link: string) => string;
  readonly lookForIt: string;
  readonly byHand: string;
  readonly agentRuns: string;
  readonly agentElsewhere: string;
  readonly looking: string;
  readonly whichGateway: (count: number) => string;
  readonly nothingAnswers: string;
  readonly noGateway: string;
  readonly whatNow: string;
  readonly noPort: string;
  /** The serial ports could not be listed. */
  readonly portsUnknown: (problem: string) => string;
  readonly noMoxa: string;
  readonly moxaObstacles: Readonly<
    Record<MoxaObstacle, (asked: string, problem: string) => string>
  >;
  readonly moxaAt: (mac: string, address: string, port: number) => string;
  readonly nobodyDialled: (port: number) => string;
  readonly dialledIn: (port: number) => string;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly obstacles: Readonly<Record<LinkObstacle, string>>;
  readonly link: string;
  readonly linkWrong: (text: string) => string;
  readonly trying: (what: string) => string;
  readonly devices: (names: readonly string[]) => string;
  readonly devicesUnknown: (problem: string) => string;
  readonly tryAgain: string;
  readonly anotherLink: string;
  readonly keepUntested: string;
  readonly linkNotOpened: (problem: string) => string;
  readonly noDialInYet: (port: number) => string;

  // The plant.
  readonly plantName: string;
  readonly plantId: string;
  readonly idTaken: (id: string) => string;
  readonly idWrong: string;
  readonly plantTimeZone: string;
  readonly timeZoneWrong: (meant: string | undefined) => string;

  // The broker.
  readonly brokerSeen: (url: string) => string;
  readonly noBrokerSeen: string;
  readonly broker: string;
  readonly brokerWrong: string;
  readonly brokerWithUser: string;
  readonly brokerEmbedded: string;
  readonly brokerWell: (url: string, version: string) => string;
  readonly brokerUntested: (url: string) => string;
  readonly brokerTrouble: (url: string, trouble: string) => string;
  readonly brokerVerdicts: (verdict: Exclude<BrokerVerdict, { readonly kind: "ok" }>) => string;
  readonly brokerUseless: string;
  readonly anotherBroker: string;
  readonly otherUser: string;
  readonly certificateFile: string;
  readonly cannotRead: (file: string) => string;
  /** A service would not see it. */
  readonly hiddenFile: string;
  readonly username: string;
  readonly password: string;
  readonly portTaken: (port: number) => string;
  readonly reachable: string;

  // The rest.
  readonly homeAssistant: string;
  readonly service: string;
  readonly noService: Readonly<
    Record<"no_systemd" | "not_root" | "from_source" | "hidden_file", string>
  >;
  readonly summary: (file: string) => string;
  readonly nothingToChange: (file: string) => string;
  readonly writeIt: string;
  readonly written: (file: string) => string;
  readonly backup: (file: string) => string;
  readonly serviceStarted: string;
  readonly waitingForAgent: string;
  readonly firstValues: string;
  readonly noValuesYet: (problem: string) => string;
  readonly restartAgent: string;
  readonly startIt: (command: string) => string;

  // What keeps it from being done.
  readonly interrupted: string;
  readonly fileUnreadable: (file: string, reason: string) => string;
  readonly interruptedLate: (file: string) => string;
  readonly declined: string;
  readonly cannotWrite: (file: string, reason: string) => string;
  readonly readOnly: string;
  readonly notAllowed: string;
  readonly diskFull: string;
  readonly wrongSetting: (problem: string) => string;
  readonly changeByHand: (setting: string) => string;
}
