import type { InstallationConfig } from "../config/installation_schema.ts";
import type { LinkConfig } from "../link/open.ts";
import type { Config } from "../config/schema.ts";
import type { Findings, LinkObstacle } from "../find/finding.ts";
import type { Verdict } from "../find/verdict.ts";
import type { BrokerVerdict } from "../mqtt/broker_verdict.ts";
import type { Ask } from "./ask.ts";
import type { Texts } from "./texts/texts.ts";

/** The configuration to start from: the one that is there, or the manual. */
export interface Base {
  readonly text: string;
  readonly config: Config;
  /** Whether there is no configuration yet. */
  readonly isNew: boolean;
  /** Whether it says where the agent keeps its state. */
  readonly namesState: boolean;
}

/** Why no service can be had. */
export type NoService =
  | "no_systemd"
  | "not_root"
  /** The agent runs from its source, so there is no program to install. */
  | "from_source"
  /** The configuration is where a service cannot see it, such as below `/home`. */
  | "hidden_file";

/** What trying a link came to. */
export type LinkTrial =
  | {
    readonly kind: "answered";
    readonly devices: readonly string[];
    /** Whether all devices could be listed. */
    readonly isComplete: boolean;
  }
  | { readonly kind: "unanswered"; readonly verdict: Verdict }
  /** The link did not open. */
  | { readonly kind: "closed"; readonly obstacle: LinkObstacle; readonly system?: string }
  /** Nobody connected to our port in time. */
  | { readonly kind: "nobody"; readonly port: number };

/** A broker to try. */
export interface BrokerTrial {
  readonly url: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly caFile: string | undefined;
}

/**
 * What the dialogue looks at outside of itself; nothing here changes anything. Each rejects with a
 * `SetupError` where the user interrupts it.
 */
export interface Surroundings {
  /** This machine's. */
  readonly timeZone: string;
  /** The link that the command line gives. */
  readonly givenLink: LinkConfig | undefined;
  /** Whether links and brokers are tried at all. */
  readonly tests: boolean;
  /** Why no service can be had here; undefined where it can. */
  readonly noService: NoService | undefined;
  /** Looks everywhere for gateways. */
  findGateways(): Promise<Findings>;
  tryLink(link: LinkConfig): Promise<LinkTrial>;
  /** The devices that a running agent has, where one holds this installation's line. */
  askRunningAgent(installation: InstallationConfig): Promise<readonly string[] | undefined>;
  /** Whether an agent runs on this machine whose configuration is another one. */
  isAgentElsewhere(): Promise<boolean>;
  /** A link as the user writes it; undefined where it is none. */
  parseLink(text: string): LinkConfig | undefined;
  /** Addresses at which brokers answer, the likeliest first. */
  brokersNearby(): Promise<readonly string[]>;
  probeBroker(broker: BrokerTrial): Promise<BrokerVerdict>;
  /** Whether another program listens there; the agent's own broker does not count. */
  isPortTaken(port: number): boolean;
  /** Where other machines find this one: its addresses, or its name while it has none. */
  ownAddresses(): readonly string[];
  /** The file's absolute name; undefined where it cannot be read. */
  readableFile(file: string): string | undefined;
  /** Whether a service could not see what is there, such as below `/home`. */
  isHiddenFromService(file: string): boolean;
}

/** What every step of the dialogue has. */
export interface Dialogue {
  readonly ask: Ask;
  readonly texts: Texts;
  readonly surroundings: Surroundings;
  readonly base: Base;
}
