import assert from "node:assert/strict";
import { join } from "node:path";
import { systemClock } from "../../../agent/system_clock.ts";
import { headerText } from "../../../agent/packaging/portable.ts";
import { simulator, STANDSTILL, temporaryDirectory } from "../../end_to_end/parts.ts";
import { assertOwnVersions } from "./own_versions.ts";
import { buildPortable, run, unpackedIn } from "./portable_parts.ts";

const REFUSED = 2;
const MAX_LENGTH = 48_000_000;
const MODE_BITS = 0o777;

let place: string;
let portable: string;
/** A home in which the program is unpacked already. */
let home: string;

// Tests of one file share a build: it takes longer than all of them.
Deno.test.beforeAll(async () => {
  place = await Deno.makeTempDir();
  portable = await buildPortable("x86_64", join(place, "dist"));
  home = join(place, "home");
  await Deno.mkdir(home);
  const { code, err } = await run(portable, ["version"], { HOME: home });
  assert.equal(code, 0, err);
});

Deno.test.afterAll(() => Deno.remove(place, { recursive: true }));

Deno.test("The portable file tells version, target, Deno and catalogue, and says nothing else", async () => {
  assertOwnVersions(await run(portable, ["version", "--json"], { HOME: home }), "x86_64");
  assert.ok((await Deno.stat(portable)).size < MAX_LENGTH);
});

Deno.test("The portable file finds datapoints in its catalogue", async () => {
  const { code, out, err } = await run(portable, ["catalogue", "battery"], { HOME: home });
  assert.equal(code, 0, err);
  assert.match(out, /\bbattery_voltage\b/);
});

Deno.test("The portable file reads a value over a pseudo-terminal", async () => {
  await using directory = await temporaryDirectory();
  const pty = join(directory.path, "gateway");
  const plant = await simulator({ pty, speed: STANDSTILL }, systemClock);
  try {
    const link = ["--link", `serial:${pty}`, "--parity", "none"];
    const { code, out, err } = await run(portable, ["read", "bsp", "7000", "--json", ...link], {
      HOME: home,
    });
    assert.equal(code, 0, err);
    assert.equal(
      Math.fround(JSON.parse(out)[0].value),
      Math.fround(plant.gateway.readInfo("bsp", 7000)),
    );
  } finally {
    await plant.close();
  }
});

Deno.test("The portable file hands on the exit code and the arguments as they are", async () => {
  const { code, err } = await run(portable, ["read", "no such", "$(device) *"], { HOME: home });
  assert.equal(code, 2);
  assert.match(err, /^studer-agent: /);
});

Deno.test("The portable file unpacks into a directory of its user's alone, and only once", async () => {
  const base = join(home, ".cache/studer-agent");
  const program = await unpackedIn(base);
  for (const directory of [base, program]) {
    assert.equal((await Deno.stat(directory)).mode! & MODE_BITS, 0o700, directory);
  }
  const before = await Deno.stat(join(program, "deno"));
  const { code } = await run(portable, ["version"], { HOME: home });
  assert.equal(code, 0);
  const after = await Deno.stat(join(program, "deno"));
  assert.deepEqual([after.ino, after.ctime], [before.ino, before.ctime]);
});

Deno.test("The portable file leaves the agent its umask", async () => {
  const script = 'umask 027; exec "$0" completion bash > "$1"';
  const made = join(place, "completion");
  const { code, err } = await run("sh", ["-c", script, portable, made], { HOME: home });
  assert.equal(code, 0, err);
  assert.equal((await Deno.stat(made)).mode! & MODE_BITS, 0o640);
});

Deno.test("The portable file refuses a program that somebody changed", async () => {
  await using cache = await copyOfCache();
  const bundle = join(await unpackedIn(cache.path), "agent/main.js");
  await Deno.writeTextFile(bundle, "console.log('planted');", { append: true });
  const { code, out, err } = await run(portable, ["version"], { CACHE_DIRECTORY: cache.path });
  assert.equal(code, REFUSED);
  assert.equal(out, "");
  assert.match(err, /^studer-agent: .* was changed; see who changed it, then remove it\n$/);
});

