import {
  Documented,
  ForbiddenTexts,
  ImportRules,
  ImpureNames,
  MAX_FILE_LENGTH,
  MAX_TEST_LENGTH,
  Pure,
  Tables,
} from "./rules.ts";
import { codeOf, importsOf } from "./source_text.ts";

/** Every check tells what is wrong with one file, one line for each fault. */
export type Check = (file: string, source: string) => string[];

/** Imports that no rule allows. */
export function checkImports(file: string, source: string): string[] {
  const rule = ImportRules.filter(({ from }) => covers(from, file))
    .toSorted((a, b) => b.from.length - a.from.length)[0];
  if (rule === undefined) return [`${file} lies where no import rule holds`];
  const isAllowed = (allowed: readonly string[], target: string) =>
    allowed.some((each) => each === "*" || covers(each, target) || target.startsWith(`${each}/`));
  return importsOf(file, source)
    .filter(({ target, typeOnly }) =>
      !isAllowed(rule.may, target) && !(typeOnly && isAllowed(rule.mayTypes ?? [], target))
    )
    .map(({ target, typeOnly }) => {
      const onlyTypes = !typeOnly && isAllowed(rule.mayTypes ?? [], target);
      return `${file} imports ${target}: ${rule.from} may not${onlyTypes ? ", but for types" : ""}`;
    });
}

/** Platform, time, timers and randomness where code is pure. */
export function checkPurity(file: string, source: string): string[] {
  if (!Pure.some((place) => covers(place, file))) return [];
  const code = codeOf(source);
  return ImpureNames
    .filter((name) => new RegExp(`(?<![.\\w$#])${name.replace(".", "\\s*\\.\\s*")}\\b`).test(code))
    .map((name) => `${file} mentions ${name}, yet it is pure`);
}

/** Files that hold more than one idea. */
export function checkLength(file: string, source: string): string[] {
  const lines = source.split("\n").length - 1;
  const most = covers("tests/", file) ? MAX_TEST_LENGTH : MAX_FILE_LENGTH;
  if (lines <= most || Tables.some((place) => covers(place, file))) return [];
  return [`${file} has ${lines} lines: at most ${most}`];
}

/** Files that only hand on what others define. */
export function checkBarrel(file: string, source: string): string[] {
  const code = codeOf(source);
  const rest = code.replaceAll(/\bexport\b[^;"']*\bfrom\s*(["'])\s*\1;?/g, "");
  return rest !== code && rest.trim() === "" ? [`${file} only hands on what others define`] : [];
}

/** The keyword that `#` replaces. */
export function checkPrivate(file: string, source: string): string[] {
  return /\bprivate\s+[\w#]/.test(codeOf(source)) ? [`${file} says private: use #`] : [];
}

/** Texts that stand nowhere. */
export function checkTexts(file: string, source: string): string[] {
  return ForbiddenTexts.flatMap(([what, pattern]) => {
    const found = pattern.exec(source);
    if (found === null) return [];
    const line = source.slice(0, found.index).split("\n").length;
    return [`${file}:${line} holds ${what}: ${found[0]}`];
  });
}

const EXPORT =
  /^export\s+(?:declare\s+|abstract\s+|async\s+)*(?:const|let|function\*?|class|interface|type)\s+(\w+)/;
const DERIVED_TYPE = /^export\s+type\s+\w+\s*=\s*(?:keyof\s+)?typeof\s+(\w+)/;

/** Exports without a docstring right above; a type read off a documented constant needs none. */
export function checkDocstrings(file: string, source: string): string[] {
  if (!Documented.some((place) => covers(place, file))) return [];
  const codeLines = codeOf(source).split("\n");
  const lines = source.split("\n");
  const documented = new Set<string>();
  const faults: string[] = [];
  for (const [i, line] of codeLines.entries()) {
    const name = EXPORT.exec(line)?.[1];
    if (name === undefined) continue;
    const origin = DERIVED_TYPE.exec(line)?.[1];
    if (endsDocstring(lines, i - 1) || (origin !== undefined && documented.has(origin))) {
      documented.add(name);
    } else if (!documented.has(name)) {
      faults.push(`${file}:${i + 1} exports ${name} without a docstring`);
    }
  }
  return faults;
}

function endsDocstring(lines: readonly string[], last: number): boolean {
  // A directive for the linter must stand next to what it speaks of.
  if (lines[last]?.startsWith("// deno-lint-ignore")) last--;
  if (last < 0 || !lines[last]!.trimEnd().endsWith("*/")) return false;
  for (let i = last; i >= 0; i--) {
    const start = lines[i]!.indexOf("/*");
    if (start >= 0) return lines[i]!.startsWith("/**", start);
  }
  return false;
}

/** Whether a file is the place or lies in it. */
export function covers(place: string, file: string): boolean {
  return place.endsWith("/") ? file.startsWith(place) : file === place;
}
