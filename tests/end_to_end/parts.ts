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

/** How often a fast clock moves on, and how far at most if that is not too seldom for its pace. */
const TICK_MS = 2;
const MAX_STEP_MS = 20;

/**
 * Time that runs so many times as fast as the machine's, and stands still while the machine does:
 * it moves on by short steps, so nobody misses a deadline whose answer only waited to be read.
 */
export function fastClock(factor: number): Clock {
  const wallStart = Date.UTC(2026, 5, 21, 9);
  const sleepers = new Map<() => void, number>();
  let [now, tickedAt] = [0, 0];
  let ticking: ReturnType<typeof setInterval> | undefined;
  const tick = () => {
    const passed = performance.now() - tickedAt;
    tickedAt += passed;
    now += Math.max(TICK_MS * factor, Math.min(passed * factor, MAX_STEP_MS));
    const due = [...sleepers].filter(([, wakeAt]) => wakeAt <= now);
    for (const [wake] of due.sort(([, one], [, other]) => one - other)) wake();
  };
  return {
    now: () => now,
    wallTime: () => wallStart + now,
    sleep(ms, signal) {
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(wake);
          if (sleepers.size === 0) clearInterval(ticking);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        // Who sleeps alone keeps the time going, who sleeps last stops it.
        if (sleepers.size === 0) ticking = setInterval(tick, TICK_MS);
        sleepers.set(wake, now + ms);
        signal?.addEventListener("abort", wake);
      });
    },
  };
}

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
