import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Check,
  checkBarrel,
  checkDocstrings,
  checkImports,
  checkLength,
  checkPrivate,
  checkPurity,
  checkTexts,
  covers,
} from "./architecture/checks.ts";
import { circlesIn } from "./architecture/circles.ts";
import { Pure } from "./architecture/rules.ts";
import { codeOf, COMPUTED, importsOf } from "./architecture/source_text.ts";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const Skipped = new Set([".git", "node_modules", "dist", "coverage"]);
const files = new Map(textsIn(root));
const modules = new Map([...files].filter(([file]) => file.endsWith(".ts")));

const Checks: ReadonlyArray<readonly [name: string, files: Map<string, string>, check: Check]> = [
  ["every file imports only what its place may", modules, checkImports],
  ["pure files mention no platform, time or randomness", modules, checkPurity],
  ["no file but a table is longer than it may be", modules, checkLength],
  ["no file only hands on what others define", modules, checkBarrel],
  ["no file says private", modules, checkPrivate],
  ["every export of protocol and agent has a docstring", modules, checkDocstrings],
  ["nothing unfinished and no trace of a machine is in the tree", files, checkTexts],
];

for (const [name, files, check] of Checks) {
  Deno.test(`architecture: ${name}`, () => {
    const faults = [...files].flatMap(([file, source]) => check(file, source));
    assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join("\n")}`);
  });
}

Deno.test("architecture: no imports go in a circle", () => {
  const imports = [...modules]
    .map(([file, source]) => [file, importsOf(file, source).map(({ target }) => target)] as const);
  assert.deepEqual(circlesIn(new Map(imports)), []);
});

Deno.test("circlesIn() tells each way that comes back to where it began", () => {
  const imports = new Map([
    ["a", ["b", "c"]],
    ["b", ["c", "platform"]],
    ["c", ["d"]],
    ["d", ["b"]],
    ["e", ["e", "a"]],
  ]);
  assert.deepEqual(circlesIn(imports), ["b -> c -> d -> b", "e -> e"]);
  assert.deepEqual(circlesIn(new Map([["a", ["b", "c"]], ["b", ["c"]], ["c", []]])), []);
});

Deno.test("architecture: the checks see the whole tree", () => {
  for (const file of ["protocol/frame.ts", "agent/log.ts", "tests/architecture_test.ts"]) {
    assert.ok(modules.has(file), file);
  }
  assert.ok(files.has("deno.json"));
  for (const place of Pure) {
    assert.ok([...modules.keys()].some((file) => covers(place, file)), `Nothing is at ${place}`);
  }
});

Deno.test("checkImports() refuses what a place may not import, in every way to say it", () => {
  const refused: ReadonlyArray<readonly [file: string, source: string]> = [
    ["protocol/frame.ts", `import { open } from "../agent/link/open.ts";`],
    ["protocol/frame.ts", `import { Buffer } from "node:buffer";`],
    ["protocol/frame.ts", `import type { Buffer } from "node:buffer";`],
    ["protocol/frame.ts", `import fc from "fast-check";`],
    ["protocol/frame.ts", `import {\n  a,\n  b,\n} from 'npm:zod@4';`],
    ["protocol/frame.ts", `export * from "../simulator/gateway.ts";`],
    ["protocol/frame.ts", `const a = 1;\nimport "../agent/log.ts";`],
    ["protocol/frame.ts", `const a = await import("node:fs");`],
    ["protocol/frame.ts", "const a = await import(`node:${name}`);"],
    ["protocol/frame.ts", `const a = await import(name);`],
    ["simulator/gateway.ts", `import { a } from "../agent/log.ts";`],
    ["simulator/gateway.ts", `import { a } from "node:fs";`],
    ["simulator/endpoint/tcp.ts", `import { a } from "../../agent/link/libc.ts";`],
    ["agent/installation/scan.ts", `import { a } from "../../simulator/gateway.ts";`],
    ["agent/installation/scan.ts", `import { a } from "../mqtt/topics.ts";`],
    ["agent/link/tcp.ts", `import { a } from "../../protocol/frame.ts";`],
    ["agent/web/server.ts", `import type { a } from "../history/store.ts";`],
    ["agent/mqtt/publisher.ts", `import { Values } from "../installation/values.ts";`],
    ["agent/homeassistant/entity.ts", `import { a } from "../../protocol/frame.ts";`],
    ["agent/homeassistant/entity.ts", `import { a } from "../mqtt/broker.ts";`],
    ["agent/commands/run.ts", `import { a } from "../../simulator/main.ts";`],
    ["agent/agent.ts", `import { a } from "https://example.com/a.ts";`],
    ["scripts/build.ts", ``],
  ];
  for (const [file, source] of refused) {
    assert.equal(checkImports(file, source).length, 1, `${file}: ${source}`);
  }
});

Deno.test("checkImports() lets pass what a place may import", () => {
  const allowed: ReadonlyArray<readonly [file: string, source: string]> = [
    ["protocol/frame.ts", `import { checksum } from "./checksum.ts";`],
    ["protocol/frame.ts", `// import "node:fs";\nconst a = 'import "node:fs"';`],
    ["simulator/endpoint/pty.ts", `import { libc } from "../../agent/link/libc.ts";`],
    ["simulator/main.ts", `import { parse } from "yaml";`],
    ["agent/commands/demo.ts", `import { a } from "../../simulator/main.ts";`],
    ["agent/mqtt/publisher.ts", `import type { Values } from "../installation/values.ts";`],
    ["agent/mqtt/publisher.ts", `import { type A, type B } from "../installation/values.ts";`],
    ["agent/homeassistant/entity.ts", `import type { Broker } from "../mqtt/broker.ts";`],
    ["agent/config/schema.ts", `import { z } from "zod/v4";`],
    ["agent/web/server.ts", `import { join } from "node:path";`],
    [
      "tests/a_test.ts",
      `import { a } from "../simulator/gateway.ts";\nimport fc from "fast-check";`,
    ],
  ];
  for (const [file, source] of allowed) {
    assert.deepEqual(checkImports(file, source), [], `${file}: ${source}`);
  }
});

