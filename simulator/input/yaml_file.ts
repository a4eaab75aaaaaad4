import { isMap, isScalar, LineCounter, type Node, parseDocument, visit } from "yaml";
import { InputError } from "./input_error.ts";

/** A YAML text as plain values, and where they stand. */
export interface YamlFile {
  readonly tree: unknown;
  /** The line of a path, from 1, or of the nearest part of it that is there. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

const MAX_LENGTH = 1_000_000;

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

/** Where a path stands in the text, or the nearest part of it that does. */
function offsetOf(root: unknown, path: readonly PropertyKey[]): number {
  let node = root;
  let offset = 0;
  for (const key of path) {
    if (isMap(node)) {
      const isKey = (node: unknown) => isScalar(node) && String(node.value) === String(key);
      const pair = node.items.find((each) => isKey(each.key));
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
