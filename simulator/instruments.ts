import type { Statistic, UserInfo } from "../protocol/catalogue/datapoint.ts";
import type { Bindings, Gauge, Subject } from "./bindings/bindings.ts";
import type { Identity } from "./identity.ts";
import type { Plant } from "./plant/plant.ts";
import { Counter, DayExtreme, MinuteWindow } from "./statistics.ts";

/** What the manufacturer's units are of the base unit that the gauges count in. */
const UNIT_SCALE: Readonly<Record<string, number>> = {
  kW: 1e-3,
  kVA: 1e-3,
  kWh: 1e-3,
  MWh: 1e-6,
  kAh: 1e-3,
  min: 60,
  d: 1 / 24,
};

/** What a device tells of the plant. */
export interface InfoSource {
  /** The value of an info now, in the catalogue's unit; undefined for one that there is not. */
  read(info: number): number | undefined;
  /** Takes note of what the plant did in the last seconds. */
  observe(plant: Plant, seconds: number): void;
  endMinute(): void;
  endDay(): void;
  /** Makes the device that many days old, each of them like yesterday. */
  age(daysOfLife: number, daysSinceReset: number): void;
  /** Sets back the counters of the day, those that the owner resets, or those of its life. */
  resetCounters(statistic: CounterReset): void;
  /** Lets the day's lowest and highest values begin anew. */
  resetExtremes(): void;
  /** From now on the device says this of itself. */
  identify(identity: Identity): void;
}

/**
 * Everything that a device tells of the plant: its quantities now, and what it keeps of them over
 * the minute, the day and its life. Only what the catalogue lists is kept.
 */
export class Instruments<Unit> implements InfoSource {
  readonly #bindings: Bindings<Unit>;
  readonly #unitOf: (plant: Plant) => Unit;
  #subject: Subject<Unit>;
  readonly #minutes = new Map<string, Observed<Unit, MinuteWindow>>();
  readonly #counters = new Map<string, Observed<Unit, Counter>>();
  readonly #extremes = new Map<string, Observed<Unit, DayExtreme>>();
  readonly #readers = new Map<number, () => number>();

  /** Throws a `RangeError` where an info is bound to nothing. */
  constructor(
    bindings: Bindings<Unit>,
    infos: readonly UserInfo[],
    unitOf: (plant: Plant) => Unit,
    surroundings: Omit<Subject<Unit>, "unit">,
  ) {
    this.#bindings = bindings;
    this.#unitOf = unitOf;
    this.#subject = { ...surroundings, unit: unitOf(surroundings.plant) };
    for (const info of infos) {
      const read = this.#reader(info.quantity, info.statistic);
      const scale = UNIT_SCALE[info.unit];
      this.#readers.set(info.number, scale === undefined ? read : () => read() * scale);
    }
  }

  read(info: number): number | undefined {
    return this.#readers.get(info)?.();
  }

  observe(plant: Plant, seconds: number): void {
    const { identity, setting } = this.#subject;
    const subject = { plant, unit: this.#unitOf(plant), identity, setting };
    this.#subject = subject;
    for (const { gauge, kept } of this.#minutes.values()) kept.add(gauge(subject), seconds);
    for (const { gauge, kept } of this.#counters.values()) {
      kept.add(gauge(subject) * seconds / 3600);
    }
    for (const { gauge, kept } of this.#extremes.values()) kept.add(gauge(subject));
  }

  endMinute(): void {
    for (const { kept } of this.#minutes.values()) kept.close();
  }

  endDay(): void {
    for (const { kept } of this.#counters.values()) kept.endDay();
    for (const { kept } of this.#extremes.values()) kept.reset();
  }

  age(daysOfLife: number, daysSinceReset: number): void {
    for (const { kept } of this.#counters.values()) kept.age(daysOfLife, daysSinceReset);
  }

  resetCounters(statistic: CounterReset): void {
    for (const { kept } of this.#counters.values()) kept.reset(statistic);
  }

  resetExtremes(): void {
    for (const { kept } of this.#extremes.values()) kept.reset();
  }

  identify(identity: Identity): void {
    this.#subject = { ...this.#subject, identity };
  }

  #reader(quantity: string, statistic: Statistic): () => number {
    switch (statistic) {
      case "instant":
      case "state":
      case "static":
      case "counter": {
        const gauge = this.#gauge(quantity);
        return () => gauge(this.#subject);
      }
      case "minute_min":
      case "minute_max":
      case "minute_avg": {
        const window = this.#minute(quantity);
        return () => window.last[statistic];
      }
      case "today": {
        const rate = this.#bindings.rates[quantity];
        if (rate === undefined) return this.#extreme(quantity);
        const counter = this.#counter(quantity);
        return () => counter.today;
      }
      case "yesterday":
      case "lifetime":
      case "resettable": {
        const counter = this.#counter(quantity);
        return () => counter[statistic];
      }
    }
  }

  #gauge(quantity: string): Gauge<Unit> {
    return required(this.#bindings.gauges, quantity);
  }

  #minute(quantity: string): MinuteWindow {
    const gauge = this.#gauge(quantity);
    return keep(this.#minutes, quantity, gauge, () => new MinuteWindow(gauge(this.#subject)));
  }

  #counter(quantity: string): Counter {
    const rate = required(this.#bindings.rates, quantity);
    return keep(this.#counters, quantity, rate, () => new Counter());
  }

  /** `pv_power_max` is the day's highest `pv_power`. */
  #extreme(quantity: string): () => number {
    const [, base = quantity, bound] = /^(.+)_(min|max)$/.exec(quantity) ?? [];
    const gauge = this.#gauge(base);
    const keeper = keep(
      this.#extremes,
      quantity,
      gauge,
      () => new DayExtreme(bound === "min" ? Math.min : Math.max),
    );
    return () => keeper.value ?? gauge(this.#subject);
  }
}

/** What a reset sets back. */
export type CounterReset = "today" | "resettable" | "lifetime";

interface Observed<Unit, Kept> {
  readonly gauge: Gauge<Unit>;
  readonly kept: Kept;
}

function keep<Unit, Kept>(
  all: Map<string, Observed<Unit, Kept>>,
  quantity: string,
  gauge: Gauge<Unit>,
  create: () => Kept,
): Kept {
  const known = all.get(quantity);
  if (known !== undefined) return known.kept;
  const kept = create();
  all.set(quantity, { gauge, kept });
  return kept;
}

function required<Unit>(
  gauges: Readonly<Record<string, Gauge<Unit>>>,
  quantity: string,
): Gauge<Unit> {
  const gauge = gauges[quantity];
  if (gauge === undefined) {
    throw new RangeError(`Cannot measure ${quantity}: it is bound to nothing`);
  }
  return gauge;
}