Deno.test("The portable file refuses a program of which a byte is damaged, or a file lost or added", async () => {
  const damages: ReadonlyArray<(program: string) => Promise<void>> = [
    async (program) => {
      using deno = await Deno.open(join(program, "deno"), { read: true, write: true });
      const byte = new Uint8Array(1);
      await deno.seek(50_000_000, Deno.SeekMode.Start);
      await deno.read(byte);
      await deno.seek(-1, Deno.SeekMode.Current);
      await deno.write(byte.map((value) => value ^ 1));
    },
    (program) => Deno.remove(join(program, "agent/main.js")),
    (program) => Deno.writeTextFile(join(program, "agent/other.js"), ""),
  ];
  for (const damage of damages) {
    await using cache = await copyOfCache();
    await damage(await unpackedIn(cache.path));
    const { code, out, err } = await run(portable, ["version"], { CACHE_DIRECTORY: cache.path });
    assert.equal(code, REFUSED);
    assert.equal(out, "");
    assert.match(err, /^studer-agent: .* was changed; see who changed it, then remove it\n$/);
  }
});

Deno.test("The portable file refuses directories into which others may write", async () => {
  await using cache = await copyOfCache();
  const program = await unpackedIn(cache.path);
  const start = () => run(portable, ["version"], { CACHE_DIRECTORY: cache.path });

  await Deno.chmod(program, 0o770);
  assert.match((await start()).err, /^studer-agent: .* has owner and mode \d+ 770 instead of/);
  await Deno.chmod(program, 0o700);
  for (const mode of [0o720, 0o702, 0o777, 0o1777]) {
    await Deno.chmod(cache.path, mode);
    const { code, err } = await start();
    assert.equal(code, REFUSED, `mode ${mode.toString(8)}`);
    assert.match(err, /^studer-agent: others may write into .* chmod go-w /);
  }
  await Deno.chmod(cache.path, 0o755);
  assert.equal((await start()).code, 0);
});

Deno.test("The portable file refuses a link in the place of its directory", async () => {
  await using cache = await copyOfCache();
  const program = await unpackedIn(cache.path);
  await using elsewhere = await temporaryDirectory();
  const moved = join(elsewhere.path, "moved");
  await run("mv", [program, moved], {});
  await Deno.symlink(moved, program);
  const { code, err } = await run(portable, ["version"], { CACHE_DIRECTORY: cache.path });
  assert.equal(code, REFUSED);
  assert.match(err, /has owner and mode \d+ 777 instead of/);
});

Deno.test("The portable file started several times at once for the first time unpacks one program", async () => {
  await using cache = await temporaryDirectory();
  const starts = Array.from(
    { length: 3 },
    () => run(portable, ["version"], { CACHE_DIRECTORY: cache.path }),
  );
  for (const { code, err } of await Promise.all(starts)) assert.equal(code, 0, err);
  await unpackedIn(cache.path);
});

Deno.test("The portable file removes at a first start what is out of use, and nothing of others", async () => {
  await using cache = await temporaryDirectory();
  const now = Date.now() / 1000;
  const ages: Readonly<Record<string, number>> = {
    "studer-agent-old": 32 * 86_400,
    "studer-agent-recent": 20 * 86_400,
    ".studer-agent-abc123": 2 * 3600,
    ".studer-agent-def456": 60,
    "others": 99 * 86_400,
  };
  for (const [name, age] of Object.entries(ages)) {
    await Deno.mkdir(join(cache.path, name, "content"), { recursive: true });
    await Deno.utime(join(cache.path, name), now - age, now - age);
  }
  const { code, err } = await run(portable, ["version"], { CACHE_DIRECTORY: cache.path });
  assert.equal(code, 0, err);
  const left = (await Array.fromAsync(Deno.readDir(cache.path))).map(({ name }) => name);
  assert.deepEqual(left.filter((name) => name in ages).sort(), [
    ".studer-agent-def456",
    "others",
    "studer-agent-recent",
  ]);
});

