import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, parseBuild } from "../../../agent/packaging/compile.ts";
import { checkIntegrity } from "../../../agent/packaging/deno_executable.ts";
import { DENO_VERSION } from "../../../agent/packaging/targets.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { elfSection } from "./elf_section.ts";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
/** What `deno compile` embeds. */
const PAYLOAD = ".note.sui";
const MAX_PAYLOAD_LENGTH = 2_000_000;

const Embedded: ReadonlyArray<readonly [what: string, text: string]> = [
  ["the bundle's name", "main.js"],
  ["the entry point", "SIGHUP"],
  ["the commands", "tell the versions of the agent and of what it is made of"],
  ["the catalogue", "Power of the PV generator"],
];
const NotEmbedded: ReadonlyArray<readonly [what: string, text: string]> = [
  ["a test", "Deno.test("],
  ["a test's name", "_test.ts"],
  ["the library of random tests", "Property failed after"],
  ["the build", "studer-agent-build-"],
  // Of the root alone, such as /app, the text may be there by chance.
  ["a path of the machine that built it", join(root, "agent/")],
  ["another path of the machine that built it", join(root, "protocol/")],
];

Deno.test("compile() embeds the agent for both targets, and no test or development file", async () => {
  await using directory = await temporaryDirectory();
  const build = parseBuild(["--output", directory.path]);
  // With Deno itself as base, everything is done but a program that starts by itself.
  const outputs = await withBase(Deno.execPath(), () => compile(build));
  assert.deepEqual(outputs.map((path) => basename(path)), [
    "studer-agent-aarch64",
    "studer-agent-x86_64",
  ]);
  for (const output of outputs) {
    const payload = elfSection(await Deno.readFile(output), PAYLOAD);
    assert.ok(payload !== undefined, `${output} has no ${PAYLOAD}`);
    assert.ok(payload.length < MAX_PAYLOAD_LENGTH, `${payload.length} bytes are embedded`);
    const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
    for (const [what, text] of Embedded) assert.ok(bytes.includes(text), `${what}: ${text}`);
    for (const [what, text] of NotEmbedded) assert.ok(!bytes.includes(text), `${what}: ${text}`);
  }
});

Deno.test("compile() says in one line that there is no run-time base, and what needs none", async () => {
  await using directory = await temporaryDirectory();
  const build = parseBuild(["--target", "aarch64", "--output", directory.path]);
  await assert.rejects(
    withBase(`${directory.path}/nowhere`, () => compile(build)),
    ({ name, message }: Error) => {
      assert.equal(name, "BuildError");
      assert.match(message, /^[^\n]*denort-aarch64-unknown-linux-gnu\.zip[^\n]*--portable[^\n]*$/);
      return true;
    },
  );
  assert.deepEqual([...Deno.readDirSync(directory.path)], []);
});

Deno.test("parseBuild() takes both targets unless one is named, and explains what it cannot take", () => {
  assert.deepEqual(parseBuild([]).targets, ["aarch64", "x86_64"]);
  assert.deepEqual(parseBuild(["--target", "x86_64"]).targets, ["x86_64"]);
  assert.equal(parseBuild(["--portable"]).portable, true);
  assert.throws(() => parseBuild(["--target", "armv7"]), /no target armv7; give aarch64 or x86_64/);
  assert.throws(() => parseBuild(["--portabel"]), /--portabel.*give --portable/);
});

Deno.test("checkIntegrity() refuses an archive that is not the published one", () => {
  const integrity = "sha512-" +
    "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==";
  checkIntegrity("abc", new TextEncoder().encode("abc"), integrity);
  assert.throws(
    () => checkIntegrity("abc", new TextEncoder().encode("abd"), integrity),
    /abc is not what it was: sha512-.* instead of sha512-3a81/,
  );
});

Deno.test("DENO_VERSION is the Deno that runs the tests", () => {
  assert.equal(Deno.version.deno, DENO_VERSION);
});

/** Runs with this run-time base for `deno compile`. */
async function withBase<T>(path: string, action: () => Promise<T>): Promise<T> {
  const before = Deno.env.get("DENORT_BIN");
  Deno.env.set("DENORT_BIN", path);
  try {
    return await action();
  } finally {
    if (before === undefined) Deno.env.delete("DENORT_BIN");
    else Deno.env.set("DENORT_BIN", before);
  }
}
