import * as z from "zod";
import { InputError } from "./input_error.ts";
import type { YamlFile } from "./yaml_file.ts";

type Found = Readonly<Record<PropertyKey, unknown>>;

/** An object with these keys and no others; it says so. */
export function withKeys<Shape extends z.core.$ZodShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  const keys = Object.keys(shape).join(", ");
  return z.strictObject(shape, {
    error: ({ code }) => code === "unrecognized_keys" ? `give one of ${keys}` : `give ${keys}`,
  });
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

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
