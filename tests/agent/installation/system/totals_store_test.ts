import assert from "node:assert/strict";
import {
  Energies,
  type EnergiesState,
  NoEnergies,
} from "../../../../agent/installation/system/energies.ts";
import {
  decodeEnergies,
  encodeEnergies,
} from "../../../../agent/installation/system/energies_text.ts";
import { machineFiles, type StateFiles } from "../../../../agent/installation/state_files.ts";
import { TotalsStore } from "../../../../agent/installation/system/totals_store.ts";
import { ManualClock, settle } from "../../../support/manual_clock.ts";
import { MemoryFiles } from "../../../support/memory_files.ts";
import { recordingLog } from "./system_support.ts";

const PATH = "/state/totals-home.json";

function store(files: StateFiles, clock = new ManualClock(), directory = "/state") {
  const log = recordingLog();
  return {
    store: new TotalsStore({ stateDirectory: directory, installation: "home", files, clock, log }),
    log,
    clock,
  };
}

/** Energies of a plant that produced, charged and discharged; `pv` tells one state from another. */
function stateWith(pv: number): EnergiesState {
  const energies = new Energies(NoEnergies);
  const moment = energies.momentOf(1000, 1_780_000_000);
  energies.count("pv", "0A1B2C3D/11007", pv, moment);
  energies.integrate("battery_in", 500, moment);
  return energies.state;
}

/** The same without the monotonic times, which mean nothing in another run. */
function saved(state: EnergiesState): EnergiesState {
  return decodeEnergies(encodeEnergies(state));
}

Deno.test("decodeEnergies() gives back all but the monotonic times", () => {
  const state = stateWith(3.5);
  const { counters, total } = saved(state).counted.pv;
  assert.equal(total, 3.5);
  const counter = state.counted.pv.counters["0A1B2C3D/11007"]!;
  assert.deepEqual(counters, { "0A1B2C3D/11007": { ...counter, at: undefined } });
  assert.equal(saved(state).integrated.battery_in?.power, 500);
  assert.equal(saved(state).integrated.grid_out, null);
  assert.deepEqual(saved(NoEnergies), NoEnergies);
});

Deno.test("decodeEnergies() refuses whatever else there may be in the file", () => {
  const good = JSON.parse(encodeEnergies(stateWith(3.5)));
  const damaged = [
    "",
    "{",
    "null",
    "[]",
    JSON.stringify({ ...good, version: 2 }),
    JSON.stringify({ ...good, day: "2026-06-21" }),
    JSON.stringify({ ...good, counted: { ...good.counted, pv: undefined } }),
    JSON.stringify({ ...good, counted: { ...good.counted, pv: { total: null, counters: {} } } }),
    JSON.stringify({ ...good, integrated: { ...good.integrated, grid_out: {} } }),
    encodeEnergies(stateWith(3.5)).slice(0, -10),
  ];
  for (const text of damaged) assert.throws(() => decodeEnergies(text), SyntaxError, text);
});

Deno.test("TotalsStore.load() begins anew without a file and gives what was saved with one", async () => {
  const files = new MemoryFiles();
  const first = store(files);
  assert.deepEqual(await first.store.load(), NoEnergies);
  first.store.save(stateWith(3.5));
  await first.store.flush();
  const second = store(files);
  assert.deepEqual(await second.store.load(), saved(stateWith(3.5)));
  assert.deepEqual([...first.log.lines, ...second.log.lines], []);
  assert.deepEqual([...files.contents.keys()], [PATH]);
});

Deno.test("TotalsStore.save() writes at most once a minute, and flush() the rest", async () => {
  const files = new MemoryFiles();
  const { store: totals, clock } = store(files);
  await totals.load();
  for (let second = 1; second <= 600; second++) {
    await clock.advance(1000);
    totals.save(stateWith(second));
  }
  await settle();
  assert.equal(files.writes, 10);
  await totals.flush();
  assert.equal((decodeEnergies(files.contents.get(PATH)!)).counted.pv.total, 600);
  const { writes } = files;
  await totals.flush();
  assert.equal(files.writes, writes, "nothing new, and yet written");
});

