import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from "yaml";
import type { Path } from "./problem.ts";

/** Where in a text; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is wrong with the text itself, and where. */
export interface YamlProblem {
  readonly position: Position;
  readonly path: Path;
  readonly message: string;
}

/** What a YAML text says. */
export interface YamlText {
  /** Objects, lists and plain values; keys without a value are left out. */
  readonly tree: unknown;
  readonly problems: readonly YamlProblem[];
  /** True where the text's structure is in doubt, so that `tree` is not worth checking. */
  readonly broken: boolean;
  /** Where the path stands, or the nearest part of it that does. */
  positionOf(path: Path): Position;
}

const MAX_DEPTH = 12;
const MAX_NODES = 20_000;

/** Reads a YAML text; never throws. */
export function readYaml(text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "silent",
  });
  const positions = new Map<string, Position>();
  const problems: YamlProblem[] = [];
  let nodes = 0;

  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };

  const read = (node: unknown, path: Path, position: Position): unknown => {
    positions.set(JSON.stringify(path), position);
    const complain = (message: string) => problems.push({ position, path, message });
    if (++nodes === MAX_NODES) complain("the text is too long; leave something out");
    if (nodes >= MAX_NODES) return undefined;
    if (path.length > MAX_DEPTH) {
      complain("too many levels; look at the indentation");
      return undefined;
    }
    if (isAlias(node)) {
      const target = node.resolve(document as Document);
      if (target === undefined) {
        complain(`*${node.source} is not defined; write &${node.source} before it`);
      }
      return target === undefined ? undefined : read(target, path, position);
    }
    if (isMap(node)) {
      const entries = node.items.flatMap(({ key, value }): [string, unknown][] => {
        const name = isScalar(key) ? String(key.value) : "?";
        const at = positionAt((key as Node | null)?.range?.[0] ?? 0);
        if (!isScalar(key)) {
          problems.push({
            position: at,
            path,
            message: "found a key that is no word; give a name",
          });
          return [];
        }
        const child = read(value, [...path, name], at);
        return child === undefined ? [] : [[name, child]];
      });
      return Object.fromEntries(entries);
    }
    if (isSeq(node)) {
      return node.items.map((item, index) =>
        read(item, [...path, index], positionAt((item as Node | null)?.range?.[0] ?? 0)) ?? null
      );
    }
    const value = isScalar(node) ? node.value : undefined;
    return value === null ? undefined : value;
  };

  const tree = read(document.contents, [], { line: 1, column: 1 }) ?? {};
  const syntax = worthSaying(document.errors).map((error) => ({
    position: positionAt(error.pos[0]),
    path: [],
    message: Words[error.code] ?? `cannot be read: ${error.message.replaceAll(/\s+/g, " ")}`,
  }));
  return {
    tree,
    problems: [...syntax, ...problems],
    broken: document.errors.some(({ code }) => code !== "DUPLICATE_KEY"),
    positionOf(path) {
      for (let length = path.length; length > 0; length--) {
        const position = positions.get(JSON.stringify(path.slice(0, length)));
        if (position !== undefined) return position;
      }
      return { line: 1, column: 1 };
    },
  };
}

/**
 * After one sign that does not belong where it stands the parser stumbles over every further one,
 * and at one place the first complaint is the cause.
 */
function worthSaying(errors: readonly YAMLError[]): YAMLError[] {
  const firstStumble = errors.findIndex(({ code }) => code === "UNEXPECTED_TOKEN");
  return errors.filter(({ code, pos }, index) =>
    (code !== "UNEXPECTED_TOKEN" || index === firstStumble) &&
    errors.findIndex((other) => other.pos[0] === pos[0]) === index
  );
}

/** The parser's complaints, in words for those who do not write YAML every day. */
const Words: Readonly<Partial<Record<YAMLError["code"], string>>> = {
  DUPLICATE_KEY: "this key stands here a second time; leave one of them out",
  TAB_AS_INDENT: "found a tab; indent with spaces",
  BAD_INDENT: "the indentation does not fit the lines above; or a bracket is not closed",
  MISSING_CHAR: "something is missing here, such as a closing quote, a bracket or a comma",
  BLOCK_AS_IMPLICIT_KEY:
    "found a second key in one line, or an indentation that does not fit; put text with a colon in quotes",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line; a colon may be missing",
  MULTIPLE_DOCS: "a second document starts here; leave the line --- out",
  BAD_SCALAR_START: "a value cannot start with this sign; put it in quotes",
  UNEXPECTED_TOKEN:
    "found a sign that does not belong here; a colon, a quote or a bracket may be missing, or text with signs needs quotes",
  BAD_DQ_ESCAPE: "found a backslash with a letter that means nothing; use single quotes",
};
