import assert from "node:assert/strict";
import { redactedFid } from "../../../protocol/frame_redaction.ts";
import { simulator, STANDSTILL, temporaryDirectory } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { captureIn } from "../../support/capture_text.ts";
import { freePort } from "../../support/free_port.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { until } from "../../support/until.ts";
import { foreign, impostor, run, said, start } from "./plant_context.ts";

Deno.test("capture listens to what a serial server sends to everybody, and asks nothing", async () => {
  await using directory = await temporaryDirectory();
  await using moxa = impostor(foreign);
  const capturing = start(`capture line.jsonl --link tcp:127.0.0.1:${moxa.port}`, {
    directory: directory.path,
    clock: new ManualClock(),
  });
  await said(capturing.progress, /^Recording: 0 s, 0 bytes; Ctrl-C ends it$/);
  await until(() => moxa.connections > 0, "the connection");
  capturing.interrupt();
  assert.equal(await capturing.ended, 0);
  assert.equal(moxa.receivedBytes, 0);
  assert.match(capturing.out[0]!, /^Recorded 0 pieces, 0 bytes, in 0 s to .*line\.jsonl$/);
  assert.deepEqual(capturing.err, [
    "Nothing crossed the line: a gateway speaks only when it is asked; give --poll, or start the agent",
  ]);
  const text = await Deno.readTextFile(`${directory.path}/line.jsonl`);
  assert.deepEqual(captureIn(text).records, []);
  assert.equal(captureIn(text).head.link, "tcp");
});

Deno.test("capture --poll asks as run does, and ends where the file is long enough", async () => {
  await using directory = await temporaryDirectory();
  const plant = await simulator({ listen: 0, speed: STANDSTILL }, fastClock(1));
  const { exitCode, out, err } = await run(
    `capture line.jsonl --poll --max-size 9kB --link tcp:127.0.0.1:${plant.endpoints[0]!.port}`,
    { directory: directory.path },
  );
  await plant.close();
  assert.equal(exitCode, 0);
  assert.deepEqual(err, ["Ended: the file is as long as it may be"]);
  assert.match(out[0]!, /^Recorded \d+ pieces/);
  const { size, mode } = await Deno.stat(`${directory.path}/line.jsonl`);
  assert.ok(size > 8000 && size <= 9000, `${size} bytes`);
  assert.equal(mode! & 0o777, 0o600);
});

Deno.test("capture --redact leaves no serial number and no other file", async () => {
  await using directory = await temporaryDirectory();
  const plant = await simulator({ listen: 0, speed: STANDSTILL }, fastClock(1));
  const capturing = start(
    `capture line.jsonl --poll --redact --link tcp:127.0.0.1:${plant.endpoints[0]!.port}`,
    { directory: directory.path },
  );
  await said(capturing.progress, /Recording/);
  const raw = `${directory.path}/line.jsonl.unredacted`;
  // Only those who know all devices ask for so many values at once.
  await until(() => /"bytes":"\w{200}/.test(Deno.readTextFileSync(raw)), "the first poll");
  capturing.interrupt();
  assert.deepEqual([await capturing.ended, capturing.err], [0, []]);
  const names = Array.from(Deno.readDirSync(directory.path), ({ name }) => name);
  assert.deepEqual(names, ["line.jsonl"]);
  const text = await Deno.readTextFile(`${directory.path}/line.jsonl`);
  assert.equal(captureIn(text).head.redacted, true);
  await plant.close();
  const port = await freePort();
  const playing = start(`simulate --replay line.jsonl --listen ${port}`, {
    directory: directory.path,
  });
  await said(playing.err, /Playing/);
  const { out } = await run(`scan --json --link tcp:127.0.0.1:${port}`);
  const devices: { name: string; address: number; serialNumber: string }[] = JSON.parse(
    out.join("\n"),
  );
  assert.ok(devices.length > 3);
  for (const { name, address, serialNumber } of devices) {
    assert.match(
      serialNumber,
      name === "xcom" ? /^0{31}1$/ : new RegExp(`^${redactedFid(address)}$`),
    );
  }
  playing.interrupt();
  await playing.ended;
});

Deno.test("capture --redact overwrites no file that came while it recorded", async () => {
  await using directory = await temporaryDirectory();
  await using moxa = impostor(foreign);
  const capturing = start(`capture line.jsonl --redact --link tcp:127.0.0.1:${moxa.port}`, {
    directory: directory.path,
    clock: new ManualClock(),
  });
  await said(capturing.progress, /^Recording/);
  const [path, raw] = ["line.jsonl", "line.jsonl.unredacted"]
    .map((name) => `${directory.path}/${name}`) as [string, string];
  await Deno.writeTextFile(path, "mine");
  capturing.interrupt();
  assert.equal(await capturing.ended, 2);
  assert.deepEqual(capturing.err.slice(-2), [
    `Kept what was recorded, redacted, in ${raw}`,
    `studer-agent: ${path} is there already; give another name, or remove it`,
  ]);
  assert.equal(await Deno.readTextFile(path), "mine");
  assert.equal(captureIn(await Deno.readTextFile(raw)).head.redacted, true);
});

const WrongUses: ReadonlyArray<readonly [words: string, exitCode: number, problem: RegExp]> = [
  ["", 2, /missing required argument/],
  ["there.txt --link tcp:127.0.0.1:1", 2, /there\.txt is there already; give another name, or/],
  ["there.txt --redact --link tcp:127.0.0.1:1", 2, /there\.txt is there already; give another/],
  ["half --redact --link tcp:127.0.0.1:1", 2, /half\.unredacted is there already/],
  ["no/where.jsonl --link tcp:127.0.0.1:1", 2, /where\.jsonl: its directory is missing; make it/],
  ["a.jsonl --link tcp:127.0.0.1:1", 3, /Cannot connect to 127\.0\.0\.1:1: the host refuses/],
  [
    "b.jsonl --poll --link tcp:127.0.0.1:1",
    3,
    /Cannot connect to 127\.0\.0\.1:1: the host refuses/,
  ],
  ["c.jsonl --redact --link tcp:127.0.0.1:1", 3, /refuses/],
  ["d.jsonl --seconds 0 --link tcp:127.0.0.1:1", 2, /Give a number above 0/],
  ["e.jsonl --max-size 12 --link tcp:127.0.0.1:1", 2, /Give a size, as 500kB or 20MB, up to 100MB/],
  ["e.jsonl --max-size 101MB --link tcp:127.0.0.1:1", 2, /Give a size, .* up to 100MB/],
  ["f.jsonl", 2, /no configuration/],
];

for (const [words, expected, problem] of WrongUses) {
  Deno.test(`capture ${words || "without a file"} says in one line what is wrong`, async () => {
    await using directory = await temporaryDirectory();
    for (const name of ["there.txt", "half.unredacted"]) {
      await Deno.writeTextFile(`${directory.path}/${name}`, "mine");
    }
    const { exitCode, out, err } = await run(`capture ${words}`.trim(), {
      directory: directory.path,
    });
    assert.deepEqual({ exitCode, out }, { exitCode: expected, out: [] });
    assert.equal(err.length, 1, err.join("\n"));
    assert.match(err[0]!, problem);
    const names = Array.from(Deno.readDirSync(directory.path), ({ name }) => name);
    assert.deepEqual(names.sort(), ["half.unredacted", "there.txt"]);
    for (const name of names) {
      assert.equal(await Deno.readTextFile(`${directory.path}/${name}`), "mine");
    }
  });
}
