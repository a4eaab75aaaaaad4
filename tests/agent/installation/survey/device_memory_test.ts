import assert from "node:assert/strict";
import type { Device } from "../../../../agent/installation/device.ts";
import { DeviceMemory } from "../../../../agent/installation/survey/device_memory.ts";
import { machineFiles, type StateFiles } from "../../../../agent/installation/state_files.ts";
import { datapointsOf } from "../../../../protocol/catalogue/lookup.ts";
import { ManualClock } from "../../../support/manual_clock.ts";
import { MemoryFiles } from "../../../support/memory_files.ts";
import { recordingLog } from "../../../support/recording_log.ts";

const PATH = "/state/devices-home.json";
const DAY_MS = 24 * 60 * 60 * 1000;

function device(name: string, family: "xt" | "vt", address: number, serialNumber: string): Device {
  return {
    name,
    family,
    address,
    model: "XTM",
    firmware: "1.6.80",
    serialNumber,
    nominalVoltage: family === "xt" ? 48 : undefined,
    datapoints: datapointsOf(family),
  };
}

const xt1 = device("xt1", "xt", 101, "00010001");
const vt1 = device("vt1", "vt", 301, "00020001");

function memory(files: StateFiles, clock = new ManualClock(), directory = "/state") {
  const { log, entries } = recordingLog();
  const made = new DeviceMemory({
    stateDirectory: directory,
    installation: "home",
    files,
    clock,
    log,
  });
  return { memory: made, clock, entries };
}

function identityOf({ datapoints: _, ...identity }: Device) {
  return identity;
}

async function remembered(files: StateFiles, clock: ManualClock): Promise<string[]> {
  return (await memory(files, clock).memory.load()).map(({ name }) => name);
}

Deno.test("DeviceMemory.load() gives the devices of the last run, without their datapoints", async () => {
  const files = new MemoryFiles();
  const { memory: first, clock, entries } = memory(files);
  assert.deepEqual(await first.load(), []);
  await first.save([xt1, vt1], [xt1, vt1]);
  assert.deepEqual([...files.contents.keys()], [PATH]);
  const loaded = await memory(files, clock).memory.load();
  // JSON has no undefined: vt1, which has no nominal voltage, comes back without the field.
  assert.deepEqual(loaded[0], identityOf(xt1));
  assert.deepEqual({ nominalVoltage: undefined, ...loaded[1] }, identityOf(vt1));
  assert.deepEqual(entries, []);
});

Deno.test("DeviceMemory forgets a device that was away for a week, and no earlier", async () => {
  const files = new MemoryFiles();
  const { memory: first, clock } = memory(files);
  await first.save([xt1, vt1], [xt1, vt1]);
  // The charger is missed from now on, and the inverter is found every day.
  for (let day = 1; day < 7; day++) {
    await clock.advance(DAY_MS);
    await first.save([xt1, vt1], [xt1]);
    assert.deepEqual(await remembered(files, clock), ["xt1", "vt1"], `day ${day}`);
  }
  await clock.advance(DAY_MS - 1);
  assert.deepEqual(await remembered(files, clock), ["xt1", "vt1"]);
  await clock.advance(1);
  assert.deepEqual(await remembered(files, clock), ["xt1"]);
});

Deno.test("DeviceMemory keeps the days of absence from run to run", async () => {
  const files = new MemoryFiles();
  const { memory: first, clock } = memory(files);
  await first.save([xt1, vt1], [xt1, vt1]);
  for (let run = 0; run < 3; run++) {
    await clock.advance(2 * DAY_MS);
    const { memory: next } = memory(files, clock);
    assert.equal((await next.load()).length, 2);
    await next.save([xt1, vt1], [xt1]);
  }
  await clock.advance(DAY_MS);
  assert.deepEqual(await remembered(files, clock), ["xt1"]);
});

Deno.test("DeviceMemory keeps everything while the machine's clock is not set yet", async () => {
  const files = new MemoryFiles();
  const { memory: first } = memory(files);
  await first.save([xt1, vt1], [xt1, vt1]);
  assert.deepEqual(await remembered(files, new ManualClock(0)), ["xt1", "vt1"]);
});

