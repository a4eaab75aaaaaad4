import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { textOf } from "./document_problems.ts";
import { chaptersOf } from "./markdown.ts";

const SOURCES = "agent";

/** The program's texts: each as one piece, however its lines are broken in the sources. */
const Texts = readdirSync(new URL(`../../${SOURCES}`, import.meta.url), { recursive: true })
  .map(String)
  .filter((name) => /\.(ts|sh)$/.test(name))
  .map((name) => textOf(`${SOURCES}/${name}`).replaceAll(/["`]\s*\+\s*["`]/g, ""));

/** What the table of symptoms quotes: between backticks, and between French quotation marks. */
function quotedIn(document: string): string[] {
  const table = chaptersOf(document).find(({ title }) =>
    /^(Troubleshooting|Dépannage)/.test(title)
  );
  const symptoms = table?.rows.map(([symptom]) => symptom!) ?? [];
  return symptoms.flatMap((symptom) =>
    [...symptom.matchAll(/`([^`]+)`|« ([^»]+) »/g)].map(([, code, french]) => code ?? french!)
  );
}

for (const name of ["README.md", "README.fr.md"]) {
  Deno.test(`${name} quotes the messages of its symptoms as the program prints them`, () => {
    const quoted = quotedIn(textOf(name));
    assert.ok(quoted.length >= 15);
    const unknown = quoted.filter((text) => !Texts.some((source) => source.includes(text)));
    assert.deepEqual(unknown, []);
  });
}
