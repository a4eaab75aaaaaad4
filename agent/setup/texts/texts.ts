import type { FileTrouble } from "../../config/file_trouble.ts";
import type { LinkObstacle, MoxaObstacle, Parity } from "../../find/finding.ts";
import type { SearchProgress } from "../../find/progress.ts";
import type { Verdict } from "../../find/verdict.ts";
import type { BrokerVerdict } from "../../mqtt/broker_verdict.ts";
import type { InstallEvent } from "../../service/event.ts";
import type { ServiceTrouble } from "../../service/service_error.ts";

/** What is wrong with a setting; `message` is the check's own, in English. */
export interface WrongSetting {
  readonly setting: string;
  readonly message?: string;
}

/** The keys of the datapoints that are shown at the end. */
export type ValueName =
  | "operating_state"
  | "battery_voltage"
  | "battery_charge_current"
  | "output_active_power_3136"
  | "power_of_the_pv_generator"
  | "battery_current"
  | "operating_mode"
  | "pv_power"
  | "pv_operating_mode"
  | "state_of_charge"
  | "battery_temperature";

/** What the setup says, in one language. */
export interface Texts {
  // Answering.
  readonly yes: string;
  readonly no: string;
  readonly number: string;
  /** Between a question and its answer, and between a thing and what is said of it. */
  readonly colon: string;
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
  /** What to do about a missing option. */
  readonly giveIt: (isProposed: boolean) => string;
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
  readonly portsUnknown: string;
  readonly noMoxa: string;
  readonly moxaObstacles: Readonly<
    Record<MoxaObstacle, (asked: string, reason: string) => string>
  >;
  readonly moxaAt: (mac: string, address: string, port: number) => string;
  readonly nobodyDialled: (port: number) => string;
  readonly dialledIn: (port: number) => string;
  readonly verdicts: Readonly<Record<Verdict, string>>;
  readonly obstacles: Readonly<Record<LinkObstacle, string>>;
  readonly link: string;
  readonly linkWrong: (text: string) => string;
  /** Another installation has this gateway. */
  readonly linkTaken: (link: string, id: string) => string;
  /** The agent listens there for something else. */
  readonly linkPortTaken: (port: number, setting: string) => string;
  /** How a serial line is set. */
  readonly lineSetting: (baudRate: number, parity: Parity | "odd") => string;
  readonly progress: (progress: SearchProgress) => string;
  readonly trying: (what: string) => string;
  readonly devices: (names: readonly string[]) => string;
  readonly devicesUnknown: string;
  readonly tryAgain: string;
  readonly anotherLink: string;
  readonly keepUntested: string;
  readonly linkNotOpened: (reason: string) => string;
  readonly noDialInYet: (port: number) => string;

  // The plant.
  readonly plantName: string;
  readonly plantId: string;
  readonly idTaken: (id: string) => string;
  readonly idWrong: string;
  /** A name that no configuration can hold. */
  readonly nameWrong: string;
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
  readonly passwordFileEmpty: (file: string) => string;
  /** A service would not see it. */
  readonly hiddenFile: string;
  readonly username: string;
  readonly password: string;
  /** Of the agent's own broker: the owner makes them up. */
  readonly newUsername: string;
  readonly newPassword: string;
  readonly portTaken: (port: number) => string;
  readonly reachable: string;
  readonly brokerReach: (hosts: readonly string[], port: number) => string;

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
  readonly installEvents: (event: InstallEvent) => string;
  readonly serviceTroubles: (trouble: ServiceTrouble) => string;
  /** The service reads the configuration in its own surroundings. */
  readonly serviceCannotRead: (file: string) => string;
  readonly serviceStarted: string;
  readonly waitingForAgent: string;
  readonly firstValues: string;
  /** What is shown of the plant, by the datapoints' keys. */
  readonly valueNames: Readonly<Record<ValueName, string>>;
  readonly noValuesYet: (reason: string) => string;
  readonly lineLost: string;
  /** The running agent cannot be asked, though the line may well be. */
  readonly agentLost: Readonly<Record<"ended" | "outdated", string>>;
  readonly serviceSilent: (command: string) => string;
  readonly mayNotCommand: string;
  readonly restartAgent: string;
  readonly startIt: (command: string) => string;

  // What keeps it from being done.
  readonly interrupted: string;
  /** What the system says, in its own words. */
  readonly systemSays: (words: string) => string;
  /** What is only said in English. */
  readonly inEnglish: (words: string) => string;
  readonly wrongUsage: (words: string) => string;
  readonly configWrong: (file: string) => string;
  readonly fileUnreadable: (file: string, trouble: FileTrouble) => string;
  readonly interruptedLate: (file: string) => string;
  readonly declined: string;
  readonly cannotWrite: (file: string, reason: string) => string;
  readonly readOnly: string;
  readonly notAllowed: string;
  /** It could not stay with the user and the group that it belongs to. */
  readonly notOurs: string;
  readonly diskFull: string;
  readonly wrongSetting: (problems: readonly WrongSetting[]) => string;
  readonly changeByHand: (setting: string) => string;
}