Deno.test("DeviceMemory.save() takes a replaced device for what it is now", async () => {
  const files = new MemoryFiles();
  const { memory: first, clock } = memory(files);
  await first.save([xt1, vt1], [xt1, vt1]);
  const replacement = device("xt1", "xt", 101, "0001FFFF");
  await first.save([replacement, vt1], [replacement]);
  const [loaded] = await memory(files, clock).memory.load();
  assert.deepEqual(loaded, identityOf(replacement));
});

Deno.test("DeviceMemory.load() starts from nothing where the file is damaged, and says so", async () => {
  const files = new MemoryFiles();
  await memory(files).memory.save([xt1], [xt1]);
  const text = files.contents.get(PATH)!;
  const good = JSON.parse(text);
  const [saved] = good.devices;
  const withDevice = (change: object) =>
    JSON.stringify({ ...good, devices: [{ ...saved, ...change }] });
  const damaged = [
    "",
    "\0".repeat(100),
    text.slice(0, -10),
    "null",
    "[]",
    JSON.stringify({ ...good, version: 2 }),
    JSON.stringify({ ...good, devices: undefined }),
    JSON.stringify({ ...good, devices: {} }),
    JSON.stringify({ ...good, devices: [null] }),
    JSON.stringify({ ...good, devices: Array(101).fill(saved) }),
    withDevice({ name: undefined }),
    withDevice({ serialNumber: 1 }),
    withDevice({ seenAt: "yesterday" }),
    withDevice({ nominalVoltage: null }),
    withDevice({ family: "toaster" }),
    withDevice({ family: "vt" }),
    withDevice({ address: 102 }),
    withDevice({ name: "xt1/#" }),
  ];
  for (const text of damaged) {
    files.contents.set(PATH, text);
    const { memory: next, entries } = memory(files);
    assert.deepEqual(await next.load(), [], text);
    assert.equal(entries.length, 1, text);
    assert.match(entries[0]!.message, /^Cannot read which devices were there/);
    // The next scan repairs it.
    await next.save([xt1], [xt1]);
    assert.deepEqual(await remembered(files, new ManualClock()), ["xt1"]);
  }
});

Deno.test("DeviceMemory.load() starts from nothing where the file may not be read", async () => {
  const files = new MemoryFiles();
  await memory(files).memory.save([xt1], [xt1]);
  files.failure = { on: ["readTextFile"], error: new Error("Permission denied") };
  const { memory: next, entries } = memory(files);
  assert.deepEqual(await next.load(), []);
  assert.deepEqual(entries.map(({ fields }) => fields), [
    { path: PATH, problem: "Permission denied" },
  ]);
});

Deno.test("DeviceMemory.save() goes on without a disk, keeps the old file, and bothers nobody", async () => {
  const files = new MemoryFiles();
  const { memory: first, clock, entries } = memory(files);
  await first.save([xt1], [xt1]);
  for (const problem of ["No space left on device", "Read-only file system"]) {
    files.failure = { on: ["replace"], error: new Error(problem) };
    await first.save([xt1, vt1], [xt1, vt1]);
    files.failure = undefined;
    assert.deepEqual(await remembered(files, clock), ["xt1"], problem);
  }
  assert.deepEqual(entries.map(({ level }) => level), ["debug", "debug"]);
  await first.save([xt1, vt1], [xt1, vt1]);
  assert.deepEqual(await remembered(files, clock), ["xt1", "vt1"]);
});

Deno.test("DeviceMemory keeps its file on the machine's own disk", async () => {
  const directory = await Deno.makeTempDir();
  const state = `${directory}/state`;
  await memory(machineFiles, new ManualClock(), state).memory.save([xt1], [xt1]);
  assert.deepEqual([...Deno.readDirSync(state)].map(({ name }) => name), ["devices-home.json"]);
  const loaded = await memory(machineFiles, new ManualClock(), state).memory.load();
  assert.deepEqual(loaded, [identityOf(xt1)]);
  await Deno.remove(directory, { recursive: true });
});
