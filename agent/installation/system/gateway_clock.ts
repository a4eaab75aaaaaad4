import type { Clock } from "../../../protocol/clock.ts";
import type { Log } from "../../log.ts";

/** A day on the gateway's clock, which knows no daylight saving jump. */
export const SECONDS_PER_DAY = 24 * 60 * 60;

/** So long the gateway may take to tell its time before the machine's clock stands in for it. */
const PATIENCE_MS = 2 * 60 * 1000;

/** What the clock runs on until the gateway tells its time, and after. */
export interface GatewayClockOptions {
  readonly clock: Clock;
  /** IANA name of the zone that the gateway's clock shows; undefined for this machine's. */
  readonly timeZone: string | undefined;
  readonly log: Log;
}

/**
 * The gateway's own clock, by which its devices end their days: {5002}, seconds since 1970-01-01 of
 * the installation's local time. Between two looks at it the monotonic clock drives it, so that a
 * jump of the machine's clock does not matter; until the first look the machine's clock stands in.
 */
export class GatewayClock {
  readonly #options: GatewayClockOptions;
  readonly #zone: Intl.DateTimeFormat;
  readonly #createdAt: number;
  #lastSet: { readonly local: number; readonly at: number } | undefined;
  #standInTold = false;

  constructor(options: GatewayClockOptions) {
    this.#options = options;
    this.#createdAt = options.clock.now();
    this.#zone = new Intl.DateTimeFormat("en-US", {
      ...(options.timeZone !== undefined && { timeZone: options.timeZone }),
      calendar: "gregory",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** Takes what the gateway told: its local seconds at the time `at` of `Clock.now()`. */
  set(localSeconds: number, at: number): void {
    // A clock that was never set, or no number at all: as if nothing had been told.
    if (!Number.isFinite(localSeconds) || localSeconds <= 0) return;
    this.#lastSet = { local: localSeconds, at };
  }

  /** Whether the time is the gateway's, or nothing better than the machine's is to be expected. */
  settled(now: number): boolean {
    return this.#lastSet !== undefined || now - this.#createdAt >= PATIENCE_MS;
  }

  /** Seconds since 1970-01-01 00:00 of the gateway's local time, at the time `now` of `Clock.now()`. */
  localSecondsAt(now: number): number {
    if (this.#lastSet !== undefined) {
      return this.#lastSet.local + (now - this.#lastSet.at) / 1000;
    }
    this.#tellStandIn();
    const { clock } = this.#options;
    return localSeconds(this.#zone, clock.wallTime() + now - clock.now());
  }

  /** The gateway's date: `2026-06-21`. */
  dateAt(now: number): string {
    return new Date(this.localSecondsAt(now) * 1000).toISOString().slice(0, 10);
  }

  /** Seconds since the gateway's last midnight. */
  secondsOfDay(now: number): number {
    return this.localSecondsAt(now) % SECONDS_PER_DAY;
  }

  #tellStandIn(): void {
    if (this.#standInTold) return;
    this.#standInTold = true;
    this.#options.log.info(
      "The gateway has not told its time: days begin by this machine's clock until it does",
      { timeZone: this.#zone.resolvedOptions().timeZone },
    );
  }
}

function localSeconds(zone: Intl.DateTimeFormat, wallTime: number): number {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of zone.formatToParts(wallTime)) parts[type] = Number(value);
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}
