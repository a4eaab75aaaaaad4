import { errorText } from "../error_text.ts";
import { NoAnswerError } from "./answering.ts";

/** What is looked at, in the order in which it is told. */
export const Areas = [
  "configuration",
  "line",
  "gateway",
  "devices",
  "clock",
  "broker",
  "home assistant",
  "disk",
  "permissions",
  "service",
] as const;
export type Area = typeof Areas[number];

/** How it stands, from well to bad; `unchecked` is what could not be looked at. */
export const Verdicts = ["ok", "note", "unchecked", "warning", "fault"] as const;
export type Verdict = typeof Verdicts[number];

/** What looking at one thing came to. */
export interface Finding {
  readonly verdict: Verdict;
  /** What is so, or why it was not looked at: one line, no full stop. */
  readonly text: string;
  /** What to do; not where all is well. */
  readonly remedy?: string;
}

/** A finding, and what it is about. */
export interface AreaFinding extends Finding {
  readonly area: Area;
  /** The installation's id, where it is about one. */
  readonly installation?: string;
}

/** All is well. */
export function ok(text: string): Finding {
  return { verdict: "ok", text };
}

/** Nothing is wrong, but it should be known. */
export function note(text: string, remedy?: string): Finding {
  return { verdict: "note", text, ...(remedy !== undefined && { remedy }) };
}

/** It works, but not as it should, or not for long. */
export function warning(text: string, remedy: string): Finding {
  return { verdict: "warning", text, remedy };
}

/** It does not work. */
export function fault(text: string, remedy: string): Finding {
  return { verdict: "fault", text, remedy };
}

/** It could not be looked at; `text` says why. */
export function unchecked(text: string, remedy?: string): Finding {
  return { verdict: "unchecked", text, ...(remedy !== undefined && { remedy }) };
}

/** A message as this program writes them: what happened; behind a semicolon what to do, if anything. */
export function parted(message: string): { readonly what: string; readonly advice?: string } {
  const [what = message, ...advice] = message.split("; ");
  return advice.length === 0 ? { what } : { what, advice: advice.join("; ") };
}

/** What a check that broke, or whose thing broke it, is told as. */
export function brokenCheck(error: unknown): Finding {
  if (error instanceof NoAnswerError) {
    const { what, advice = "" } = parted(error.message);
    return fault(what, advice);
  }
  return unchecked(`this check failed: ${errorText(error)}`, "report it, with doctor --bundle");
}

/** Of the findings, how many are of each verdict. */
export function countByVerdict(findings: readonly Finding[]): Readonly<Record<Verdict, number>> {
  const counts = { ok: 0, note: 0, unchecked: 0, warning: 0, fault: 0 };
  for (const { verdict } of findings) counts[verdict]++;
  return counts;
}
