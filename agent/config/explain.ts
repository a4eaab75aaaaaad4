import * as z from "zod";
import { listed } from "./fields.ts";
import { nearest } from "./nearest.ts";
import { found, shown } from "./problem.ts";

/**
 * What to say of a value that the schema refuses and that has no complaint of its own: a section
 * that is none, or unknown keys, which get one line each.
 */
export function explain(issue: z.core.$ZodRawIssue): string {
  const input = issue.input;
  if (issue.code === "unrecognized_keys") {
    const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
    return (issue.keys as readonly string[]).map((key) => unknownKey(key, known)).join("\n");
  }
  return issue.code === "invalid_type" && issue.expected === "object"
    ? `${found(input)}; give a group of keys, indented below it`
    : `${found(input)}; see the annotated agent.config.yaml`;
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === undefined
    ? `unknown key ${shown(key)}; it may be ${listed(known)}`
    : `unknown key ${shown(key)}; did you mean ${meant}?`;
}
