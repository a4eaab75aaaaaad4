import { InvalidArgumentError } from "commander";

/** A port; throws an `InvalidArgumentError` for anything else, as all of these do. */
export function port(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= 1 && number <= 65535) return number;
  throw new InvalidArgumentError("Give a port from 1 to 65535");
}

/** A port, or 0 for any free one. */
export function portOrAny(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  if (number >= 0 && number <= 65535) return number;
  throw new InvalidArgumentError("Give a port from 0 to 65535");
}

/** A machine and a port of it. */
export function hostAndPort(text: string): { host: string; port: number } {
  const [, host, number] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (host === undefined || number === undefined) {
    throw new InvalidArgumentError("Give host and port, as 192.168.1.20:4001");
  }
  return { host: host.replace(/^\[(.*)\]$/, "$1"), port: port(number) };
}

/** A number above 0. */
export function positive(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError("Give a number above 0");
}

/** A whole number from 0 on. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError("Give a whole number from 0 on");
}

/** Reads a number of days, at least one. */
export function daysUpTo(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`Give a whole number of days from 1 to ${most}`);
  };
}

/** A time with its unit, in ms. */
export function milliseconds(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError("Give a time, as 20ms or 1s");
  return Number(number) * (unit === "s" ? 1000 : 1);
}

/** A firmware's X.Y.Z. */
export function version(text: string): string {
  if (/^\d{1,2}\.\d{1,2}\.\d{1,3}$/.test(text)) return text;
  throw new InvalidArgumentError("Give a version, as 1.6.20");
}
