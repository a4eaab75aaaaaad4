import { existsSync } from "node:fs";
import { commandProblems, linkProblems, optionProblems } from "./known_commands.ts";
import { isDevice, isKey, isSetting, isTopic, settingsIn } from "./known_names.ts";
import { type Chapter, chaptersOf, type Fence, linesOf } from "./markdown.ts";

const ROOT = new URL("../../", import.meta.url);

/** The text of a file of the project, by its path. */
export function textOf(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/** Each name in a document that names nothing, with its chapter. */
export function problemsIn(document: string): string[] {
  return chaptersOf(document).flatMap(({ title, spans, fences }: Chapter) =>
    [...spans.flatMap(spanProblems), ...fences.flatMap(fenceProblems)]
      .map((problem) => `${title}: ${problem}`)
  );
}

/** A kind of name: how it looks, and what is wrong with one. */
type Kind = readonly [RegExp, (span: string) => string[]];

const known = (kind: string, isKnown: (span: string) => boolean) => (span: string): string[] =>
  isKnown(span) ? [] : [`there is no ${kind} ${span}`];

/** The first that fits counts. */
const Kinds: readonly Kind[] = [
  [/^studer\//, known("topic", isTopic)],
  [/^--/, optionProblems],
  [/^(serial|tcp|tcp-listen|udp):/, linkProblems],
  [/^(agent|protocol|simulator|tests)\//, known("file", isFile)],
  [/^\w[\w.]*\.(md|ya?ml|json)$/, known("file", isFile)],
  [/^(l|xt|vt|vs)\d+$/, known("device", isDevice)],
  [/^[a-z]+(_[a-z0-9]+)+$/, known("datapoint", isKey)],
  // Words with dots that are files or machines are no settings.
  [/^[a-z]\w*(\.[a-z]\w*)+(?<!\.(ts|sh|gz|deb|local|service))$/i, known("setting", isSetting)],
  [/^[a-z]\w*: \S/i, settingProblems],
];

/** What is wrong with what stands between backticks. */
export function spanProblems(span: string): string[] {
  const [, problems] = Kinds.find(([looks]) => looks.test(span)) ?? [];
  return (problems ?? commandProblems)(span);
}

function fenceProblems({ language, text }: Fence): string[] {
  if (language === "yaml") return settingProblems(text);
  if (language !== "sh") return [];
  return linesOf(text).flatMap(commandProblems);
}

function settingProblems(yaml: string): string[] {
  return settingsIn(yaml).flatMap(known("setting", isSetting));
}

function isFile(path: string): boolean {
  return existsSync(new URL(path, ROOT));
}
