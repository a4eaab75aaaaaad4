import { SECONDS_PER_DAY } from "../calendar.ts";

/** A moment of a script: so long after its start, or when the gateway's clock shows a time. */
export type Moment =
  | { readonly kind: "after_start"; readonly seconds: number }
  | { readonly kind: "clock"; readonly secondOfDay: number };

/** Reads `+H:MM`, `+H:MM:SS`, `H:MM` or `H:MM:SS`; undefined for anything else. */
export function parseMoment(text: unknown): Moment | undefined {
  if (typeof text !== "string") return undefined;
  if (!text.startsWith("+")) {
    const secondOfDay = parseSecondOfDay(text);
    return secondOfDay === undefined ? undefined : { kind: "clock", secondOfDay };
  }
  const seconds = parseSeconds(text.slice(1), 4);
  return seconds === undefined ? undefined : { kind: "after_start", seconds };
}

/** Reads `H:MM` or `H:MM:SS`, from 0:00 to 23:59:59. */
export function parseSecondOfDay(text: unknown): number | undefined {
  const seconds = typeof text === "string" ? parseSeconds(text, 2) : undefined;
  return seconds !== undefined && seconds < SECONDS_PER_DAY ? seconds : undefined;
}

/**
 * Seconds from the start to a moment; `startOfClock` is what the gateway's clock shows at the
 * start. A time of the clock is the first one that is not past.
 */
export function secondsAfterStart(moment: Moment, startOfClock: number): number {
  switch (moment.kind) {
    case "after_start":
      return moment.seconds;
    case "clock": {
      const startOfDay = startOfClock % SECONDS_PER_DAY;
      return (moment.secondOfDay - startOfDay + SECONDS_PER_DAY) % SECONDS_PER_DAY;
    }
  }
}

function parseSeconds(text: string, hourDigits: number): number | undefined {
  const [, hours, minutes, seconds = "0"] = /^(\d+):([0-5]\d)(?::([0-5]\d))?$/.exec(text) ?? [];
  if (hours === undefined || hours.length > hourDigits) return undefined;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
