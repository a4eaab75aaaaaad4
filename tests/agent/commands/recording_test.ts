import assert from "node:assert/strict";
import { openRecording } from "../../../agent/commands/capture/recording.ts";
import { redactInPlace } from "../../../agent/commands/capture/redact_in_place.ts";
import { thisMachine } from "../../../agent/config/machine.ts";
import {
  type CaptureRecord,
  encodeCaptureHead,
  encodeCaptureRecord,
} from "../../../protocol/capture.ts";
import { encodeFrame } from "../../../protocol/frame.ts";
import { redactCapture } from "../../../protocol/redaction.ts";
import { userInfoValue } from "../../../protocol/object.ts";
import { encodeRequest, encodeResponse, readRequest } from "../../../protocol/service.ts";
import { encodeValue } from "../../../protocol/value.ts";
import { Replay } from "../../../simulator/replay/replay.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { captureIn, captureText } from "../../support/capture_text.ts";
import { heapAfterCollection } from "../../support/heap.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { run, said, start } from "./plant_context.ts";

const head = {
  agentVersion: "0.1.0",
  link: "serial",
  date: "2026-06-21T10:00:00.000Z",
  redacted: false,
};
const first = `${encodeCaptureHead(head)}\n`;

/** A line on which one value after another is asked for, and comes in two pieces. */
function* polling(count: number): Generator<CaptureRecord> {
  for (let index = 0; index < count; index++) {
    const property = userInfoValue(3000 + index % 170);
    const [device, at] = [101 + index % 4, index * 50];
    const frame = { flags: 0, source: 77, destination: device };
    const asked = encodeRequest(readRequest(property));
    yield { at, to: "gateway", bytes: encodeFrame({ ...frame, data: asked }) };
    const answer = encodeFrame({
      flags: 0,
      source: device,
      destination: 77,
      data: encodeResponse({ service: 1, property, ok: true, data: encodeValue("float", index) }),
    });
    yield { at: at + 20, to: "agent", bytes: answer.subarray(0, 11) };
    yield { at: at + 22, to: "agent", bytes: answer.subarray(11) };
  }
}

Deno.test("simulate --replay plays a recording and ends after its seconds", async () => {
  await using directory = await temporaryDirectory();
  await Deno.writeTextFile(`${directory.path}/line.jsonl`, first);
  const clock = new ManualClock();
  const options = { directory: directory.path, clock };
  const { ended, err } = start("simulate --listen 0 --replay line.jsonl --seconds 2", options);
  await said(
    err,
    /Playing a recording of 2026-06-21T10:00:00\.000Z \(serial\) at 127\.0\.0\.1:\d+$/,
  );
  await clock.advance(2000);
  assert.equal(await ended, 0);
});

/** Puts something at a path that is no recording. */
type Put = (path: string) => unknown;

const NoRecordings: ReadonlyArray<readonly [name: string, put: Put, problem: RegExp]> = [
  ["nowhere", () => {}, /: nowhere cannot be read: no such file; give a file that capture wrote$/],
  ["empty", (path) => Deno.writeTextFileSync(path, ""), /: empty is empty; give a file that/],
  ["folder", (path) => Deno.mkdirSync(path), /: folder is a directory; give a file that/],
  [
    "pipe",
    (path) => new Deno.Command("mkfifo", { args: [path] }).outputSync(),
    /: pipe is a device or a pipe, no file; give a file that capture wrote$/,
  ],
  [
    "huge",
    (path) => {
      Deno.writeTextFileSync(path, first);
      // Of a disk, it takes one block.
      Deno.truncateSync(path, 3_000_000_000);
    },
    /: huge is 3000 MB long, and a recording at most 100 MB; give a file that capture wrote$/,
  ],
  [
    "binary",
    (path) => Deno.writeFileSync(path, Uint8Array.from({ length: 3_000_000 }, (_, i) => i | 0x80)),
    /: binary:1: this is no recording of a line: found "/,
  ],
  [
    "text",
    (path) => Deno.writeTextFileSync(path, "steps:\n"),
    /: text:1: this is no recording of a line: found "steps:"; give a file as capture wrote it$/,
  ],
  [
    "damaged",
    (path) => Deno.writeTextFileSync(path, `${first}${"\0".repeat(50)}\n`),
    /: damaged:2: no time "at" in "/,
  ],
  [
    "endless",
    (path) => Deno.writeTextFileSync(path, `${first}${"\0".repeat(2_000_000)}`),
    /: endless:2: this is no recording of a line: found "/,
  ],
];

for (const command of ["simulate --listen 0 --replay", "doctor --bundle a.tar.gz --capture"]) {
  for (const [name, put, problem] of NoRecordings) {
    Deno.test(`${command} says in one line what is wrong with a recording: ${name}`, async () => {
      await using directory = await temporaryDirectory();
      put(`${directory.path}/${name}`);
      const { exitCode, out, err } = await run(`${command} ${name}`, { directory: directory.path });
      assert.deepEqual([exitCode, out, err.length], [2, [], 1], err.join("\n"));
      assert.match(err[0]!, problem);
      assert.ok(err[0]!.length < 300);
      assert.throws(() => Deno.statSync(`${directory.path}/a.tar.gz`), Deno.errors.NotFound);
    });
  }
}

Deno.test("A recording that is still being written is one as far as it reached when it was opened", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/line.jsonl`;
  const records = [...polling(3)];
  const [line = "", ...others] = records.map((record) => `${encodeCaptureRecord(record)}\n`);
  await Deno.writeTextFile(path, first + line + others[0]!.slice(0, 20));
  const recording = openRecording(path, { machine: thisMachine() });
  await Deno.writeTextFile(path, first + line + others.join(""));
  for (const _time of ["once", "again"]) {
    assert.deepEqual([...recording.records], records.slice(0, 1));
  }
});

Deno.test("redactInPlace() leaves what redactCapture() does, and nothing of a line that breaks off", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/line.jsonl`;
  const capture = { head, records: [...polling(2000)] };
  const secret = '{"at":100000,"to":"agent","bytes":"1a2b3c4d';
  await Deno.writeTextFile(path, captureText(capture) + secret);
  redactInPlace(path, { machine: thisMachine() });
  const text = await Deno.readTextFile(path);
  const { head: redactedHead, records } = redactCapture(capture);
  assert.deepEqual(captureIn(text), { head: redactedHead, records: [...records] });
  assert.doesNotMatch(text, /1a2b3c4d/);
});

Deno.test("A long recording takes ten times its size of memory", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/line.jsonl`;
  await Deno.writeTextFile(path, captureText({ head, records: polling(20_000) }));
  const { size } = await Deno.stat(path);
  const recording = openRecording(path, { machine: thisMachine() });
  const before = heapAfterCollection();
  const replay = new Replay(recording);
  const played = heapAfterCollection() - before;
  assert.ok(played < size, `${played} bytes for a recording of ${size}`);
  let most = 0;
  let count = 0;
  for (const _record of redactCapture(recording).records) {
    if (count++ % 20_000 === 0) most = Math.max(most, heapAfterCollection() - before - played);
  }
  assert.equal(count, 60_000);
  assert.ok(most < size / 5, `${most} bytes for a recording of ${size}`);
  assert.deepEqual(replay.unasked(), []);
});
