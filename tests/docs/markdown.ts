/** A chapter of a document: from one heading to the next. */
export interface Chapter {
  /** 1 for the title, 2 for `##` … */
  readonly level: number;
  readonly title: string;
  /** What stands between single backticks, in order. */
  readonly spans: readonly string[];
  readonly fences: readonly Fence[];
  /** The rows of its tables, without their heads. */
  readonly rows: readonly (readonly string[])[];
  /** The targets of links and images. */
  readonly links: readonly string[];
}

/** A block of code. */
export interface Fence {
  /** `sh`, `yaml` …; empty where none is given. */
  readonly language: string;
  readonly text: string;
}

const FENCE = /^( *)```(\w*)\n([^]*?)^\1```$/gm;
const HEADING = /^(#+) (.+)$/;
const SPAN = /`([^`]+)`/g;
const ROW = /^ *\| (.+) \|$/;
const RULE = /^ *\|[-| ]+\|$/;
const LINK = /\]\(([^)\s]+)\)/g;

/** Takes a document apart, as far as these documents use Markdown. */
export function chaptersOf(document: string): Chapter[] {
  const fences: Fence[] = [];
  // A # in a block of code is no heading, and a backtick there no span.
  const text = document.replaceAll(FENCE, (_, _indent, language: string, code: string) => {
    fences.push({ language, text: code });
    return `\u0000${fences.length - 1}\u0000`;
  });
  return text.split(/^(?=#+ )/m).flatMap((part) => {
    const heading = HEADING.exec(part.split("\n", 1)[0]!);
    if (heading === null) return [];
    return [{
      level: heading[1]!.length,
      title: heading[2]!,
      // Spans may run over the end of a line.
      spans: [...part.matchAll(SPAN)].map(([, span]) => span!.replaceAll(/\s+/g, " ")),
      // deno-lint-ignore no-control-regex -- the marks put there above
      fences: [...part.matchAll(/\u0000(\d+)\u0000/g)].map(([, index]) => fences[Number(index)]!),
      rows: rowsOf(part.split("\n")),
      links: [...part.matchAll(LINK)].map(([, target]) => target!),
    }];
  });
}

function rowsOf(lines: readonly string[]): string[][] {
  return lines.flatMap((line, index) => {
    const cells = ROW.exec(line)?.[1]?.split(" | ");
    const isHead = RULE.test(line) || RULE.test(lines[index + 1] ?? "");
    return cells === undefined || isHead ? [] : [cells];
  });
}

/** The commands of a script: its lines, with those joined that end in a backslash. */
export function linesOf(script: string): string[] {
  return script.replaceAll("\\\n", " ").split("\n").map((line) => line.trim());
}