Deno.test("importsOf() tells types from values and finds the file behind a relative path", () => {
  const source = [
    `import type { A } from "../a.ts";`,
    `import { type B, c } from "./b.ts";`,
    `import type from "./type.ts";`,
    `export type { D } from "../../d.ts";`,
    `const e = import(which);`,
    `const f = Array.from("text");`,
  ].join("\n");
  assert.deepEqual(importsOf("x/y/z.ts", source), [
    { target: "x/a.ts", typeOnly: true },
    { target: "x/y/b.ts", typeOnly: false },
    { target: "x/y/type.ts", typeOnly: false },
    { target: "d.ts", typeOnly: true },
    { target: COMPUTED, typeOnly: false },
  ]);
});

Deno.test("codeOf() blanks comments and literals, and nothing else", () => {
  const blanked: ReadonlyArray<readonly [source: string, code: string]> = [
    [`a // b "c"\nd`, `a         \nd`],
    [`a /* b\n c */ d`, `a     \n      d`],
    [`a("b\\"c", 'd"e')`, `a("    ", '   ')`],
    ["a`b${c + `d${e}`}f`", "a` ${c + ` ${e}`} `"],
    ["`a${{ b: 1 }.b}c`", "` ${{ b: 1 }.b} `"],
    [`a = /"[/"]\\//g; b`, `a = /       /g; b`],
    [`return /'/.test(a)`, `return / /.test(a)`],
    [`a / b / "c"`, `a / b / " "`],
    [`f(a) / 2 // "x`, `f(a) / 2      `],
    [`a[0] / b / 'c'`, `a[0] / b / ' '`],
  ];
  for (const [source, code] of blanked) assert.equal(codeOf(source), code, source);
});

Deno.test("codeOf() leaves the brackets of every file in pairs", () => {
  for (const [file, source] of modules) {
    const code = codeOf(source);
    for (const [open, close] of ["{}", "()", "[]"] as const) {
      assert.equal(code.split(open!).length, code.split(close!).length, `${file}: ${open}${close}`);
    }
  }
});

