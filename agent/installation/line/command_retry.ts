import type { Clock } from "../../../protocol/clock.ts";
import { ScomError } from "../../../protocol/error_code.ts";
import { ResponseTimeoutError } from "./errors.ts";

/** A gateway that is busy is given that time. */
const BUSY_PAUSE_MS = 500;

/**
 * Runs an attempt that somebody waits for, and once more where nothing answered, or the gateway
 * said "not now".
 */
export async function withOneRetry<T>(
  attempt: () => Promise<T>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    const busy = error instanceof ScomError && error.transient;
    if (!busy && !(error instanceof ResponseTimeoutError)) throw error;
    if (busy) await clock.sleep(BUSY_PAUSE_MS, signal);
    return await attempt();
  }
}
