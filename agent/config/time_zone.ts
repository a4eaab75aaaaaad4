import { nearest } from "./nearest.ts";

/** Whether this machine knows a time zone of that name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The time zone that somebody meant who mistyped it; undefined where nobody can tell. */
export function nearestTimeZone(name: string): string | undefined {
  return nearest(name, Intl.supportedValuesOf("timeZone"));
}
