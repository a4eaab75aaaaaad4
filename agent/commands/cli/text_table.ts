/** A column of a table of text. */
export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly align?: "right";
  /** Gives way where the line is too short for everything. */
  readonly flexible?: true;
}

const GAP = "  ";
const MIN_FLEXIBLE_WIDTH = 10;

/** Rows under their titles, as lines that fit into `width` if the flexible columns can give way. */
export function textTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): string[] {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ text }) => text(row))),
  ];
  const natural = columns.map((_, index) =>
    Math.max(...lines.map((line) => lengthOf(line[index] ?? "")))
  );
  const widths = fitted(natural, columns.map(({ flexible }) => flexible === true), width);
  return lines.map((line) =>
    columns.map(({ align }, index) => fill(line[index] ?? "", widths[index] ?? 0, align))
      .join(GAP).trimEnd()
  );
}

/** Takes from the widest flexible column, letter by letter, until the line fits. */
function fitted(natural: readonly number[], flexible: readonly boolean[], width: number): number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length) - width;
  while (excess-- > 0) {
    const candidates = widths.filter((each, index) => flexible[index] && each > MIN_FLEXIBLE_WIDTH);
    if (candidates.length === 0) break;
    const widest = Math.max(...candidates);
    const index = widths.findIndex((each, index) => flexible[index] && each === widest);
    widths[index] = widest - 1;
  }
  return widths;
}

function fill(text: string, width: number, align: "right" | undefined): string {
  if (lengthOf(text) > width) return `${[...text].slice(0, width - 1).join("")}…`;
  const space = " ".repeat(width - lengthOf(text));
  return align === "right" ? space + text : text + space;
}

function lengthOf(text: string): number {
  return [...text].length;
}
