import assert from "node:assert/strict";
import { loadConfig } from "../../../agent/config/load.ts";
import { thisMachine } from "../../../agent/config/machine.ts";
import { ConfigError } from "../../../agent/config/problem.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { namesIn, setup, UNTRIED } from "./setup_context.ts";

/** As an editor saves it in "ANSI": each sign is one byte. */
const LATIN1 = Uint8Array.from(
  "# Chalet d'été\ninstallations:\n" +
    "  - { id: home, name: Été, link: { type: tcp-listen } }\n",
  (sign) => sign.charCodeAt(0),
);

Deno.test("a configuration saved as ANSI is not taken with signs that are none", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeFile(file, LATIN1);
  assert.throws(() => loadConfig(file, thisMachine()), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.equal(
      error.message,
      `${file}: cannot be read: line 1 is not written in UTF-8; save the file as UTF-8 in your editor`,
    );
    return true;
  });
});

Deno.test("setup does not overwrite the accents of a configuration saved as ANSI", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeFile(file, LATIN1);
  for (
    const [language, said] of [
      ["en", /agent\.config\.yaml cannot be read: line 1 is not written in UTF-8; save the file/],
      ["de", /agent\.config\.yaml ist nicht lesbar: Zeile 1 ist nicht in UTF-8 geschrieben; /],
      ["fr", /agent\.config\.yaml ne peut être lu : la ligne 1 n'est pas écrite en UTF-8 ; /],
    ] as const
  ) {
    const { exitCode, err } = await setup(directory.path, [
      ...["--yes", "--language", language, ...UNTRIED, "--broker", "broker.example.org"],
    ]);
    assert.equal(exitCode, 2);
    assert.equal(err.length, 1);
    assert.match(err[0]!, said);
  }
  assert.deepEqual(await Deno.readFile(file), LATIN1);
  assert.deepEqual(namesIn(directory.path), ["agent.config.yaml"]);
});
