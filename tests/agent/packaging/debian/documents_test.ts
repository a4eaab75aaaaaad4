import assert from "node:assert/strict";
import { buildDate } from "../../../../agent/packaging/build_date.ts";
import { debianChangelog } from "../../../../agent/packaging/debian/changelog.ts";
import { copyrightText } from "../../../../agent/packaging/debian/copyright.ts";
import { bundledLibraries, noticesText } from "../../../../agent/packaging/npm_notices.ts";
import { ownManPage } from "../../../../agent/packaging/own_documents.ts";
import { AllCommands } from "../../../../agent/commands/all_commands.ts";

const date = new Date("2026-07-01T10:00:00Z");

Deno.test("debianChangelog() names what is unreleased by the version that is built", () => {
  const text = debianChangelog(
    "# Changelog\n\n## Unreleased\n\n- One thing\n  in two lines.\n- Another.\n\n" +
      "## 0.1.0 - 2026-05-04\n\n- The first.\n",
    { version: "0.2.0", date },
  );
  assert.equal(
    text,
    `studer-agent (0.2.0) unstable; urgency=medium

  * One thing in two lines.
  * Another.

 -- The studer-agent authors <studer-agent@localhost>  Wed, 01 Jul 2026 10:00:00 +0000

studer-agent (0.1.0) unstable; urgency=medium

  * The first.

 -- The studer-agent authors <studer-agent@localhost>  Mon, 04 May 2026 12:00:00 +0000
`,
  );
});

Deno.test("debianChangelog() breaks long entries into lines of a terminal", () => {
  const markdown = `## Unreleased\n\n- ${"word ".repeat(60)}\n`;
  const lines = debianChangelog(markdown, { version: "1.0.0", date }).split("\n");
  const entry = lines.filter((line) => line.includes("word"));
  assert.ok(entry.length > 2);
  for (const line of entry) assert.ok(line.length <= 78, line);
  assert.equal(entry.join(" ").match(/word/g)?.length, 60);
});

Deno.test("bundledLibraries() knows every library of the agent with its licence, and no types", async () => {
  const libraries = await bundledLibraries();
  const names = libraries.map(({ name }) => name.replace(/(?<=.)@.*/, ""));
  for (const name of ["mqtt", "aedes", "yaml", "zod", "commander", "ws", "mqtt-packet"]) {
    assert.ok(names.includes(name), name);
  }
  for (const name of ["fast-check", "@types/node"]) assert.ok(!names.includes(name), name);
  for (const { name, licence, text } of libraries) {
    // Licences that ask for nothing but to be told.
    assert.match(licence, /^(?:MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0)$/, name);
    assert.ok(text.length > 100, name);
  }
  const notices = noticesText(libraries);
  for (const { name, text } of libraries) {
    assert.ok(notices.includes(`${name} (`) && notices.includes(text));
  }
});

Deno.test("copyrightText() keeps the licence's text whole in Debian's form", () => {
  const license = "MIT License\n\nCopyright (c) 2026 Somebody\n\nPermission is\n\ngranted.\n";
  const text = copyrightText(license, [{ name: "a@1", licence: "ISC", text: "" }]);
  assert.match(text, /^Copyright: 2026 Somebody$/m);
  assert.match(text, /\nLicense: MIT\n Permission is\n \.\n granted\.\n$/);
  assert.match(text, /\(ISC\)/);
});

Deno.test("ownManPage() tells every command, option and exit code", async () => {
  const page = await ownManPage(date);
  assert.match(page, /^\.TH STUDER\\-AGENT 1 2026-07-01 /);
  assert.ok(
    page.split("\n").filter((line) => line.startsWith(".SS ")).length >= AllCommands.length,
  );
  assert.match(page, /^\.SS check\\-config \[file\]$/m);
  assert.match(page, /^\.B \\-\\-log\\-level <level>\n.*one of debug, info, warn, error/m);
  assert.match(page, /^\.B 3\nNo connection\.$/m);
  assert.match(page, /^\.B \/etc\/studer\\-agent\/agent\.config\.yaml$/m);
  assert.doesNotMatch(page, /undefined|\[object/);
});

Deno.test("buildDate() is what SOURCE_DATE_EPOCH says, and refuses what is no time", async () => {
  assert.deepEqual(await buildDate("1700000000"), new Date(1.7e12));
  await assert.rejects(buildDate("yesterday"), /SOURCE_DATE_EPOCH is yesterday; give seconds/);
});
