/** The years that a gateway's clock can show: {5002} counts seconds since 1970 in 32 bits. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2037;

/** Seconds since 1970 of a local time such as `2026-06-21T05:00`; a `RangeError` where it is none. */
export function parseLocalTime(text: string): number {
  const isLocal = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text);
  const seconds = isLocal
    ? Date.parse(`${text.length === 10 ? `${text}T00:00` : text}Z`) / 1000
    : NaN;
  // A day that the month lacks would be one of the next month.
  if (Number.isNaN(seconds) || dateOf(seconds) !== text.slice(0, 10)) {
    throw new RangeError(`Cannot start at ${JSON.stringify(text)}: write it like 2026-06-21T05:00`);
  }
  const year = Number(text.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw new RangeError(
      `Cannot start at ${JSON.stringify(text)}: give a year from ${FIRST_YEAR} to ${LAST_YEAR}`,
    );
  }
  return seconds;
}

function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

/** A moment as the clocks of this machine's zone show it; in milliseconds since 1970 UTC. */
export function localTimeText(wallTime: number): string {
  const offsetMinutes = new Date(wallTime).getTimezoneOffset();
  return new Date(wallTime - offsetMinutes * 60_000).toISOString().slice(0, 19);
}
