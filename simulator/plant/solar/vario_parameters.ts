import { acts, type SettingsOf, switches } from "../acting_parameter.ts";

/** How a charger finds the voltage of the modules at an input. */
export interface TrackerSettings {
  readonly tracking: number;
  readonly openVoltageRatio: number;
  readonly fixedVoltage: number;
}

/** What acts on a VarioTrack, but for its battery cycle and its auxiliary contacts. */
export const VarioTrackParameters = {
  chargeCurrentLimit: acts(10002),
  synchronised: switches(10037),
  trackers: [
    { tracking: acts(10075), openVoltageRatio: acts(10053, 0.01), fixedVoltage: acts(10103) },
  ],
  batteryEarthing: acts(10060),
  overvoltage: acts(10085),
  overvoltageRestart: acts(10086),
  undervoltage: acts(10334),
  highVoltage: { offset: acts(10350), current: acts(10351) },
  entry: {
    activeWhen: acts(10313),
    switches: switches(10314),
    isAux1: switches(10315),
    startsEqualization: switches(10316),
    tells: switches(10317),
  },
} as const;

/** What acts on every VarioString, but for its battery cycle and its auxiliary contacts. */
const AnyVarioString = {
  synchronised: switches(14036),
  batteryEarthing: acts(14040),
  overvoltage: acts(14065),
  overvoltageRestart: acts(14066),
  undervoltage: acts(14216),
  entry: {
    activeWhen: acts(14201),
    switches: switches(14202),
    isAux1: switches(14203),
    startsEqualization: switches(14204),
    tells: switches(14205),
  },
} as const;

/** What acts on a VarioString with two inputs, the VS-120. */
export const VarioStringParameters = {
  ...AnyVarioString,
  chargeCurrentLimit: acts(14001),
  wiring: acts(14002),
  trackers: [
    { tracking: acts(14176), openVoltageRatio: acts(14178), fixedVoltage: acts(14177) },
    { tracking: acts(14046), openVoltageRatio: acts(14048), fixedVoltage: acts(14047) },
  ],
  joined: {
    tracking: acts(14043),
    openVoltageRatio: acts(14045),
    fixedInSeries: acts(14044),
    fixedInParallel: acts(14179),
  },
  pvEarthing: { inputs: [acts(14175), acts(14042)], joined: acts(14041) },
} as const;

/** What a VarioString with one input, the VS-70, has in place of the others' two. */
export const SingleInputParameters = {
  chargeCurrentLimit: acts(14217),
  trackers: [
    { tracking: acts(14197), openVoltageRatio: acts(14199), fixedVoltage: acts(14198) },
  ],
  pvEarthing: { inputs: [acts(14196)] },
} as const;

/** What acts on a VarioString with one input. */
export const VarioString70Parameters = { ...AnyVarioString, ...SingleInputParameters } as const;

type VarioTrackSettings = SettingsOf<typeof VarioTrackParameters>;
type VarioStringSettings = SettingsOf<typeof VarioStringParameters>;

/** What an owner may set of a solar charger, but for its cycle and its auxiliary contacts. */
export interface VarioSettings extends Omit<VarioTrackSettings, "trackers" | "highVoltage"> {
  /** By input. */
  readonly trackers: readonly TrackerSettings[];
  /** What only a VarioTrack has: where it begins to give less, and what it gives at the most V. */
  readonly highVoltage?: VarioTrackSettings["highVoltage"];
  /** How the modules are grounded, by input or together: what only a VarioString asks. */
  readonly pvEarthing?: { readonly inputs: readonly number[]; readonly joined?: number };
  /** What only two inputs have: how they are wired, and the tracker for both as one. */
  readonly wiring?: VarioStringSettings["wiring"];
  readonly joined?: VarioStringSettings["joined"];
}

/** How the inputs of a charger are wired; whoever looks for himself finds them apart. */
export type Wiring = "independent" | "series" | "parallel";

const InSeries = 4;
const InParallel = 8;

/** How the inputs of a charger are wired, as its owner set it. */
export function wiringOf({ wiring }: VarioSettings): Wiring {
  if (wiring === InSeries) return "series";
  return wiring === InParallel ? "parallel" : "independent";
}

/**
 * How the modules at an input are tracked. Of inputs in series a fixed voltage is that of all
 * together, of which this one has its `share`.
 */
export function trackerOf(settings: VarioSettings, input: number, share: number): TrackerSettings {
  const { joined, trackers } = settings;
  const wiring = wiringOf(settings);
  if (joined === undefined || wiring === "independent") return trackers[input] ?? trackers[0]!;
  const fixedVoltage = wiring === "series" ? joined.fixedInSeries * share : joined.fixedInParallel;
  return { ...joined, fixedVoltage };
}
