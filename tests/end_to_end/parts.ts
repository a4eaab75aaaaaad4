import { type Agent, startAgent } from "../../agent/agent.ts";
import type { AgentDependencies } from "../../agent/dependencies.ts";
import { parseConfig } from "../../agent/config/load.ts";
import { machineFiles } from "../../agent/installation/state_files.ts";
import type { Clock } from "../../protocol/clock.ts";
import {
  type RunningSimulator,
  type SimulatorOptions,
  startSimulator,
} from "../../simulator/main.ts";
import { type LogEntry, recordingLog } from "../support/recording_log.ts";
import { testMachine } from "../agent/config/test_machine.ts";

/** So slow that no value moves while a test looks. */
export const STANDSTILL = 1e-9;

/** A simulator on a summer morning, without noise in its log. */
export function simulator(options: SimulatorOptions, clock: Clock): Promise<RunningSimulator> {
  return startSimulator(
    { historyDays: 1, start: "2026-06-21T11:00", ...options },
    { clock, log: { info: () => {}, warn: () => {} } },
  );
}

/** A directory that is gone after the test. */
export async function temporaryDirectory(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Lanes so short that a test need not wait. */
export const ShortLanes = { fast: "200ms", normal: "200ms", slow: "200ms" } as const;

/** The sections of a configuration, with short lanes, and the web server at any port. */
export function configText(
  directory: string,
  { installations, ...sections }: Readonly<Record<string, unknown>> & {
    readonly installations: readonly object[];
  },
): string {
  return JSON.stringify({
    agent: { id: "pi" },
    installations: installations.map((installation) => ({ lanes: ShortLanes, ...installation })),
    web: { listen: "127.0.0.1:0" },
    stateDirectory: `${directory}/state`,
    ...sections,
  });
}

/** An agent at work, and what it said. */
export interface AgentAtWork extends AsyncDisposable {
  readonly agent: Agent;
  readonly said: readonly LogEntry[];
}

/** Starts an agent as `run` does; ended with the test. */
export async function agentAt(
  text: string,
  clock: Clock,
  dependencies: Partial<AgentDependencies> = {},
): Promise<AgentAtWork> {
  const { config } = parseConfig(text, "agent.config.yaml", "/", testMachine());
  const { log, entries } = recordingLog();
  const agent = await startAgent(config, {
    clock,
    log,
    version: "0.0.0",
    sourceAddress: 0x1234_5678,
    files: machineFiles,
    readTextFile: Deno.readTextFileSync,
    ...dependencies,
  });
  let stopped: Promise<void> | undefined;
  return { agent, said: entries, [Symbol.asyncDispose]: () => stopped ??= agent.stop() };
}
