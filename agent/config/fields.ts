import * as z from "zod";
import { formatDuration, parseDuration } from "./duration.ts";
import { nearest } from "./nearest.ts";
import { found } from "./problem.ts";

type Complaint = (issue: { readonly input?: unknown }) => string;

/** A complaint that tells the value found and what to give instead. */
export function give(what: string): Complaint {
  return ({ input }) => `${found(input)}; give ${what}`;
}

/** Text; a number or a truth value is none, but becomes one in quotes. */
export function text(
  what: string,
  fits: (text: string) => boolean = isFilled,
): z.ZodType<string, string> {
  const error: Complaint = ({ input }) =>
    typeof input === "number" || typeof input === "boolean"
      ? `found ${input}; give ${what}, in quotes`
      : give(what)({ input });
  return z.string({ error }).refine((value) => value.length <= MAX_TEXT_LENGTH && fits(value), {
    error,
  });
}

const MAX_TEXT_LENGTH = 4096;

/** Whether a text of the configuration may be this one, as a name. */
export function isName(value: string): boolean {
  return value.length <= MAX_TEXT_LENGTH && isFilled(value);
}

function isFilled(value: string): boolean {
  return value.trim() !== "" && !hasControlCharacter(value);
}

function hasControlCharacter(value: string): boolean {
  // deno-lint-ignore no-control-regex
  return /[\u0000-\u001f\u007f]/.test(value);
}

/** Text that must never stand in a message. */
export function secret(): z.ZodType<string, string> {
  return z.string({ error: "found no text; give the password, in quotes" })
    .min(1, { error: "found nothing; give the password" })
    .max(MAX_TEXT_LENGTH, { error: `found too much; give at most ${MAX_TEXT_LENGTH} letters` });
}

/** A whole number; text of digits counts, because a variable's value is text. */
export function wholeNumber(
  least: number,
  most: number,
  what = `a whole number from ${least} to ${most}`,
): z.ZodType<number> {
  const error = give(what);
  // Not z.int(): after its complaint the checks of what goes together would be left out.
  const number = z.number({ error }).multipleOf(1, { error });
  return z.preprocess(numberOfText, number.min(least, { error }).max(most, { error }));
}

function numberOfText(value: unknown): unknown {
  return typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}

/** `true` or `false`. */
export function yesNo(): z.ZodType<boolean> {
  return z.preprocess(truthOfText, z.boolean({ error: give("true or false") }));
}

function truthOfText(value: unknown): unknown {
  return value === "true" ? true : value === "false" ? false : value;
}

/** One of a few words or numbers; what is near to one of them is taken for a slip. */
export function oneOf<const T extends string | number>(...choices: readonly T[]): z.ZodType<T> {
  const error: Complaint = ({ input }) => notOneOf(choices, input);
  // The tuple says no more than that there is one choice at least.
  return z.preprocess(numberOfText, z.literal(choices as unknown as [T, ...T[]], { error }));
}

/** The complaint about a value that is none of the choices. */
export function notOneOf(choices: readonly (string | number)[], value: unknown): string {
  const meant = typeof value === "string" ? nearest(value, choices.map(String)) : undefined;
  return meant === undefined
    ? `${found(value)}; give ${listed(choices)}`
    : `${found(value)}; did you mean ${meant}? It may be ${listed(choices)}`;
}

/** `a, b or c`. */
export function listed(choices: readonly (string | number)[]): string {
  return choices.length < 2
    ? choices.join("")
    : `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
}

/** A duration with its unit, such as `10s`; milliseconds in the result. */
export function duration(leastMs: number, mostMs: number): z.ZodType<number, string> {
  const range = `from ${formatDuration(leastMs)} to ${formatDuration(mostMs)}`;
  const error = give(`a time with its unit ${range}, such as 500ms, 10s or 5m`);
  return z.string({ error })
    .refine((value) => {
      const ms = parseDuration(value);
      return ms !== undefined && ms >= leastMs && ms <= mostMs;
    }, { error })
    .transform((value) => parseDuration(value) ?? leastMs);
}

/** A name that can be a topic level. */
export function topicLevel(what: string): z.ZodType<string, string> {
  const error: Complaint = ({ input }) => {
    const meant = typeof input === "string" ? asTopicLevel(input) : "";
    const advice = meant === "" ? "" : `, such as ${meant}`;
    return `${found(input)}; give ${what} in a–z, 0–9, _ and -, at most 64${advice}`;
  };
  return z.string({ error }).regex(/^[a-z0-9_-]{1,64}$/, { error });
}

function asTopicLevel(value: string): string {
  return value.toLowerCase().replace(/[^a-z0-9_-]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 64);
}
