import { buildInstallation } from "./build_installation.ts";
import { type GatewayMode, SimulatedGateway } from "./gateway.ts";
import { hash } from "./plant/noise.ts";
import { type Scenario, type ScenarioName, Scenarios } from "./scenarios.ts";

export interface CreateGatewayOptions {
  readonly scenario: ScenarioName | Scenario;
  /** Decides the weather, the consumers and the serial numbers; 1 if not given. */
  readonly seed?: number;
  /** The gateway's clock, local time: `2026-06-21T05:00`. */
  readonly start?: string;
  /** Of the gateway and its devices, X.Y.Z; the scenario's if not given. */
  readonly firmware?: string;
  readonly lenient?: boolean;
  readonly mode?: GatewayMode;
  /** How many days were logged before today; 1 if not given. */
  readonly historyDays?: number;
}

const MIDSUMMER_MORNING = "2026-06-21T10:00";

/** A gateway with a whole plant behind it, ready to answer; nothing happens by itself. */
export function createGateway(options: CreateGatewayOptions): SimulatedGateway {
  const scenario = typeof options.scenario === "string"
    ? Scenarios[options.scenario]
    : options.scenario;
  const { seed = 1, start = MIDSUMMER_MORNING, lenient = false, mode = "232i" } = options;
  const { firmware = scenario.firmware, historyDays = 1 } = options;
  const installation = buildInstallation({
    scenario,
    seed,
    firmware,
    historyDays,
    start: parseLocalTime(start),
  });
  return new SimulatedGateway(installation, { firmware, mode, lenient, guid: guidOf(seed) });
}

/** Seconds since 1970 of a local time such as `2026-06-21T05:00`; a `RangeError` where it is none. */
export function parseLocalTime(text: string): number {
  const isLocal = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text);
  const seconds = isLocal
    ? Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`) / 1000
    : NaN;
  if (Number.isNaN(seconds)) {
    throw new RangeError(`Cannot start at ${JSON.stringify(text)}: write it like 2026-06-21T05:00`);
  }
  return seconds;
}

/** A moment as the clocks of this machine's zone show it; in milliseconds since 1970 UTC. */
export function localTimeText(wallTime: number): string {
  const offsetMinutes = new Date(wallTime).getTimezoneOffset();
  return new Date(wallTime - offsetMinutes * 60_000).toISOString().slice(0, 19);
}

function guidOf(seed: number): string {
  const word = (index: number) => Math.floor(hash(seed, 101, index) * 0x1_0000_0000);
  return [0, 1, 2, 3].map((i) => word(i).toString(16).toUpperCase().padStart(8, "0")).join("");
}
