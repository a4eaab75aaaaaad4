import { noise } from "./noise.ts";

/** One phase of the source at the Xtenders' AC input. */
export interface GridPhase {
  /** In V; 0 where there is no source. */
  readonly voltage: number;
  /** In Hz; 0 where there is no source. */
  readonly frequency: number;
}

const NO_SOURCE: GridPhase = { voltage: 0, frequency: 0 };

/** The public grid on one phase (1 to 3) at a moment, if the plant has one. */
export function gridAt(
  seed: number,
  connected: boolean,
  nominalVoltage: number,
  phase: number,
  time: number,
): GridPhase {
  if (!connected) return NO_SOURCE;
  const swing = noise(seed, 10 + phase, time / 900) + noise(seed, 20 + phase, time / 25) * 0.2 -
    0.6;
  return {
    voltage: nominalVoltage * (1 + 0.04 * swing),
    // One frequency for all phases.
    frequency: 50 + 0.08 * (noise(seed, 30, time / 60) - 0.5),
  };
}
