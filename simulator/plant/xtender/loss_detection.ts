import type { PlantEventKind } from "../events.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/** How an Xtender detects the loss of its source, {1552}; the slow way lets every dip pass. */
const Detection = { tolerant: 2, fast: 4 } as const;

/**
 * By how much a source dips for parts of a second when its load jumps by all the current that it
 * can give, and what of that the fast detection lets pass, as shares of its voltage.
 */
const FULL_DIP = 0.3;
const FAST_TOLERANCE = 0.1;

/** What an Xtender takes from its source, in V and A, and its converter gives, in W. */
interface Drawing {
  readonly input: { readonly voltage: number; readonly current: number };
  readonly converterPower: number;
}

/** What comes in for the consumers, in A: what a charger takes grows slowly, and makes no dip. */
export function consumedCurrent({ input, converterPower }: Drawing): number {
  if (input.voltage === 0) return 0;
  return Math.max(0, input.current - Math.max(0, -converterPower) / input.voltage);
}

/** How deep a source dips when its load jumps by a share of the most current that it can give. */
export function dipOf(jump: number): number {
  return FULL_DIP * Math.min(1, Math.max(0, jump));
}

/** What an Xtender tells when it takes a dip for the loss of its source, if it does. */
export function mistakenLoss(dip: number, settings: XtenderSettings): PlantEventKind | undefined {
  const { lossDetection, lossTolerance } = settings;
  if (lossDetection === Detection.fast) return dip > FAST_TOLERANCE ? "source_dip" : undefined;
  if (lossDetection !== Detection.tolerant) return undefined;
  return dip > FULL_DIP * lossTolerance ? "ups_limit" : undefined;
}
