import type { GridDisturbance } from "../disturbances.ts";
import type { GensetNeeds } from "./genset.ts";
import { hash, noise } from "../noise.ts";

/** What feeds the Xtenders' AC inputs. */
export type SourceDesign =
  | { readonly kind: "none" }
  | { readonly kind: "grid"; readonly outagesPerYear: number }
  | GensetDesign;

/** Runs while the first Xtender's AUX 1 is closed. */
export interface GensetDesign {
  readonly kind: "genset";
  /** On each phase, in A. */
  readonly maxCurrent: number;
  /** What its starter has to do; the usual if not given. */
  readonly needs?: GensetNeeds;
}

/** One phase of the source at the Xtenders' AC input. */
export interface GridPhase {
  /** In V; 0 where there is no source. */
  readonly voltage: number;
  /** In Hz; 0 where there is no source. */
  readonly frequency: number;
}

/** What the source goes by. */
export interface SourceSignals {
  readonly seed: number;
  readonly nominalVoltage: number;
  readonly nominalFrequency: number;
  /** 1 to 3. */
  readonly phase: number;
  readonly time: number;
  readonly gensetRuns: boolean;
  /** What was drawn from the phase a moment ago, in A. */
  readonly drawnCurrent: number;
}

/** What stands at an input that nothing feeds. */
export const NO_SOURCE: GridPhase = { voltage: 0, frequency: 0 };

const SECONDS_PER_DAY = 86400;
const DAYS_PER_YEAR = 365;
/** An outage lasts from one minute to an hour. */
const MIN_OUTAGE_SECONDS = 60;
const MAX_OUTAGE_SECONDS = 3600;
/** How much slower a loaded genset runs, as a share at its full current. */
const GENSET_DROOP = 0.03;
/** How much faster it runs without load than it should, as a share. */
const GENSET_LEAD = 0.03;
/** How fast the voltage of an overloaded source breaks down: by its share above the limit. */
const COLLAPSE = 0.8;

/** One phase of the source at a moment. */
export function gridAt(
  source: SourceDesign,
  signals: SourceSignals,
  disturbance: GridDisturbance,
): GridPhase {
  const found = disturbance.off ? NO_SOURCE : undisturbed(source, signals);
  const { voltage = found.voltage, frequency = found.frequency } = disturbance;
  const excess = Math.max(0, signals.drawnCurrent / mostCurrent(source, disturbance) - 1);
  const left = voltage * Math.max(0.3, 1 - COLLAPSE * excess);
  return voltage > 0 && !disturbance.off ? { voltage: left, frequency } : NO_SOURCE;
}

function undisturbed(source: SourceDesign, signals: SourceSignals): GridPhase {
  switch (source.kind) {
    case "none":
      return NO_SOURCE;
    case "grid":
      return isOut(signals.seed, source.outagesPerYear, signals.time) ? NO_SOURCE : grid(signals);
    case "genset":
      return signals.gensetRuns ? genset(signals, source.maxCurrent) : NO_SOURCE;
  }
}

function grid({ seed, nominalVoltage, nominalFrequency, phase, time }: SourceSignals): GridPhase {
  const swing = noise(seed, 10 + phase, time / 900) + noise(seed, 20 + phase, time / 25) * 0.2 -
    0.6;
  return {
    voltage: nominalVoltage * (1 + 0.04 * swing),
    // One frequency for all phases.
    frequency: nominalFrequency + 0.08 * (noise(seed, 30, time / 60) - 0.5),
  };
}

function genset(
  { nominalVoltage, nominalFrequency, drawnCurrent }: SourceSignals,
  maxCurrent: number,
): GridPhase {
  const load = Math.min(1, drawnCurrent / maxCurrent);
  const frequency = nominalFrequency * (1 + GENSET_LEAD) * (1 - GENSET_DROOP * load);
  return { voltage: nominalVoltage, frequency };
}

/** Some days have an outage, at an hour and for a time that the seed decides. */
function isOut(seed: number, outagesPerYear: number, time: number): boolean {
  const day = Math.floor(time / SECONDS_PER_DAY);
  if (hash(seed, 31, day) >= outagesPerYear / DAYS_PER_YEAR) return false;
  const lasts = MIN_OUTAGE_SECONDS +
    hash(seed, 33, day) ** 2 * (MAX_OUTAGE_SECONDS - MIN_OUTAGE_SECONDS);
  const begins = hash(seed, 32, day) * (SECONDS_PER_DAY - lasts);
  const second = time - day * SECONDS_PER_DAY;
  return second >= begins && second < begins + lasts;
}

/** What a phase of the source gives without breaking down, in A. */
export function mostCurrent(
  source: SourceDesign,
  { maxCurrent = Infinity }: GridDisturbance,
): number {
  return Math.min(source.kind === "genset" ? source.maxCurrent : Infinity, maxCurrent);
}