Deno.test("checkPurity() refuses the platform, time and randomness in code alone", () => {
  const faults = (source: string) => checkPurity("protocol/frame.ts", source).length;
  for (
    const source of [
      "Deno.readTextFileSync(a)",
      "const now = Date.now();",
      "new Date(0)",
      "setTimeout(() => {}, 1)",
      "const a = `${Math.random()}`;",
      "Math\n  .random()",
      "console.log(a)",
      "performance.now()",
      "crypto.randomUUID()",
    ]
  ) assert.equal(faults(source), 1, source);
  for (
    const source of [
      "// Date.now() is not for here\nconst a = 'Deno';",
      "reading.performance = 1;",
      "const updated = lastDate + 1;",
      "Math.round(a)",
      "/** Deno, Date, console */",
    ]
  ) assert.equal(faults(source), 0, source);
  assert.equal(checkPurity("simulator/plant/solar/sun.ts", "Date.now()").length, 1);
  assert.equal(checkPurity("agent/system_clock.ts", "Date.now()").length, 0);
});

Deno.test("checkLength() counts lines but of tables", () => {
  assert.equal(checkLength("agent/a.ts", "\n".repeat(301)).length, 1);
  assert.equal(checkLength("agent/a.ts", "\n".repeat(300)).length, 0);
  assert.equal(checkLength("protocol/catalogue/xt.ts", "\n".repeat(900)).length, 0);
});

Deno.test("checkBarrel() refuses a file of re-exports alone", () => {
  const barrel = `/** All. */\nexport * from "./a.ts";\nexport { b } from "./b.ts";\n`;
  assert.equal(checkBarrel("agent/index.ts", barrel).length, 1);
  assert.equal(checkBarrel("agent/a.ts", `${barrel}export const c = 1;\n`).length, 0);
  assert.equal(checkBarrel("agent/a.ts", "").length, 0);
});

Deno.test("checkPrivate() refuses the keyword, not the word", () => {
  assert.equal(checkPrivate("agent/a.ts", "class A { private b = 1; }").length, 1);
  assert.equal(checkPrivate("agent/a.ts", "// a private address\nclass A { #b = 1; }").length, 0);
});

Deno.test("checkTexts() refuses unfinished thoughts and traces of a machine, with their line", () => {
  const faults = (source: string) => checkTexts("README.md", source);
  assert.match(faults(`a\n${"TO" + "DO"}: b`)[0]!, /^README.md:2 /);
  assert.equal(faults("FIX" + "ME").length, 1);
  assert.equal(faults(`see /${"work"}/main`).length, 1);
  assert.equal(faults(`/${"root"}/.cache`).length, 1);
  assert.equal(faults(`https://${"registry"}.example.org/mqtt`).length, 1);
  assert.equal(faults("studer/home/xt1, network/root/a, how it works").length, 0);
});

Deno.test("checkDocstrings() wants one right above every export of protocol and agent", () => {
  const faults = (source: string) => checkDocstrings("agent/a.ts", source).length;
  assert.equal(faults("export const a = 1;"), 1);
  assert.equal(faults("/* A. */\nexport function a(): void {}"), 1);
  assert.equal(faults("/** A. */\n\nexport class A {}"), 1);
  assert.equal(faults("const a = 1; /** A. */\nexport async function b() {}"), 0);
  assert.equal(faults("/** A. */\nexport interface A {}"), 0);
  assert.equal(faults("/**\n * A.\n */\nexport type A = 1;"), 0);
  assert.equal(
    faults("/** A. */\nexport const A = [1] as const;\nexport type A = typeof A[0];"),
    0,
  );
  assert.equal(faults("export type B = typeof A[0];"), 1);
  assert.equal(checkDocstrings("tests/a.ts", "export const a = 1;").length, 0);
});

/** Every file of the tree that is text, by its path from the root. */
function* textsIn(folder: string): Generator<[file: string, text: string]> {
  for (const entry of Deno.readDirSync(folder)) {
    if (Skipped.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory) yield* textsIn(path);
    if (!entry.isFile) continue;
    const text = Deno.readTextFileSync(path);
    if (!text.includes("\0")) yield [relative(root, path), text];
  }
}
