import assert from "node:assert/strict";

/** Where lines for people are put together. */
const Sources = ["agent/setup", "agent/commands/setup"];
/** The command line's own description, as `--help` shows it. */
const DESCRIBED = "agent/commands/setup/setup_options.ts";

function filesIn(path: string): string[] {
  return [...Deno.readDirSync(path)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesIn(`${path}/${name}`) : [`${path}/${name}`]
  );
}

/** What of a source's literals a person could read as words, but for commands to type. */
function sentencesIn(source: string): string[] {
  const code = source
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/(?<=^|\s)\/\/.*$/gm, "")
    // A fault of the program itself, or what a developer reads of an error.
    .replace(/(?:TypeError|super)\((?:[^)(]|\([^)]*\))*\)/g, "");
  const literals = code.match(/"(?:[^"\\\n]|\\.)*"|`[^`]*`/g) ?? [];
  return literals.filter((text) => {
    const words = text.replace(/\$\{[^}]*\}/g, "");
    return /\p{L}{2,} +\p{L}{2,}/u.test(words) && !/^.(?:studer-agent|journalctl) /.test(words);
  });
}

Deno.test("setup has no sentence but in the texts of its languages", () => {
  const faults = Sources.flatMap(filesIn)
    .filter((file) => !file.startsWith("agent/setup/texts/") && file !== DESCRIBED)
    .flatMap((file) => sentencesIn(Deno.readTextFileSync(file)).map((text) => `${file}: ${text}`));
  assert.deepEqual(faults, []);
});
