import { posix } from "node:path";

/** One module that another names, and how. */
export interface ModuleImport {
  /** A path from the project's root, `platform` for `node:`, or the specifier as it stands. */
  readonly target: string;
  /** Nothing of it is left once the types are erased. */
  readonly typeOnly: boolean;
}

/** What a dynamic import of anything but a literal counts as: no rule allows it. */
export const COMPUTED = "(computed)";

const REGEXP_BEFORE = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|void|delete))$/;

/** The source with comments and the contents of literals blanked out, every place kept. */
export function codeOf(source: string): string {
  const code = source.split("");
  // One entry for each template literal that we are inside of: its open braces.
  const templates: number[] = [];
  let before = "";
  let at = 0;
  const blank = (from: number, to: number) => {
    for (let i = from; i < to; i++) if (code[i] !== "\n") code[i] = " ";
  };
  const skipTo = (end: RegExp, from: number): number => {
    end.lastIndex = from;
    return end.exec(source) === null ? source.length : end.lastIndex;
  };
  const template = (from: number): number => {
    const end = skipTo(/(?:\\[^]|(?!\$\{)[^\\`])*(?:`|\$\{)/y, from);
    const opened = source[end - 1] === "{";
    blank(from, opened ? end - 2 : end - 1);
    if (opened) templates.push(0);
    before = opened ? "{" : "`";
    return end;
  };
  while (at < source.length) {
    const character = source[at]!;
    const pair = source.slice(at, at + 2);
    if (pair === "//" || pair === "/*") {
      const end = pair === "//" ? skipTo(/(?=\n)/g, at) : skipTo(/\*\//g, at + 2);
      blank(at, end);
      at = end;
    } else if (character === '"' || character === "'") {
      const end = skipTo(character === '"' ? /(?:\\[^]|[^"\\])*"/y : /(?:\\[^]|[^'\\])*'/y, at + 1);
      blank(at + 1, end - 1);
      before = character;
      at = end;
    } else if (character === "`") {
      at = template(at + 1);
    } else if (character === "}" && templates.at(-1) === 0) {
      templates.pop();
      at = template(at + 1);
    } else if (character === "/" && REGEXP_BEFORE.test(before)) {
      const end = skipTo(/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//y, at + 1);
      blank(at + 1, end - 1);
      before = ")";
      at = end;
    } else {
      const depth = templates.length - 1;
      if (depth >= 0 && character === "{") templates[depth]!++;
      if (depth >= 0 && character === "}") templates[depth]!--;
      // Enough of what stands before to tell a division from a regular expression.
      if (!/\s/.test(character)) before = (before + character).slice(-8);
      else if (/\w$/.test(before)) before += " ";
      before = /\w $/.test(before) && !REGEXP_BEFORE.test(before.trimEnd())
        ? "x"
        : before.trimEnd();
      at++;
    }
  }
  return code.join("");
}

const STATIC = /\b(import|export)\b((?:(?!\b(?:import|export)\b)[^;"'`])*?)\bfrom\s*(["'])/g;
const BARE_OR_DYNAMIC = /\bimport\s*(?:\(\s*)?(["'])/g;
const DYNAMIC = /\bimport\s*\(/g;
const ONLY_TYPES = /^\s*(?:type\s+[\w{*]|\{(?:\s*type\s+[^,{}]+,?)+\s*\}\s*$)/;

/** Every module that the source of `file` names: static, side effect, re-export, dynamic. */
export function importsOf(file: string, source: string): ModuleImport[] {
  const code = codeOf(source);
  const literalAt = (quoteAt: number): string =>
    source.slice(quoteAt + 1, code.indexOf(code[quoteAt]!, quoteAt + 1));
  const found: ModuleImport[] = [];
  for (const match of code.matchAll(STATIC)) {
    const specifier = literalAt(match.index + match[0].length - 1);
    found.push({ target: targetOf(file, specifier), typeOnly: ONLY_TYPES.test(match[2]!) });
  }
  for (const match of code.matchAll(BARE_OR_DYNAMIC)) {
    const specifier = literalAt(match.index + match[0].length - 1);
    found.push({ target: targetOf(file, specifier), typeOnly: false });
  }
  for (const match of code.matchAll(DYNAMIC)) {
    if (!/^\s*["']/.test(code.slice(match.index + match[0].length))) {
      found.push({ target: COMPUTED, typeOnly: false });
    }
  }
  return found;
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith("node:")) return "platform";
  if (!specifier.startsWith(".")) return specifier;
  return posix.join(posix.dirname(file), specifier);
}
