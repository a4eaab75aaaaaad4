import { isDeepStrictEqual } from "node:util";
import { isMap, isSeq, parseDocument, stringify, type YAMLMap, type YAMLSeq } from "yaml";
import { pathText } from "../config/problem.ts";
import { readYaml } from "../config/yaml_text.ts";
import {
  commentedOut,
  type Document,
  endOfLines,
  endOfNode,
  endOfPart,
  indentAt,
  isRendered,
  lastIn,
  pairAt,
  parentAt,
  splice,
  startOfNode,
} from "./yaml_place.ts";
import { pruned, withValue } from "./yaml_tree.ts";

/** A change of a configuration's text: a value, or, without one, the setting switched off. */
export interface Edit {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** A text says a setting in a way that only its owner can change, such as by an alias. */
export class YamlEditError extends Error {
  override readonly name = "YamlEditError";
  /** Such as `mqtt.url`. */
  readonly setting: string;

  constructor(setting: string) {
    super(`Cannot change ${setting} in this text: change it by hand`);
    this.setting = setting;
  }
}

/**
 * Changes settings in a YAML text and leaves everything else as it stands, comments, blanks and
 * quotes included. A setting that stands there as a comment, as in the manual, is switched on;
 * one that is switched off (`value` undefined) becomes a comment. Throws a `YamlEditError`.
 */
export function editYaml(text: string, edits: readonly Edit[]): string {
  return edits.reduce((before, edit) => {
    const after = edited(before, edit);
    if (after === undefined) throw new YamlEditError(pathText(edit.path));
    return after;
  }, text);
}

/** What a hand would do is done where it leads to what is wanted; else the library does it. */
const Ways = [byKeys, byHand, byLibrary] as const;

function edited(text: string, edit: Edit): string | undefined {
  const { tree } = readYaml(text);
  const wanted = withValue(tree, edit.path, edit.value);
  if (isDeepStrictEqual(tree, wanted)) return text;
  for (const way of Ways) {
    const after = way(text, edit);
    if (after !== undefined && says(after, wanted)) return after;
  }
  return undefined;
}

function says(text: string, wanted: unknown): boolean {
  const { tree, problems } = readYaml(text);
  return problems.length === 0 && isDeepStrictEqual(pruned(tree), pruned(wanted));
}

/** A map over several lines is changed key by key: what stands beside them stays. */
function byKeys(text: string, { path, value }: Edit): string | undefined {
  const node = parseDocument(text).getIn(path, true);
  if (!isMap(node) || node.flow || typeof value !== "object" || value === null) return undefined;
  const wanted = Object.entries(value);
  const old = node.items.map(({ key }) => String(key)).filter((key) => !Object.hasOwn(value, key));
  const edits = [...wanted, ...old.map((key) => [key, undefined] as const)];
  return edits.reduce<string | undefined>(
    (before, [key, each]) => before && edited(before, { path: [...path, key], value: each }),
    text,
  );
}

function byHand(text: string, { path, value }: Edit): string | undefined {
  const document = parseDocument(text);
  const pair = pairAt(text, document, path);
  if (value === undefined) return pair && commentedOut(text, pair.start, pair.end);
  const node = document.getIn(path, true);
  if (isRendered(node)) {
    return splice(text, startOfNode(node), endOfNode(text, node), inlineYaml(value));
  }
  if (pair === undefined) return inserted(text, document, path, value);
  // A value over several lines becomes a comment, and the new one goes behind the key.
  const below = Math.min(pair.end, endOfLines(text, pair.colon) + 1);
  const old = commentedOut(text, below, pair.end);
  return splice(old, pair.colon, pair.colon, ` ${inlineYaml(value)}`);
}

function byLibrary(text: string, { path, value }: Edit): string | undefined {
  const document = parseDocument(text);
  try {
    if (value === undefined) document.deleteIn(path);
    else document.setIn(path, value);
    return document.toString();
  } catch {
    // It does not reach through an alias, nor leave one without its anchor.
    return undefined;
  }
}

function inserted(
  text: string,
  document: Document,
  path: Edit["path"],
  value: unknown,
): string | undefined {
  const key = String(path.at(-1));
  const parent = parentAt(document, path);
  if (isSeq(parent)) return appended(text, parent, value);
  if (isMap(parent)) {
    return parent.flow
      ? squeezedIn(text, parent, `${key}: ${inlineYaml(value)}`)
      : withLine(text, startOfNode(parent), endOfNode(text, parent), key, value);
  }
  const above = path.slice(0, -1);
  const section = pairAt(text, document, above);
  if (section === undefined) {
    return above.length === 0 ? undefined : inserted(text, document, above, { [key]: value });
  }
  // A section with nothing in it, or with examples alone.
  return withLine(text, section.start, section.colon, key, value, "  ");
}

/** One more setting in a block that starts at `start`: in an example's place, or behind the last. */
function withLine(
  text: string,
  start: number,
  last: number,
  key: string,
  value: unknown,
  deeper = "",
): string {
  const indent = indentAt(text, start) + deeper;
  const line = `${indent}${key}: ${inlineYaml(value)}`;
  const part = text.slice(start, endOfPart(text, start, indent));
  const example = new RegExp(`^${indent}#${key}:.*$`, "m").exec(part);
  if (example === null) {
    const at = endOfLines(text, last, deeper === "" ? indent : undefined);
    return splice(text, at, at, `\n${line}`);
  }
  const at = start + example.index;
  return splice(text, at, at + example[0].length, line);
}

/** One more item of a list. */
function appended(text: string, list: YAMLSeq, value: unknown): string {
  if (list.flow) return squeezedIn(text, list, inlineYaml(value));
  const indent = indentAt(text, startOfNode(list));
  const item = stringify([value]).trimEnd().replace(/^/gm, indent);
  const at = endOfLines(text, endOfNode(text, list), indent);
  return splice(text, at, at, `\n\n${item}`);
}

/** One more item between brackets or braces. */
function squeezedIn(text: string, list: YAMLMap | YAMLSeq, item: string): string {
  const last = lastIn(list);
  const at = last ? endOfNode(text, last) : startOfNode(list) + 1;
  return splice(text, at, at, last ? `, ${item}` : item);
}

/** A value in one line; maps and lists between braces and brackets. */
export function inlineYaml(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trimEnd();
}
