import {
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  type Node,
  type parseDocument,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";

/** A text as the library reads it. */
export type Document = ReturnType<typeof parseDocument>;

/** A key with its value: from the key's first letter to the value's last. */
export interface PairPlace {
  readonly start: number;
  /** Behind the colon. */
  readonly colon: number;
  readonly end: number;
}

type Path = readonly (string | number)[];

/** The node that holds what stands at the path; undefined where there is none. */
export function parentAt(document: Document, path: Path): unknown {
  return path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
}

/** Where a key of a block stands with its value; undefined where it is none or not there. */
export function pairAt(text: string, document: Document, path: Path): PairPlace | undefined {
  const parent = path.length === 0 ? undefined : parentAt(document, path);
  if (!isMap(parent) || parent.flow) return undefined;
  const pair = parent.items.find(({ key }) => String(key) === String(path.at(-1)));
  if (!isNode(pair?.key) || !pair.key.range) return undefined;
  const [start, endOfKey] = pair.key.range;
  const colon = text.indexOf(":", endOfKey) + 1;
  const end = isNode(pair.value) ? Math.max(colon, endOfNode(text, pair.value)) : colon;
  return { start, colon, end };
}

/** Whether a value stands in one piece, so that another one can take its place. */
export function isRendered(node: unknown): node is Node {
  if (!isNode(node) || !node.range) return false;
  return isCollection(node) ? node.flow === true : node.range[1] > node.range[0];
}

/** Where a node that was read from a text begins in it. */
export function startOfNode({ range }: Node): number {
  return range![0];
}

/** Behind a node's last letter; the library counts blanks and comments below a block to it. */
export function endOfNode(text: string, node: Node): number {
  if (isCollection(node) && !node.flow) {
    const last = lastIn(node);
    if (last) return endOfNode(text, last);
  }
  const [start, end] = node.range!;
  const isBlock = isScalar(node) &&
    (node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL);
  return isBlock ? start + text.slice(start, end).trimEnd().length : end;
}

/** The last value in a map or list; undefined in an empty one. */
export function lastIn({ items }: YAMLMap | YAMLSeq): Node | undefined {
  const item = items.at(-1);
  const last = isPair(item) ? item.value ?? item.key : item;
  return isNode(last) ? last : undefined;
}

/** The lines with a # before each: nothing of what was there is lost. */
export function commentedOut(text: string, start: number, end: number): string {
  return splice(text, start, end, text.slice(start, end).replace(/^( *)(?=\S)/gm, "$1#"));
}

/** The end of the line at an offset and, with an indent, of the comments below indented as much. */
export function endOfLines(text: string, offset: number, indent?: string): number {
  const found = text.indexOf("\n", offset);
  let end = found < 0 ? text.length : found;
  // At the margin a comment may as well belong to what follows.
  const comment = new RegExp(`\\n {${Math.max(1, indent?.length ?? 0)},}#[^\\n]*`, "y");
  while (indent !== undefined) {
    comment.lastIndex = end;
    if (!comment.test(text)) break;
    end = comment.lastIndex;
  }
  return end;
}

/** Where the block ends that starts at an offset: before the first line that is less indented. */
export function endOfPart(text: string, start: number, indent: string): number {
  const rest = text.indexOf("\n", start);
  if (indent === "" || rest < 0) return text.length;
  const less = new RegExp(`^ {0,${indent.length - 1}}[^ \\n]`, "m").exec(text.slice(rest + 1));
  return less === null ? text.length : rest + 1 + less.index;
}

/** As many blanks as stand before an offset in its line, be they letters there. */
export function indentAt(text: string, offset: number): string {
  return " ".repeat(offset - (text.lastIndexOf("\n", offset - 1) + 1));
}

/** A text with something else between two offsets. */
export function splice(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}
