import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { BUNDLE_START, bundleAgent } from "../../../../agent/packaging/bundle.ts";
import { parseBuildArguments } from "../../../../agent/packaging/build_arguments.ts";
import { temporaryDirectory } from "../../../end_to_end/parts.ts";
import { programTest, runProgram } from "../../../support/program_test.ts";
import { smallPackage } from "./package_parts.ts";

async function sha256(path: string): Promise<string> {
  return createHash("sha256").update(await Deno.readFile(path)).digest("hex");
}

programTest(["dpkg-deb"], "buildPackage() makes the same bytes of the same parts", async () => {
  await using directory = await temporaryDirectory();
  const before = Deno.umask(0o077);
  try {
    const first = await smallPackage(directory.path, { name: "first" });
    Deno.umask(0o002);
    const second = await smallPackage(directory.path, { name: "second" });
    assert.equal(await sha256(first), await sha256(second));
  } finally {
    Deno.umask(before);
  }
});

Deno.test("bundleAgent() makes the same bytes of the same sources", async () => {
  await using directory = await temporaryDirectory();
  const sums: string[][] = [];
  for (const name of ["first", "second"]) {
    const bundle = await bundleAgent(`${directory.path}/${name}`);
    const files = [...Deno.readDirSync(bundle)].map(({ name }) => name).sort();
    assert.ok(files.includes(BUNDLE_START));
    sums.push(await Promise.all(files.map((file) => sha256(`${bundle}/${file}`))));
  }
  assert.deepEqual(sums[0], sums[1]);
});

programTest(
  ["dpkg-deb"],
  "buildPackage() gives everything to root, and lets others only read",
  async () => {
    await using directory = await temporaryDirectory();
    const before = Deno.umask(0o077);
    const path = await smallPackage(directory.path).finally(() => Deno.umask(before));
    const { text } = await runProgram("dpkg-deb", ["--contents", path]);
    const lines = text.trim().split("\n");
    assert.ok(lines.length > 20, text);
    for (const line of lines) assert.match(line, /^(?:drwxr-xr-x|-rw[x-]r-[x-]r-[x-]) root\/root /);
    assert.match(text, /^-rwxr-xr-x .* \.\/usr\/bin\/studer-agent$/m);
    assert.match(text, /^-rw-r--r-- .* \.\/usr\/lib\/studer-agent\/agent\/main\.js$/m);
  },
);

programTest(["dpkg-deb"], "buildPackage() names the architecture as Debian does", async () => {
  await using directory = await temporaryDirectory();
  for (const [target, architecture] of [["aarch64", "arm64"], ["x86_64", "amd64"]] as const) {
    const path = await smallPackage(directory.path, { target, name: target });
    const { text } = await runProgram("dpkg-deb", ["--field", path, "Architecture", "Version"]);
    assert.equal(text, `Architecture: ${architecture}\nVersion: 1.2.3\n`);
  }
});

programTest(["shellcheck"], "The Debian package's scripts are clean for shellcheck", async () => {
  const folder = fileURLToPath(new URL("../../../../agent/packaging/debian/", import.meta.url));
  const scripts = [...Deno.readDirSync(folder)].map(({ name }) => `${folder}${name}`)
    .filter((path) => path.endsWith(".sh"));
  assert.equal(scripts.length, 4);
  const { code, text } = await runProgram("shellcheck", ["--shell=sh", ...scripts]);
  assert.equal(code, 0, text);
});

Deno.test("parseBuildArguments() knows both targets, its own flags, and no others", () => {
  const { targets, flags } = parseBuildArguments(["--slow"], ["slow"]);
  assert.deepEqual(targets, ["aarch64", "x86_64"]);
  assert.deepEqual([...flags], ["slow"]);
  assert.throws(() => parseBuildArguments(["--slow"]), /--slow.*; give --target aarch64\|x86_64/);
});
