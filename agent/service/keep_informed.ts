import type { Clock } from "../../protocol/clock.ts";
import type { Log } from "../log.ts";
import { type AgentHealth, statusText } from "./health.ts";
import type { Notifier } from "./notifier.ts";

/** A line that is awaited, as that of a gateway which dials in, is no reason to seem not started. */
const READY_WITHIN_MS = 10_000;

/** So often the agent's state is looked at. */
const TURN_MS = 10_000;

/** Who is told of, and by what means. */
export interface InformedOptions {
  /** Resolves when a line was tried for the first time. */
  readonly tried: Promise<void>;
  readonly health: () => AgentHealth;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Tells systemd that the agent is up, how it is, and that it is alive, until `signal` is aborted;
 * then that it ends. An installation that is not asked as it should be ends the signs of life, and
 * so the agent; a gateway or a broker that is silent does not. Never rejects.
 */
export async function keepInformed(options: InformedOptions, signal: AbortSignal): Promise<void> {
  const { tried, notifier: { tell }, clock } = options;
  const waited = new AbortController();
  const wait = AbortSignal.any([signal, waited.signal]);
  await Promise.race([tried, clock.sleep(READY_WITHIN_MS, wait)]);
  waited.abort();
  if (!signal.aborted) {
    tell("READY=1");
    await tellOn(options, signal);
  }
  tell("STOPPING=1\nSTATUS=Ending");
}

async function tellOn(
  { health, notifier: { tell, watchdogMs = Infinity }, clock, log }: InformedOptions,
  signal: AbortSignal,
): Promise<void> {
  const feedMs = watchdogMs / 2;
  const turnMs = Math.min(TURN_MS, feedMs / 2);
  let fedAt = -Infinity;
  let told: string | undefined;
  let say = log.error;
  const feedsNow = () => watchdogMs < Infinity && clock.now() + turnMs - fedAt > feedMs;
  while (!signal.aborted) {
    const now = health();
    const status = `STATUS=${statusText(now)}`;
    if (status !== told) tell(told = status);
    const stuck = now.installations.find(({ isAlive }) => !isAlive);
    if (stuck !== undefined) {
      say("Reading hangs by a fault of the agent; systemd starts it again if its watchdog is on", {
        installation: stuck.id,
      });
    } else if (feedsNow()) {
      tell("WATCHDOG=1");
      fedAt = clock.now();
    }
    // A process that was halted for a while seems to have hung, until it goes on.
    say = stuck === undefined ? log.error : log.debug;
    await clock.sleep(turnMs, signal);
  }
}