Deno.test("The portable file explains that it cannot write, and where it could", async () => {
  // Below /proc nobody writes, not even root.
  const { code, err } = await run(portable, ["version"], { HOME: "/proc/1" });
  assert.equal(code, REFUSED);
  assert.match(
    err,
    /^studer-agent: cannot write into \/proc\/1\/\.cache\/studer-agent .*set CACHE_DIRECTORY to a directory of your own\n$/,
  );
  const homeless = await run(portable, ["version"], {});
  assert.equal(homeless.code, REFUSED);
  assert.match(homeless.err, /^studer-agent: there is no HOME to unpack into; set CACHE_DIRECTORY/);
});

Deno.test("The portable file says that programs may not run from where it unpacks to", async () => {
  await using directory = await temporaryDirectory();
  // As on a file system that is mounted noexec: nothing there can be run.
  const tar =
    `#!/bin/sh\n/bin/tar "$@" && find ${directory.path} -name deno -exec chmod a-x {} +\n`;
  await Deno.writeTextFile(join(directory.path, "tar"), tar, { mode: 0o755 });
  const { code, err } = await run(portable, ["version"], {
    PATH: `${directory.path}:${Deno.env.get("PATH")}`,
    CACHE_DIRECTORY: join(directory.path, "cache"),
  });
  assert.equal(code, REFUSED);
  assert.match(
    err,
    /^studer-agent: programs may not run from \/.*\/cache, .*; set CACHE_DIRECTORY /,
  );
});

Deno.test("The portable file that was copied only in part says so, and leaves nothing", async () => {
  await using directory = await temporaryDirectory();
  const half = join(directory.path, "half");
  const bytes = await Deno.readFile(portable);
  await Deno.writeFile(half, bytes.subarray(0, bytes.length / 2), { mode: 0o755 });
  const cache = join(directory.path, "cache");
  const { code, err } = await run(half, ["version"], { CACHE_DIRECTORY: cache });
  assert.equal(code, REFUSED);
  assert.match(err, /studer-agent: cannot be unpacked into .* is whole\n$/);
  assert.deepEqual([...Deno.readDirSync(cache)], []);
});

Deno.test("The portable file does not say that it is damaged where there is no b2sum", async () => {
  await using directory = await temporaryDirectory();
  for (const name of ["id", "stat", "mkdir", "find", "mktemp", "tail", "tar", "gzip", "rm"]) {
    await Deno.symlink(`/usr/bin/${name}`, join(directory.path, name));
  }
  const { code, err } = await run(portable, ["version"], {
    PATH: directory.path,
    CACHE_DIRECTORY: join(directory.path, "cache"),
  });
  assert.equal(code, REFUSED);
  assert.match(err, /^studer-agent: there is no b2sum to check .*; install coreutils .*\n$/);
});

Deno.test("headerText() gives the line behind itself, and leaves no name without value", () => {
  const values = {
    VERSION: "1",
    TARGET: "t",
    SUM: "s",
    CONTENT_SUM: "1 2",
    ROOM_MB: "1",
    FLAGS: "-f",
  };
  const text = headerText(values);
  assert.match(text, new RegExp(`tail -n \\+${text.split("\n").length} `));
  assert.doesNotMatch(text, /@[A-Z_]+@/);
  assert.throws(() => headerText({}), RangeError);
});

/** A directory with the unpacked program, as a first start leaves it. */
async function copyOfCache() {
  const directory = await temporaryDirectory();
  const cache = join(home, ".cache/studer-agent");
  await run("cp", ["-a", `${cache}/.`, directory.path], {});
  return directory;
}
