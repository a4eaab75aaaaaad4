import type { Clock } from "../protocol/clock.ts";
import type { Stage } from "./script/actions.ts";
import type { Endpoint } from "./endpoint/line.ts";
import { type EndpointOptions, serveAll } from "./endpoint/serve_all.ts";
import { type FaultOptions, Faults, NO_FAULTS } from "./faults.ts";
import { DEFAULT_HISTORY_DAYS } from "./datalog/history_days.ts";
import type { SimulatedGateway } from "./gateway.ts";
import type { GatewayMode } from "./gateway_mode.ts";
import { GatewayLine } from "./gateway_line.ts";
import { createRandom } from "./random.ts";
import { localTimeText } from "./local_time.ts";
import { createGateway } from "./scenario/scenario.ts";
import type { Scenario, ScenarioName } from "./scenario/scenarios.ts";
import type { Script } from "./script/script.ts";
import { checkScript } from "./script/script_check.ts";
import { ScriptPlayer } from "./script/script_player.ts";
import { servingTime } from "./serving_time.ts";

/** Everything that may be chosen; what is left out is as in a house with nothing wrong. */
export interface SimulatorOptions extends EndpointOptions {
  readonly scenario?: ScenarioName | Scenario | undefined;
  readonly seed?: number | undefined;
  /** The gateway's clock at the start, local time: `2026-06-21T05:00`; now if not given. */
  readonly start?: string | undefined;
  /** Simulated seconds in a second. */
  readonly speed?: number | undefined;
  /** The line's rate in baud; without one it takes no time. */
  readonly wire?: number | undefined;
  /** What the gateway takes to think. */
  readonly delayMs?: number | undefined;
  readonly firmware?: string | undefined;
  readonly mode?: GatewayMode | undefined;
  readonly faults?: Partial<FaultOptions> | undefined;
  readonly lenient?: boolean | undefined;
  /** What happens to the installation, from the start on. */
  readonly script?: Script | undefined;
  /** How many days were logged before today, 1 to 30: each takes a moment to live through. */
  readonly historyDays?: number | undefined;
}

/** What a simulator tells of itself. */
export interface SimulatorLog {
  info(message: string): void;
  warn(message: string): void;
}

export interface SimulatorDependencies {
  readonly clock: Clock;
  readonly log: SimulatorLog;
}

/** A simulator at work. */
export interface RunningSimulator {
  readonly gateway: SimulatedGateway;
  readonly endpoints: readonly Endpoint[];
  /** Ends everything; may be called again. */
  close(): Promise<void>;
}

const DEFAULT_SCENARIO: ScenarioName = "house";
/**
 * Starts a gateway and serves it at every endpoint. Rejects with an `EndpointError`, and with a
 * `InputError` where the script asks for what this installation does not have.
 */
export async function startSimulator(
  options: SimulatorOptions,
  { clock, log }: SimulatorDependencies,
): Promise<RunningSimulator> {
  const { scenario = DEFAULT_SCENARIO, seed = 1, historyDays = DEFAULT_HISTORY_DAYS } = options;
  const { firmware, mode, lenient } = options;
  const gateway = createGateway({
    scenario,
    seed,
    historyDays,
    start: options.start ?? localTimeText(clock.wallTime()),
    ...firmware !== undefined && { firmware },
    ...mode !== undefined && { mode },
    ...lenient !== undefined && { lenient },
  });
  const faults = new Faults({ ...NO_FAULTS, ...options.faults }, createRandom(seed));
  const line = new GatewayLine({
    gateway,
    course: options.script && startScript(options.script, { gateway, faults }),
    clock,
    faults,
    baudRate: options.wire,
    delayMs: options.delayMs ?? 0,
    speed: options.speed ?? 1,
  });
  const ended = new AbortController();
  const stack = new AsyncDisposableStack();
  const running = line.run(ended.signal);
  stack.defer(async () => {
    ended.abort();
    await running;
  });
  try {
    const endpoints = await serveAll(options, line, { baudRate: options.wire, clock, log });
    for (const endpoint of endpoints) stack.defer(() => endpoint.close());
    return { gateway, endpoints, close: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

function startScript(script: Script, stage: Stage): ScriptPlayer {
  checkScript(script, stage.gateway.installation);
  const player = new ScriptPlayer(script, stage);
  player.advance(0);
  return player;
}

/** Serves a simulator until the signal is aborted, or for so many seconds. */
export async function simulate(
  options: SimulatorOptions & { readonly seconds?: number | undefined },
  { clock, log, signal }: SimulatorDependencies & { readonly signal: AbortSignal },
): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const simulator = await startSimulator(options, { clock, log });
  stack.defer(() => simulator.close());
  const places = simulator.endpoints.map(({ address }) => address).join(", ");
  const { scenario = DEFAULT_SCENARIO } = options;
  log.info(`Simulating ${typeof scenario === "string" ? scenario : scenario.title} at ${places}`);
  await servingTime(options.seconds, clock, signal);
}
