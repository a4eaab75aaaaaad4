import type { Device } from "../installation/device.ts";
import type { Moxa } from "./moxa_message.ts";
import type { Verdict } from "./verdict.ts";

/** A link that a configuration can name. */
export type FoundLink =
  | {
    readonly type: "serial";
    readonly path: string;
    readonly baudRate: number;
    readonly parity: Parity;
  }
  | { readonly type: "tcp-listen"; readonly port: number };

/** The parities that a gateway, or what stands for one, can have. */
export type Parity = "even" | "none";

/** How the Xcom is set: in LAN mode it puts CR LF behind every frame. */
export type XcomMode = "Xcom-232i" | "Xcom-LAN";

/** A device behind a gateway, without what can be read of it. */
export type FoundDevice = Omit<Device, "datapoints">;

/** A gateway that answers. */
export interface FoundGateway {
  readonly kind: "found";
  readonly link: FoundLink;
  readonly mode: XcomMode;
  readonly devices: readonly FoundDevice[];
  /** Why the devices could not all be listed; undefined where they were. */
  readonly incomplete?: string;
}

/** How a line was set when it was asked over. */
export interface LineSetting {
  readonly baudRate: number;
  readonly parity: Parity;
}

/** Why a serial port could not be used. */
export type Obstacle =
  | "permission"
  | "held"
  | "missing"
  /** It is a file, or another kind of device. */
  | "not_serial"
  /** The system has a name for it, and no adapter. */
  | "lifeless"
  /** Its driver refuses rate or parity. */
  | "setting"
  | "unusable";

/** Why a link did not open: over the network the host refuses, keeps silent, or has no way to it. */
export type LinkObstacle =
  | Obstacle
  | "refused"
  | "silent"
  | "unreachable"
  | "unknown_host"
  | "in_use"
  /** Ports below 1024 are root's. */
  | "low_port";

/** What went wrong with a link, told. */
interface Trouble {
  /** In a line for people. */
  readonly problem: string;
  /** By the system's own code or words. */
  readonly system?: string;
}

/** What became of one serial port. */
export type PortFinding =
  & { readonly path: string; readonly adapter?: string }
  & (
    | FoundGateway
    | { readonly kind: "unanswered"; readonly verdict: Verdict; readonly setting?: LineSetting }
    | { readonly kind: "closed"; readonly obstacle: Obstacle } & Trouble
  );

/** What became of waiting for a Moxa that dials in. */
export type DialInFinding =
  & { readonly port: number }
  & (
    | FoundGateway
    | { readonly kind: "nobody"; readonly waitedMs: number }
    | { readonly kind: "unanswered"; readonly verdict: Verdict }
    | { readonly kind: "closed"; readonly obstacle: LinkObstacle } & Trouble
  );

/** What became of asking the network for Moxas. */
export interface MoxaFinding {
  /** The address that was asked. */
  readonly asked: string;
  readonly moxas: readonly Moxa[];
  /** Why nobody could be asked; undefined where it went well. */
  readonly obstacle?: MoxaObstacle;
  /** The same in a line for people. */
  readonly problem?: string;
  /** The same by the system's own code or words. */
  readonly system?: string;
}

/** Why the network could not be asked for Moxas: none leads there, or no host has that name. */
export type MoxaObstacle = "no_network" | "no_such_host" | "failed";

/** All that a search saw. */
export interface Findings {
  readonly ports: readonly PortFinding[];
  /** Why this machine's ports could not be listed. */
  readonly portsProblem?: string;
  /** Undefined where nobody listened. */
  readonly dialIn: DialInFinding | undefined;
  /** Undefined where nobody was asked. */
  readonly moxa: MoxaFinding | undefined;
}

/** Every gateway that answered. */
export function gatewaysIn({ ports, dialIn }: Findings): readonly FoundGateway[] {
  const all = dialIn === undefined ? ports : [...ports, dialIn];
  return all.filter((each): each is typeof each & FoundGateway => each.kind === "found");
}
