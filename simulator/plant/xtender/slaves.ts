import type { Inverter } from "./inverter.ts";

/** What those before a slave bear of their nominal power until it comes back to help them. */
const WAKE_SHARE = 0.75;
/** What they bear at most when it goes to rest, and for how long, in seconds. */
const CALM_SHARE = 0.5;
const CALM_SECONDS = 60;

/**
 * Whether an Xtender in parallel with others rests, where {1547} allows it: those before it on its
 * phase, of `ahead` W together, bear what is asked without it, and have had little to do for
 * `calmSeconds`. The first of a phase never rests.
 */
export function sleeps(
  slave: Inverter,
  calmSeconds: number,
  ahead: number,
  asked: number,
): boolean {
  if (ahead === 0 || !slave.control.settings.slavesRest) return false;
  if (Math.abs(asked) > WAKE_SHARE * ahead) return false;
  return slave.rest === "slave" || calmSeconds >= CALM_SECONDS;
}

/** How long those before a slave have had so little to do that it may rest, up to a minute. */
export function calmSecondsAfter(
  { calmSeconds }: Pick<Inverter, "calmSeconds">,
  ahead: number,
  asked: number,
  seconds: number,
): number {
  return Math.abs(asked) <= CALM_SHARE * ahead ? Math.min(CALM_SECONDS, calmSeconds + seconds) : 0;
}
