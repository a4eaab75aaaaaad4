import type { Converter } from "./conversion.ts";
import type { XtenderSettings } from "./xtender_parameters.ts";

/**
 * Why the converter of an Xtender that could work rests: it searches for somebody to serve, it is
 * a slave whom the load does not need, or a charger that has nothing to charge.
 */
export type Rest = "search" | "slave" | "charger";

/** What decides what a resting Xtender draws, in W. */
export interface Resting extends Converter {
  /** Of one that searches as it is delivered: with one pulse every 0.8 s. */
  readonly searchPower: number;
}

/** A pulse is one period of the voltage that it makes. */
const PULSE_SECONDS = 0.02;
const DELIVERED_DUTY = PULSE_SECONDS / (PULSE_SECONDS + 0.8);

/** From one train of pulses {1188} to the next, with the delay {1189} between them, in seconds. */
export function trainSeconds({ searchPulses, searchDelay }: XtenderSettings): number {
  return searchPulses * PULSE_SECONDS + searchDelay;
}

/**
 * What a resting Xtender draws, in W. While it searches it draws the power to be on during each
 * pulse, and that of its electronics always; in the other rests as much as when it is delivered.
 */
export function restPower(design: Resting, settings: XtenderSettings, rest: Rest): number {
  if (rest !== "search") return design.searchPower;
  const duty = settings.searchPulses * PULSE_SECONDS / trainSeconds(settings);
  return design.searchPower + (duty - DELIVERED_DUTY) * design.idlePower;
}
