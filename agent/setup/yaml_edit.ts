import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isScalar, isSeq, type Node, parseDocument, stringify } from "yaml";

/** Where something stands in a YAML text. */
type Path = readonly (string | number)[];

/** A change of a configuration's text: a value, or, without one, the setting switched off. */
export interface Edit {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * Changes settings in a YAML text and leaves everything else as it stands, comments, blanks and
 * quotes included. A setting that stands there as a comment, as in the manual, is switched on;
 * one that is switched off (`value` undefined) becomes a comment.
 */
export function editYaml(text: string, edits: readonly Edit[]): string {
  return edits.reduce(edited, text);
}

function edited(text: string, edit: Edit): string {
  const document = parseDocument(text);
  if (isDeepStrictEqual(document.getIn(edit.path, false) ?? undefined, edit.value)) return text;
  const wanted = parseDocument(text);
  if (edit.value === undefined) wanted.deleteIn(edit.path);
  else wanted.setIn(edit.path, edit.value);
  const byHand = spliced(text, document, edit);
  // What a hand would do is done where it leads to the same; else the library writes it all anew.
  return byHand !== undefined && saysTheSame(byHand, wanted) ? byHand : wanted.toString();
}

function saysTheSame(text: string, wanted: Document): boolean {
  const document = parseDocument(text);
  return document.errors.length === 0 && isDeepStrictEqual(document.toJS(), wanted.toJS());
}

function spliced(text: string, document: Document, { path, value }: Edit): string | undefined {
  const node = document.getIn(path, true) as Node | undefined;
  const pair = pairAt(document, path);
  if (value === undefined) return pair && commentedOut(text, pair);
  if (node?.range) {
    const rendered = inlineYaml(value);
    // A block's place is below its key: the value in one line goes behind it.
    return splice(text, node.range[0], node.range[1], rendered);
  }
  return inserted(text, document, path, value);
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** From the key's first letter to the value's last. */
function pairAt(document: Document, path: Path): Place | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent) || parent.flow) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  const start = (pair?.key as Node | undefined)?.range?.[0];
  const end = (pair?.value as Node | undefined)?.range?.[1];
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** The setting's lines with a # before each: nothing of what was there is lost. */
function commentedOut(text: string, { start, end }: Place): string {
  const lines = text.slice(start, end).split("\n").map((line, index) =>
    index === 0 ? `#${line}` : line.replace(/^( *)/, "$1#")
  );
  return splice(text, start, end, lines.join("\n"));
}

function inserted(
  text: string,
  document: Document,
  path: Path,
  value: unknown,
): string | undefined {
  const key = String(path.at(-1));
  const above = path.slice(0, -1);
  const parent = above.length === 0 ? document.contents : document.getIn(above, true);
  if (isSeq(parent)) return appended(text, parent, value);
  if (!isMap(parent)) {
    if (above.length === 0) return undefined;
    return inserted(text, document, above, { [key]: value });
  }
  if (parent.flow || parent.items.length === 0) return undefined;
  const first = (parent.items[0]!.key as Node).range![0];
  const indent = " ".repeat(columnOf(text, first));
  const line = `${indent}${key}: ${inlineYaml(value)}`;
  const end = endOfPart(text, first, indent);
  const part = text.slice(first, end);
  const example = new RegExp(`^${indent}#${key}:.*$`, "m").exec(part);
  if (example) {
    const at = first + example.index;
    return splice(text, at, at + example[0].length, line);
  }
  const last = parent.range![1];
  const trimmed = text.slice(0, last).trimEnd().length;
  const lineEnd = text.indexOf("\n", trimmed);
  return splice(
    text,
    lineEnd < 0 ? text.length : lineEnd,
    lineEnd < 0 ? text.length : lineEnd,
    `\n${line}`,
  );
}

/** One more item of a list in block form. */
function appended(
  text: string,
  list: Node & { flow?: boolean },
  value: unknown,
): string | undefined {
  if (list.flow || !list.range) return undefined;
  const indent = " ".repeat(columnOf(text, list.range[0]));
  const item = stringify([value]).trimEnd().split("\n").map((line) => indent + line).join("\n");
  const trimmed = text.slice(0, list.range[1]).trimEnd().length;
  const lineEnd = text.indexOf("\n", trimmed);
  const at = lineEnd < 0 ? text.length : lineEnd;
  return splice(text, at, at, `\n\n${item}`);
}

/** Where the map ends whose first key stands at `start`: before the first line that is less indented. */
function endOfPart(text: string, start: number, indent: string): number {
  const rest = text.indexOf("\n", start);
  if (indent === "" || rest < 0) return text.length;
  const less = new RegExp(`^ {0,${indent.length - 1}}[^ \\n]`, "m").exec(text.slice(rest + 1));
  return less === null ? text.length : rest + 1 + less.index;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

function splice(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** A value in one line; maps and lists between braces and brackets. */
export function inlineYaml(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();
}
