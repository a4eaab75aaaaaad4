/** What is done to a plant from outside, against the course of its days. */
export interface Disturbances {
  /** The share of the sky under clouds, 0 to 1, in place of the weather's. */
  readonly cloudCover: number | undefined;
  /** In °C, in place of the weather's. */
  readonly airTemperature: number | undefined;
  /** Drawn beside what the consumers draw, over all phases together, in W. */
  readonly extraLoad: number;
  readonly grid: GridDisturbance;
  /** Starter pulses that the genset takes to fire, in place of its own; Infinity if it never does. */
  readonly gensetPulses: number | undefined;
  /** Devices that do nothing any more, by their names in the design. */
  readonly broken: readonly string[];
  /** Solar chargers with an earth fault, by their names in the design. */
  readonly earthFaults: readonly string[];
  /** Xtenders and solar chargers whose remote entry is closed from outside, by their names in the design. */
  readonly closedEntries: readonly string[];
}

/** What is wrong with the source at the AC inputs. */
export interface GridDisturbance {
  /** Whether there is none at all. */
  readonly off: boolean;
  /** In V, in place of its own. */
  readonly voltage: number | undefined;
  /** In Hz, in place of its own. */
  readonly frequency: number | undefined;
  /** In A on each phase; a source that is asked for more breaks down in voltage, as a genset does. */
  readonly maxCurrent: number | undefined;
}

/** A grid as it should be. */
export const GOOD_GRID: GridDisturbance = {
  off: false,
  voltage: undefined,
  frequency: undefined,
  maxCurrent: undefined,
};

/** Nothing is done to the plant. */
export const NO_DISTURBANCES: Disturbances = {
  cloudCover: undefined,
  airTemperature: undefined,
  extraLoad: 0,
  grid: GOOD_GRID,
  gensetPulses: undefined,
  broken: [],
  earthFaults: [],
  closedEntries: [],
};
