import { isMap, isScalar, LineCounter, type Node, parseDocument, visit } from "yaml";
import { z } from "zod";
import type { Action } from "./actions.ts";
import { InputError } from "../input_error.ts";
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

const MAX_LENGTH = 1_000_000;
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

/** An object with these keys and no others; it says so. */
export function withKeys<Shape extends z.core.$ZodShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: ({ code }) => code === "unrecognized_keys" ? `give one of ${keys}` : `give ${keys}`,
  });
}

/** Says in a schema that a value is not what it takes. */
function refuse(context: z.RefinementCtx, takes: string): never {
  context.addIssue({ code: "custom", message: `give ${takes}` });
  return z.NEVER;
}

/** A value as a schema has it, or the first thing that is wrong with it as an `InputError`. */
export function checked<Output>(
  schema: z.ZodType<Output>,
  { tree, lineOf }: YamlFile,
  file: string,
): Output {
  const result = schema.safeParse(tree);
  if (result.success) return result.data;
  const { code, path, message, ...issue } = result.error.issues[0]!;
  if (code === "unrecognized_keys" && "keys" in issue) {
    const [key = ""] = issue.keys;
    const problem = `there is no key ${JSON.stringify(key)}; ${message}`;
    throw new InputError(file, lineOf([...path, key]), problem);
  }
  const value = path.reduce<unknown>((node, key) => (node as Found | undefined)?.[key], tree);
  const name = path.findLast((key) => typeof key === "string") ?? "the file";
  const found = value === undefined ? "missing" : shortened(value);
  throw new InputError(file, lineOf(path), `${String(name)} is ${found}; ${message}`);
}

/** A YAML text as plain values, and where they stand. */
export interface YamlFile {
  readonly tree: unknown;
  /** The line of a path, from 1, or of the nearest part of it that is there. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** Reads a YAML text. Throws an `InputError` where it is none. */
export function readYamlFile(text: string, file: string): YamlFile {
  if (text.length > MAX_LENGTH) {
    throw new InputError(file, 1, "this is too long; leave something out");
  }
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "silent",
  });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const [broken] = document.errors;
  if (broken !== undefined) {
    const problem = broken.code === "DUPLICATE_KEY"
      ? "this key stands here a second time; leave one of them out"
      : `${broken.message.replaceAll(/\s+/g, " ")}; mend the YAML here`;
    throw new InputError(file, lineAt(broken.pos[0]), problem);
  }
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key)) return;
      const at = (key as Node | null)?.range?.[0] ?? 0;
      throw new InputError(file, lineAt(at), "found a key that is no word; give a name");
    },
    // They could name nothing, themselves, or more than there is room for.
    Alias: (_, { source, range }) => {
      const problem = `found *${source}; write the value itself`;
      throw new InputError(file, lineAt(range?.[0] ?? 0), problem);
    },
  });
  const lineOf = (path: readonly PropertyKey[]) => lineAt(offsetOf(document.contents, path));
  try {
    return { tree: document.toJS(), lineOf };
  } catch (error) {
    // Of documents that say that they are of an older YAML.
    const problem = error instanceof Error ? error.message : String(error);
    throw new InputError(file, 1, `${problem.replaceAll(/\s+/g, " ")}; mend the YAML`);
  }
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
    return { moment: at, line: lineOf(["steps", i]), actions };
  });
  return { file, steps };
}

type Found = Readonly<Record<PropertyKey, unknown>>;

/** Where a path stands in the text, or the nearest part of it that does. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let node = root;
  let offset = 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((each) => isScalar(each.key) && each.key.value === key);
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else {
      node = (node as { items?: unknown[] } | null)?.items?.[key as number];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    }
  }
  return offset;
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
