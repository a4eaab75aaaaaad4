/** Where a value belongs: one datapoint of one device of one installation. */
export interface Point {
  readonly installation: string;
  readonly device: string;
  readonly datapoint: number;
}

/**
 * What a datapoint reads: a number in the catalogue's unit, or the code of an enumeration, bit
 * field or boolean (0 or 1); null where the device has no value (NaN, a sentinel, no such point).
 */
export type Value = number | null;

/** A value and when it was read. */
export interface Reading {
  readonly point: Point;
  readonly value: Value;
  /** Milliseconds of the agent's `Clock.now()`. */
  readonly at: number;
  /** What else there is to say of it, such as a parameter's flash value; JSON. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Called with the readings of one request (or one cycle of single reads), never with none. */
export type ValuesListener = (readings: readonly Reading[]) => void;

/** The newest reading of every point, and the one stream that everything listens to. */
export class Values {
  readonly #readings = new Map<string, Reading>();
  readonly #listeners = new Set<ValuesListener>();
  readonly #onListenerError: (error: unknown) => void;

  /** A listener that throws is a bug of its own: `onListenerError` hears of it, the others go on. */
  constructor(onListenerError: (error: unknown) => void) {
    this.#onListenerError = onListenerError;
  }

  /** Stores readings that belong together and tells every listener. */
  put(readings: readonly Reading[]): void {
    if (readings.length === 0) return;
    for (const reading of readings) this.#readings.set(keyOf(reading.point), reading);
    for (const listener of this.#listeners) {
      try {
        listener(readings);
      } catch (error) {
        this.#onListenerError(error);
      }
    }
  }

  get(point: Point): Reading | undefined {
    return this.#readings.get(keyOf(point));
  }

  all(): Iterable<Reading> {
    return this.#readings.values();
  }

  /** Forgets a device's readings, because the device is gone. */
  forget(installation: string, device: string): void {
    for (const [key, { point }] of this.#readings) {
      if (point.installation === installation && point.device === device) {
        this.#readings.delete(key);
      }
    }
  }

  /** Calls the listener at every `put` from now on; the function returned ends that. */
  listen(listener: ValuesListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function keyOf({ installation, device, datapoint }: Point): string {
  return `${installation}/${device}/${datapoint}`;
}
