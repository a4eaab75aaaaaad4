/** The lowest, highest and mean value of a minute. */
export interface MinuteStatistics {
  readonly minute_min: number;
  readonly minute_max: number;
  readonly minute_avg: number;
}

/** Gathers a quantity over the minute that runs, and tells of the last one that is complete. */
export class MinuteWindow {
  #last: MinuteStatistics;
  #min = Infinity;
  #max = -Infinity;
  #sum = 0;
  #seconds = 0;

  /** `value` stands for the minute before the first. */
  constructor(value: number) {
    this.#last = { minute_min: value, minute_max: value, minute_avg: value };
  }

  get last(): MinuteStatistics {
    return this.#last;
  }

  add(value: number, seconds: number): void {
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    this.#sum += value * seconds;
    this.#seconds += seconds;
  }

  close(): void {
    if (this.#seconds === 0) return;
    // Rounding must not put the mean outside.
    const mean = Math.min(this.#max, Math.max(this.#min, this.#sum / this.#seconds));
    this.#last = { minute_min: this.#min, minute_max: this.#max, minute_avg: mean };
    this.#min = Infinity;
    this.#max = -Infinity;
    this.#sum = 0;
    this.#seconds = 0;
  }
}

/** Adds up over the day, since its reset by the owner, and over the device's life. */
export class Counter {
  #today = 0;
  #yesterday = 0;
  #sinceReset = 0;
  #lifetime = 0;

  get today(): number {
    return this.#today;
  }

  get yesterday(): number {
    return this.#yesterday;
  }

  get resettable(): number {
    return this.#sinceReset;
  }

  get lifetime(): number {
    return this.#lifetime;
  }

  add(amount: number): void {
    this.#today += amount;
    this.#sinceReset += amount;
    this.#lifetime += amount;
  }

  endDay(): void {
    this.#yesterday = this.#today;
    this.#today = 0;
  }

  /** Puts more days like yesterday before all others. */
  age(daysOfLife: number, daysSinceReset: number): void {
    this.#lifetime += this.#yesterday * daysOfLife;
    this.#sinceReset += this.#yesterday * daysSinceReset;
  }

  reset(what: "today" | "resettable" | "lifetime"): void {
    switch (what) {
      case "today":
        this.#today = 0;
        break;
      case "resettable":
        this.#sinceReset = 0;
        break;
      case "lifetime":
        this.#lifetime = 0;
        break;
    }
  }
}

/** Keeps the lowest or highest value since its reset. */
export class DayExtreme {
  readonly #pick: (a: number, b: number) => number;
  #value: number | undefined;

  constructor(pick: (a: number, b: number) => number) {
    this.#pick = pick;
  }

  get value(): number | undefined {
    return this.#value;
  }

  add(value: number): void {
    this.#value = this.#value === undefined ? value : this.#pick(this.#value, value);
  }

  reset(): void {
    this.#value = undefined;
  }
}
