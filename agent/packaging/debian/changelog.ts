import { MAINTAINER } from "./control.ts";

/** A line of a changelog is not to be longer than a terminal's. */
const WIDTH = 78;

/**
 * Debian's form of `CHANGELOG.md`: its headings name versions, newest first, that of what is being
 * built perhaps still `Unreleased`. Versions without a date of their own get that of the build.
 */
export function debianChangelog(
  markdown: string,
  { version, date }: { readonly version: string; readonly date: Date },
): string {
  return markdown.split(/^## /m).slice(1).map((section) => {
    const [heading = "", ...lines] = section.split("\n");
    const [, released, day] = /^\[?v?(\d[\w.+~-]*)\]?(?:\s.*?(\d{4}-\d{2}-\d{2}))?/.exec(heading) ??
      [];
    const at = day === undefined ? date : new Date(`${day}T12:00:00Z`);
    return [
      `studer-agent (${released ?? version}) unstable; urgency=medium`,
      "",
      ...items(lines).flatMap(wrapped),
      "",
      ` -- ${MAINTAINER}  ${at.toUTCString().replace("GMT", "+0000")}`,
      "",
    ].join("\n");
  }).join("\n");
}

/** The entries of a list, each as one line. */
function items(lines: readonly string[]): string[] {
  return lines.join("\n").split(/^- /m).slice(1)
    .map((item) => item.replaceAll(/\s+/g, " ").trim());
}

function wrapped(item: string): string[] {
  const lines = [""];
  for (const word of item.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && line.length + word.length + 5 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return lines.map((line, index) => `${index === 0 ? "  * " : "    "}${line}`);
}
