import { type AreaFinding, countByVerdict, type Verdict, Verdicts } from "./finding.ts";

const Labels: Readonly<Record<Verdict, string>> = {
  ok: "ok",
  note: "note",
  unchecked: "not checked",
  warning: "WARNING",
  fault: "FAULT",
};

const LABEL_WIDTH = Math.max(...Object.values(Labels).map(({ length }) => length));
const GAP = "  ";

/** The findings as lines of a width, remedies below what they are for. */
export function reportLines(findings: readonly AreaFinding[], width: number): string[] {
  const areaWidth = Math.max(0, ...findings.map((finding) => titleOf(finding).length));
  const indent = " ".repeat(LABEL_WIDTH + areaWidth + 2 * GAP.length);
  return findings.flatMap((finding) => {
    const { verdict, text, remedy } = finding;
    const start = Labels[verdict].padEnd(LABEL_WIDTH) + GAP + titleOf(finding).padEnd(areaWidth) +
      GAP;
    const lines = wrapped(text, width - indent.length)
      .map((line, index) => (index === 0 ? start : indent) + line);
    if (remedy === undefined) return lines;
    const advice = wrapped(remedy, width - indent.length - 2)
      .map((line, index) => `${indent}${index === 0 ? "→ " : "  "}${line}`);
    return [...lines, ...advice];
  });
}

/** How many of each there are, the worst first: `1 fault, 2 warnings, 9 ok`. */
export function summaryText(findings: readonly AreaFinding[]): string {
  const counts = countByVerdict(findings);
  const parts = Verdicts.toReversed().filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${wordOf(verdict, counts[verdict])}`);
  return parts.join(", ");
}

function wordOf(verdict: Verdict, count: number): string {
  if (verdict === "ok") return "ok";
  if (verdict === "unchecked") return "not checked";
  return count === 1 ? verdict : `${verdict}s`;
}

function titleOf({ area, installation }: AreaFinding): string {
  return installation === undefined ? area : `${area} (${installation})`;
}

const MIN_WIDTH = 30;

function wrapped(text: string, width: number): string[] {
  const room = Math.max(MIN_WIDTH, width);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
