import { type CounterState, counterToday, observeCounter } from "./energy_counter.ts";
import { type IntegralState, observePower, type PowerPart } from "./energy_integral.ts";
import { SECONDS_PER_DAY } from "./gateway_clock.ts";
import type { Moment } from "./moment.ts";

/** Energies that the devices count themselves. */
export const CountedEnergies = ["pv", "load", "grid_in"] as const;
export type CountedEnergy = typeof CountedEnergies[number];

/** Energies that no device counts for the plant: integrals of a power. */
export const IntegratedEnergies = ["grid_out", "battery_in", "battery_out"] as const;
export type IntegratedEnergy = typeof IntegratedEnergies[number];

/** What is kept of a counted energy. */
export interface CountedState {
  /** kWh, ever growing, of all devices that ever counted. */
  readonly total: number;
  /** By what tells a device's counter from all others. */
  readonly counters: Readonly<Record<string, CounterState>>;
}

/** All that must outlast a restart. */
export interface EnergiesState {
  /** The gateway's day, in whole days since 1970-01-01; null before the first reading. */
  readonly day: number | null;
  readonly counted: Readonly<Record<CountedEnergy, CountedState>>;
  /** Null before the first power. */
  readonly integrated: Readonly<Record<IntegratedEnergy, IntegralState | null>>;
}

const NothingCounted: CountedState = { total: 0, counters: {} };

/** Where nothing was counted yet. */
export const NoEnergies: EnergiesState = {
  day: null,
  counted: { pv: NothingCounted, load: NothingCounted, grid_in: NothingCounted },
  integrated: { grid_out: null, battery_in: null, battery_out: null },
};

const PartOf: Readonly<Record<IntegratedEnergy, PowerPart>> = {
  grid_out: "negative",
  battery_in: "positive",
  battery_out: "negative",
};

/** A day begins once: a clock set back by no more than this does not begin yesterday again. */
const SET_BACK_S = 2 * 60 * 60;

/** The counter of a device that is gone is forgotten after so many days; its energy is not. */
const KEPT_DAYS = 7;

/** No device counts more in a day: such a value is damage, and the total would keep it for ever. */
const MAX_COUNTER_KWH = 10_000;

/** No plant of these devices has more power, in watts. */
const MAX_POWER_W = 1_000_000;

/** The plant's energies: of the gateway's day, and for ever. */
export class Energies {
  #day: number | null;
  readonly #counted: Record<CountedEnergy, CountedState>;
  readonly #integrated: Record<IntegratedEnergy, IntegralState | null>;

  constructor({ day, counted, integrated }: EnergiesState) {
    this.#day = day;
    this.#counted = { ...counted };
    this.#integrated = { ...integrated };
  }

  /** The gateway's day, or null before the first reading. */
  get day(): number | null {
    return this.#day;
  }

  get state(): EnergiesState {
    return { day: this.#day, counted: { ...this.#counted }, integrated: { ...this.#integrated } };
  }

  /** Says when the next readings were taken: `at` of `Clock.now()`, `local` on the gateway's clock. */
  momentOf(at: number, local: number): Moment {
    const day = dayAfter(this.#day, local);
    if (day !== this.#day) this.#beginDay(day);
    return { at, local, day };
  }

  /** Takes what the counter `key` shows, in kWh. */
  count(energy: CountedEnergy, key: string, value: number, moment: Moment): void {
    if (!(value >= 0 && value <= MAX_COUNTER_KWH)) return;
    const { total, counters } = this.#counted[energy];
    const { state, gained } = observeCounter(counters[key], value, moment);
    this.#counted[energy] = { total: total + gained, counters: { ...counters, [key]: state } };
  }

  /** Takes the power that the energy is a part of, in watts. */
  integrate(energy: IntegratedEnergy, power: number, moment: Moment): void {
    if (!(Math.abs(power) <= MAX_POWER_W)) return;
    const before = this.#integrated[energy] ?? undefined;
    this.#integrated[energy] = observePower(before, power, moment, PartOf[energy]);
  }

  /** kWh of the gateway's day, devices included that counted today and are gone by now. */
  countedToday(energy: CountedEnergy): number {
    return Object.values(this.#counted[energy].counters)
      .reduce((sum, counter) => sum + counterToday(counter, this.#day ?? NaN), 0);
  }

  countedTotal(energy: CountedEnergy): number {
    return this.#counted[energy].total;
  }

  /** kWh and gaps of the gateway's day, and kWh for ever; undefined before the first power. */
  integrated(
    energy: IntegratedEnergy,
  ): { readonly today: number; readonly gaps: number; readonly total: number } | undefined {
    const state = this.#integrated[energy];
    if (state === null) return undefined;
    const { today, gaps } = state.day === this.#day ? state : { today: 0, gaps: 0 };
    return { today, gaps, total: state.total };
  }

  #beginDay(day: number): void {
    this.#day = day;
    for (const energy of CountedEnergies) {
      const { total, counters } = this.#counted[energy];
      const kept = Object.entries(counters)
        .filter(([, counter]) => Math.abs(day - counter.day) <= KEPT_DAYS);
      this.#counted[energy] = { total, counters: Object.fromEntries(kept) };
    }
  }
}

function dayAfter(before: number | null, local: number): number {
  const day = Math.floor(local / SECONDS_PER_DAY);
  const isSameNight = before !== null && day < before &&
    local >= before * SECONDS_PER_DAY - SET_BACK_S;
  return isSameNight ? before : day;
}
