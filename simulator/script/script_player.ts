import { type Action, perform, type Stage } from "./actions.ts";
import type { Script } from "./script.ts";
import { secondsAfterStart } from "./script_times.ts";

/** In seconds: sums of fractions come to the same moment although they are not exact. */
const NO_TIME = 1e-6;

/** Something that a script does, and when. */
export interface ScheduledAction {
  /** Of simulated time, from the start. */
  readonly seconds: number;
  readonly action: Action;
}

/** A script's actions in their order; `startOfClock` is what the gateway's clock shows first. */
export function schedule({ steps }: Script, startOfClock: number): ScheduledAction[] {
  return steps
    .flatMap(({ moment, actions }) => {
      const seconds = secondsAfterStart(moment, startOfClock);
      return actions.map(({ action }) => ({ seconds, action }));
    })
    .toSorted((a, b) => a.seconds - b.seconds);
}

/** Lets time pass over a simulated installation, and does what is due at its very second. */
export class ScriptPlayer {
  readonly #stage: Stage;
  readonly #schedule: readonly ScheduledAction[];
  #next = 0;
  #elapsed = 0;

  constructor(script: Script, stage: Stage) {
    this.#stage = stage;
    this.#schedule = schedule(script, stage.gateway.installation.clockSeconds);
  }

  /** Lets simulated time pass; 0 seconds do what is due now. */
  advance(seconds: number): void {
    const until = this.#elapsed + seconds;
    while (this.#next < this.#schedule.length) {
      const { seconds: due, action } = this.#schedule[this.#next]!;
      if (due > until + NO_TIME) break;
      this.#next++;
      this.#pass(due);
      perform(action, this.#stage);
    }
    this.#pass(until);
  }

  #pass(until: number): void {
    if (until > this.#elapsed) this.#stage.gateway.advance(until - this.#elapsed);
    this.#elapsed = Math.max(this.#elapsed, until);
  }
}
