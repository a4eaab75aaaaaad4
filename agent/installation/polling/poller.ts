import type { Clock } from "../../../protocol/clock.ts";
import type { Log } from "../../log.ts";
import { LinkLostError } from "../line/errors.ts";
import { InfoReader, type InfoResult } from "./info_reader.ts";
import type { Outcome } from "./outcome.ts";
import { ParameterReader } from "./parameter_reader.ts";
import { isInfoItem, type PollItem } from "./poll_item.ts";
import type { PollPlan } from "./poll_plan.ts";
import type { Ask } from "../line/session.ts";
import type { Reading, Value } from "../values.ts";

/** A point that the device refuses is asked for again after that. */
const REFUSED_MS = 60 * 60 * 1000;

/** A device that is gone is asked for again after that. */
const ABSENT_MS = 30_000;

/** A point without an answer waits a little, so that one deaf device does not stop the others. */
const UNANSWERED_MS = 10_000;

/** A device that stays silent so often in a row, while the gateway answers, is gone. */
const UNANSWERED_TIMES = 3;

/** However long there is nothing to read, so often the poller shows that it is there. */
const MAX_IDLE_MS = 60_000;

/** Whom to ask, and whom to tell. */
export interface PollerOptions {
  readonly installation: string;
  readonly ask: Ask;
  readonly clock: Clock;
  readonly log: Log;
  /** Takes the readings of one request, or of one cycle of single reads. */
  readonly onReadings: (readings: readonly Reading[]) => void;
  /** Called when a device begins or ceases to answer. */
  readonly onPresence: (device: string, present: boolean) => void;
  /** Called again and again, at least once a minute, for as long as nothing holds the poller. */
  readonly onTurn?: () => void;
}

/** Reads what is due, again and again, and hands on what it read. */
export class Poller {
  readonly #options: PollerOptions;
  readonly #infos: InfoReader;
  readonly #parameters: ParameterReader;
  readonly #absent = new Set<string>();
  readonly #unanswered = new Map<string, number>();

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#infos = new InfoReader(options.ask, options.log);
    this.#parameters = new ParameterReader(options.ask);
  }

  /** Whether the gateway reads many infos in one request; undefined until it showed that. */
  get canMultiInfo(): boolean | undefined {
    return this.#infos.canMultiInfo;
  }

  /** Takes a device for present or absent, as somebody else saw it, until its own answers tell. */
  assume(device: string, present: boolean): void {
    if (present) this.#absent.delete(device);
    else this.#absent.add(device);
  }

  /** Forgets what was learned, because the gateway or its devices may be others now. */
  forget(): void {
    this.#infos.forget();
    this.#parameters.forget();
  }

  /**
   * Reads by the plan until `signal` is aborted (false) or the line is lost (true); a device's
   * fault ends nothing.
   */
  async run(plan: PollPlan<PollItem>, signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      this.#options.onTurn?.();
      const due = plan.due(clock.now());
      const next = due[0];
      try {
        if (next === undefined) {
          const idleMs = plan.idleMs(clock.now()) ?? MAX_IDLE_MS;
          await clock.sleep(Math.min(idleMs, MAX_IDLE_MS), signal);
        } else if (next.kind === "parameter") {
          this.#take([{ item: next, outcome: await this.#parameters.read(next) }], plan);
        } else {
          this.#take(await this.#readInfos(due), plan);
        }
      } catch (error) {
        if (error instanceof LinkLostError) return true;
        throw error;
      }
    }
    return false;
  }

  #readInfos(due: readonly PollItem[]): Promise<InfoResult[]> {
    return this.#infos.read(due.filter(isInfoItem));
  }

  #take(
    results: ReadonlyArray<{ readonly item: PollItem; readonly outcome: Outcome }>,
    plan: PollPlan<PollItem>,
  ): void {
    const now = this.#options.clock.now();
    const readings: Reading[] = [];
    const silent = new Set<string>();
    for (const { item, outcome } of results) {
      switch (outcome.kind) {
        case "value":
          plan.done(item, now);
          this.#setPresent(item.device);
          readings.push(this.#reading(item, outcome.value, outcome.attributes));
          break;
        case "refused":
          plan.park(item, now + REFUSED_MS);
          this.#setPresent(item.device);
          readings.push(this.#reading(item, null, { error: outcome.error }));
          break;
        case "unanswered":
          plan.park(item, now + UNANSWERED_MS);
          if (!outcome.busy) silent.add(item.device);
          break;
        case "absent":
          readings.push(...this.#setAbsent(item.device, plan));
          break;
      }
    }
    // One lost answer to a request for many points is one silence, not many.
    for (const device of silent) {
      if (this.#isGone(device)) readings.push(...this.#setAbsent(device, plan));
    }
    if (readings.length > 0) this.#options.onReadings(readings);
  }

  #isGone(device: string): boolean {
    const times = (this.#unanswered.get(device) ?? 0) + 1;
    this.#unanswered.set(device, times);
    return times >= UNANSWERED_TIMES;
  }

  #setPresent(device: string): void {
    this.#unanswered.delete(device);
    if (!this.#absent.delete(device)) return;
    this.#options.log.info("The device answers again", { device });
    this.#options.onPresence(device, true);
  }

  /** Nothing of an absent device is known any more: its last values would be taken for new ones. */
  #setAbsent(device: string, plan: PollPlan<PollItem>): Reading[] {
    plan.parkDevice(device, this.#options.clock.now() + ABSENT_MS);
    if (this.#absent.has(device)) return [];
    this.#absent.add(device);
    this.#options.log.warn("The device does not answer", { device });
    this.#options.onPresence(device, false);
    return plan.itemsOf(device).map((item) => this.#reading(item, null));
  }

  #reading(
    { device, datapoint }: PollItem,
    value: Value,
    attributes?: Readonly<Record<string, unknown>>,
  ): Reading {
    return {
      point: { installation: this.#options.installation, device, datapoint: datapoint.number },
      value,
      at: this.#options.clock.now(),
      ...(attributes && { attributes }),
    };
  }
}
