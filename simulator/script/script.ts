import * as z from "zod";
import type { Action } from "./actions.ts";
import { checked, withKeys } from "../input/checked.ts";
import { InputError } from "../input/input_error.ts";
import { readYamlFile } from "../input/yaml_file.ts";
import { ScriptFields } from "./script_fields.ts";
import { type Moment, parseMoment } from "./script_times.ts";

/** What is to be done at one moment. */
export interface ScriptStep {
  readonly moment: Moment;
  /** Of the step in the file, from 1. */
  readonly line: number;
  readonly actions: readonly ScriptAction[];
}

export interface ScriptAction {
  readonly action: Action;
  /** Of its key in the file, from 1. */
  readonly line: number;
}

/** What happens to an installation, in the file's order. */
export interface Script {
  /** As errors name it. */
  readonly file: string;
  readonly steps: readonly ScriptStep[];
}

const MAX_STEPS = 10_000;
const AT = "a time: +0:10 (hours and minutes after the start) or 12:30 (of the gateway's clock)";

const stepSchema = withKeys({
  at: z.unknown().transform((value, context) => parseMoment(value) ?? refuse(context, AT)),
  ...Object.fromEntries(
    Object.entries(ScriptFields).map(([key, { takes, parse }]) => [
      key,
      z.unknown().transform((value, context) => parse(value) ?? refuse(context, takes)).optional(),
    ]),
  ),
});
const scriptSchema = withKeys({
  title: z.string({ error: "give a line of text" }).optional(),
  steps: z.array(stepSchema, { error: "give a list of steps, each with - at: in front" })
    .min(1, { error: "give at least one step" })
    .max(MAX_STEPS, { error: `give at most ${MAX_STEPS} steps` }),
});

/** Says in a schema that a value is not what it takes. */
function refuse(context: z.RefinementCtx, takes: string): never {
  context.addIssue({ code: "custom", message: `give ${takes}` });
  return z.NEVER;
}

/** Reads a script. Throws an `InputError` with the first thing that is wrong with it. */
export function parseScript(text: string, file: string): Script {
  const yaml = readYamlFile(text, file);
  const script = checked(scriptSchema, yaml, file);
  const { lineOf } = yaml;
  const written = (yaml.tree as { steps: readonly object[] }).steps;
  const steps = script.steps.map((step, i): ScriptStep => {
    const { at, ...fields } = step as { at: Moment } & Record<string, readonly Action[]>;
    // The schema puts the keys in its own order; what is written first comes first.
    const actions = Object.keys(written[i]!).flatMap((key) =>
      (fields[key] ?? []).map((action) => ({ action, line: lineOf(["steps", i, key]) }))
    );
    const line = lineOf(["steps", i]);
    if (actions.length === 0) {
      const keys = Object.keys(ScriptFields).join(", ");
      throw new InputError(file, line, `this step does nothing; give one of ${keys}`);
    }
    return { moment: at, line, actions };
  });
  return { file, steps };
}
