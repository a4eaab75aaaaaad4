import assert from "node:assert/strict";
import { ExitCode } from "../../agent/commands/cli/user_error.ts";
import { SystemPoints } from "../../agent/installation/system/system_points.ts";
import { ExitTexts } from "../../agent/packaging/man_page.ts";
import { textOf } from "./document_problems.ts";
import { CommandNames } from "./known_commands.ts";
import { chaptersOf } from "./markdown.ts";

const ROOT = new URL("../../", import.meta.url);
const English = chaptersOf(textOf("README.md"));
const French = chaptersOf(textOf("README.fr.md"));

/** What the energy dashboard of Home Assistant asks for. */
const EnergySources = [
  SystemPoints.grid_in_energy_total,
  SystemPoints.grid_out_energy_total,
  SystemPoints.pv_energy_total,
  SystemPoints.battery_in_energy_total,
  SystemPoints.battery_out_energy_total,
];

for (const [name, chapters] of [["README.md", English], ["README.fr.md", French]] as const) {
  const spans = chapters.flatMap((chapter) => chapter.spans);

  Deno.test(`${name} tells of every command`, () => {
    const told = new Set(spans.map((span) => span.split(" ")[0]!));
    assert.deepEqual(CommandNames.filter((command) => !told.has(command)), []);
  });

  Deno.test(`${name} names the sources of the energy dashboard as Home Assistant shows them`, () => {
    const missing = EnergySources.map((point) => point.name).filter((name) =>
      !spans.includes(name)
    );
    assert.deepEqual(missing, []);
  });

  Deno.test(`${name} leaves out no exit code`, () => {
    const codes = exitRowsOf(chapters).map(([code]) => Number(code));
    assert.deepEqual(codes, Object.values(ExitCode));
  });

  Deno.test(`${name} links only to files that exist`, async () => {
    const targets = chapters.flatMap(({ links }) => links)
      .filter((link) => !/^(https?:|#)/.test(link))
      .map((link) => link.replace(/#.*/, ""));
    assert.ok(targets.length > 0);
    for (const target of targets) await Deno.stat(new URL(target, ROOT));
  });
}

Deno.test("README.md blames not only the device for exit code 1, and tells all as the manual page does", () => {
  const told = exitRowsOf(English).map(([, meaning]) => meaning!.replaceAll("`", ""));
  assert.deepEqual(told, Object.values(ExitTexts));
});

/** A number and what it means; of the pins of a plug there is more to tell. */
function exitRowsOf(chapters: typeof English) {
  return chapters.flatMap(({ rows }) => rows)
    .filter((row) => row.length === 2 && /^\d+$/.test(row[0]!));
}

Deno.test("README.md and README.fr.md have the same chapters, with the same code in each", () => {
  assert.deepEqual(French.map(({ level }) => level), English.map(({ level }) => level));
  for (const [index, chapter] of English.entries()) {
    const other = French[index]!;
    const names = `${chapter.title} / ${other.title}`;
    // Drawings have no language of code: theirs is their reader's.
    const code = ({ fences }: typeof chapter) => fences.filter(({ language }) => language !== "");
    assert.equal(other.fences.length, chapter.fences.length, names);
    assert.equal(other.rows.length, chapter.rows.length, names);
    assert.deepEqual(code(other), code(chapter), names);
    assert.deepEqual(other.spans.toSorted(), chapter.spans.toSorted(), names);
  }
});