Deno.test("TotalsStore.flush() saves what came while the last write was under way", async () => {
  const files = new MemoryFiles();
  const { store: totals, clock } = store(files);
  await totals.load();
  await clock.advance(60_000);
  totals.save(stateWith(1));
  totals.save(stateWith(2));
  await totals.flush();
  assert.equal(decodeEnergies(files.contents.get(PATH)!).counted.pv.total, 2);
});

Deno.test("TotalsStore.load() puts a damaged file aside and goes on", async () => {
  const files = new MemoryFiles();
  files.contents.set(PATH, '{"version":1,"day":20');
  const { store: totals, log } = store(files);
  assert.deepEqual(await totals.load(), NoEnergies);
  assert.equal(
    files.contents.get(`${PATH}.damaged-2026-06-21T100000`),
    '{"version":1,"day":20',
  );
  assert.equal(log.lines.length, 1);
  assert.match(log.lines[0]!, /^error .*damaged-2026/);
  totals.save(stateWith(1));
  await totals.flush();
  assert.equal(decodeEnergies(files.contents.get(PATH)!).counted.pv.total, 1);
});

Deno.test("TotalsStore never overwrites a file that it can neither read nor put aside", async () => {
  const files = new MemoryFiles();
  files.contents.set(PATH, "precious");
  files.failure = { on: ["readTextFile", "rename"], error: new Error("Permission denied") };
  const { store: totals, log } = store(files);
  assert.deepEqual(await totals.load(), NoEnergies);
  assert.match(log.lines.join(), /^error .*Permission denied/);
  files.failure = undefined;
  totals.save(stateWith(1));
  await totals.flush();
  assert.equal(files.contents.get(PATH), "precious");
});

Deno.test("TotalsStore keeps a file that may not be read, and writes nothing beside it", async () => {
  const files = new MemoryFiles();
  files.contents.set(PATH, encodeEnergies(stateWith(3.5)));
  files.failure = {
    on: ["readTextFile"],
    error: new Deno.errors.PermissionDenied("Permission denied (os error 13)"),
  };
  const { store: totals, log, clock } = store(files);
  assert.deepEqual(await totals.load(), NoEnergies);
  assert.equal(log.lines.length, 1);
  assert.match(log.lines[0]!, /^error .*not saved; make the file readable, then restart/);
  for (let minute = 1; minute <= 5; minute++) {
    await clock.advance(60_000);
    totals.save(stateWith(minute));
    await settle();
  }
  await totals.flush();
  assert.equal(files.writes, 0);
  assert.deepEqual([...files.contents], [[PATH, encodeEnergies(stateWith(3.5))]]);
  // Readable again at the next start, the true totals are back.
  files.failure = undefined;
  assert.deepEqual(await store(files).store.load(), saved(stateWith(3.5)));
});

Deno.test("TotalsStore warns once of a full disk, keeps the old file, and saves when there is room", async () => {
  const files = new MemoryFiles();
  const { store: totals, log, clock } = store(files);
  await totals.load();
  totals.save(stateWith(1));
  await totals.flush();
  files.failure = { on: ["replace"], error: new Error("No space left on device") };
  for (let minute = 2; minute <= 5; minute++) {
    await clock.advance(60_000);
    totals.save(stateWith(minute));
    await settle();
  }
  assert.equal(log.lines.filter((line) => !line.startsWith("debug")).length, 1);
  assert.match(log.lines[0]!, /^warn .*No space left on device/);
  assert.equal(decodeEnergies(files.contents.get(PATH)!).counted.pv.total, 1);
  files.failure = undefined;
  await totals.flush();
  assert.equal(decodeEnergies(files.contents.get(PATH)!).counted.pv.total, 5);
  assert.match(log.lines.at(-1)!, /^info .*saved again/);
});

Deno.test("TotalsStore saves on the machine's own disk, in a directory that it makes", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const first = store(machineFiles, new ManualClock(), `${directory}/state`);
    assert.deepEqual(await first.store.load(), NoEnergies);
    first.store.save(stateWith(3.5));
    await first.store.flush();
    const names = [...Deno.readDirSync(`${directory}/state`)].map(({ name }) => name);
    assert.deepEqual(names, ["totals-home.json"]);
    const second = store(machineFiles, new ManualClock(), `${directory}/state`);
    assert.deepEqual(await second.store.load(), saved(stateWith(3.5)));
    assert.deepEqual(first.log.lines, []);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
