import assert from "node:assert/strict";
import { chosenConfig } from "../../../agent/commands/cli/chosen_config.ts";
import type { CommandContext } from "../../../agent/commands/cli/command_context.ts";
import { examine } from "../../../agent/commands/doctor/doctor_examination.ts";
import { withReachedFiles } from "../../../agent/commands/doctor/reached_files.ts";
import { ConfigError, problemLine } from "../../../agent/config/problem.ts";
import { answeringInTime, NoAnswerError } from "../../../agent/doctor/answering.ts";
import { diskCheck } from "../../../agent/doctor/disk_check.ts";
import type { HomePatient } from "../../../agent/doctor/home_patient.ts";
import { type DoctorMachine, thisDoctorMachine } from "../../../agent/doctor/machine.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { testMachine } from "../config/test_machine.ts";

const never = <T>() => new Promise<T>(() => {});
const plainFile = { mode: 0o100600, uid: 0, gid: 0 };
const directory = { mode: 0o040755, uid: 0, gid: 0 };

/** A machine on which nothing below one path answers. */
function machineWithout(silent: string, asked: string[] = []): DoctorMachine {
  const look = <T>(path: string, answer: T) => {
    asked.push(path);
    return path.startsWith(silent) ? never<T>() : Promise.resolve(answer);
  };
  return {
    uid: 0,
    groups: [0],
    run: () => Promise.resolve(undefined),
    status: (path) => look(path, /\.\w+$/.test(path) ? plainFile : directory),
    readTextFile: (path) => look(path, "{}"),
    list: (path) => look(path, []),
    freeBytes: (path) => look(path, 2e9),
    tryWriting: (path) => look(path, undefined),
    ports: () => [],
    holders: () => [],
  };
}

function contextWith(files: Readonly<Record<string, string>>, clock: ManualClock): CommandContext {
  return {
    terminal: {
      out: () => {},
      err: () => {},
      progress: () => {},
      isTerminal: false,
      columns: Infinity,
    },
    machine: testMachine(files),
    clock,
    signal: new AbortController().signal,
  };
}

/** Lets the clock run until something is done; the time that it took, too. */
async function wound<T>(clock: ManualClock, work: Promise<T>): Promise<[T, number]> {
  const start = clock.now();
  let done = false;
  void work.then(() => done = true, () => done = true);
  while (!done) await clock.advance(500);
  return [await work, clock.now() - start];
}

const plain = `installations: [{ id: home, link: { type: tcp, host: 127.0.0.1, port: 1 } }]
mqtt: { url: embedded, port: 0 }
`;

Deno.test("doctor hangs on a state directory whose network drive is gone", async () => {
  const clock = new ManualClock();
  const config = "/home/pi/agent.config.yaml";
  const context = contextWith({ [config]: `${plain}stateDirectory: /mnt/nas/state\n` }, clock);
  const asked: string[] = [];
  const machine = answeringInTime(machineWithout("/mnt/nas", asked), context);
  const [{ findings }, tookMs] = await wound(clock, examine({}, context, machine));
  const told = findings.map(({ area, verdict, text, remedy }) =>
    `${area}: ${verdict}: ${text}${remedy === undefined ? "" : ` → ${remedy}`}`
  );
  const unknown = "/mnt/nas/state does not answer: whether an agent runs is not known";
  for (const area of ["line", "gateway", "devices", "home assistant", "service"]) {
    assert.ok(told.includes(`${area}: unchecked: ${unknown}`), told.join("\n"));
  }
  assert.ok(
    told.includes(
      "disk: fault: /mnt/nas/state does not answer within 5 s → see whether the drive that it is on " +
        "is there (mount tells which), and its server runs, or keep it on this machine's own disk",
    ),
    told.join("\n"),
  );
  assert.ok(told.some((line) => /^permissions: (?:ok|note)/.test(line)), told.join("\n"));
  assert.ok(tookMs < 10_000, `${tookMs} ms`);
  assert.equal(asked.filter((path) => path === "/mnt/nas/state").length, 1, "it is asked once");
  assert.equal(clock.sleeping, 0);
});

Deno.test("doctor hangs on a password file whose network drive is gone", async () => {
  const clock = new ManualClock();
  const context = contextWith({
    "/home/pi/agent.config.yaml": plain.replace(
      "port: 0",
      "port: 0, username: rosa, passwordFile: /mnt/nas/password.txt",
    ),
    "/mnt/nas/password.txt": "this would be waited for",
  }, clock);
  const machine = answeringInTime(machineWithout("/mnt/nas"), context);
  const load = (each: CommandContext) => chosenConfig({}, each);
  const [guarded] = await wound(clock, withReachedFiles(context, machine, load));
  assert.throws(() => load(guarded), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(
      error.problems.map(problemLine).join("\n"),
      /passwordFile: cannot read "\/mnt\/nas\/password\.txt": \S+ does not answer within 5 s; see/,
    );
    return true;
  });
});

Deno.test("doctor waits for ever for a pipe among the state files", async () => {
  await using place = await temporaryDirectory();
  const pipe = `${place.path}/totals-home.json`;
  assert.ok((await new Deno.Command("mkfifo", { args: [pipe] }).output()).success);
  const clock = new ManualClock();
  const here = thisDoctorMachine();
  let reading: Promise<string> | undefined;
  const machine = answeringInTime(
    { ...here, readTextFile: (path) => reading = here.readTextFile(path) },
    { clock, signal: new AbortController().signal },
  );
  await assert.rejects(wound(clock, machine.readTextFile(pipe)), NoAnswerError);
  await assert.rejects(machine.readTextFile(pipe), NoAnswerError);
  assert.deepEqual(await machine.list(place.path), ["totals-home.json"]);
  // Whoever reads a pipe is let go by a writer.
  (await Deno.open(pipe, { write: true })).close();
  assert.equal(await reading, "");
});

Deno.test("doctor waits for ever for a configuration that is a pipe", async () => {
  const clock = new ManualClock();
  const context = contextWith({ "/home/pi/pipe": plain }, clock);
  const pipe = { mode: 0o010600, uid: 0, gid: 0 };
  const machine = { ...machineWithout("/home/pi/pipe"), status: () => Promise.resolve(pipe) };
  const load = (each: CommandContext) => chosenConfig({ config: "pipe" }, each);
  const guarded = await withReachedFiles(context, answeringInTime(machine, context), load);
  assert.throws(() => load(guarded), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.problems.map(problemLine), [
      "pipe: cannot be read: it is a device or a pipe; give a plain file",
    ]);
    return true;
  });
});

Deno.test("doctor takes a configuration of gigabytes into memory", async () => {
  await using place = await temporaryDirectory();
  const huge = `${place.path}/agent.config.yaml`;
  await Deno.writeTextFile(huge, plain);
  // Of a disk, it takes one block.
  await Deno.truncate(huge, 3_000_000_000);
  const context = contextWith({ [huge]: plain }, new ManualClock());
  const load = (each: CommandContext) => chosenConfig({ config: huge }, each);
  const guarded = await withReachedFiles(context, thisDoctorMachine(), load);
  assert.throws(() => load(guarded), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(error.problems.map(problemLine), [
      `${huge}: cannot be read: it is 3000 MB long; look what it is`,
    ]);
    return true;
  });
});

Deno.test("doctor shows what stands in a damaged state file, and no words for a directory", async () => {
  await using place = await temporaryDirectory();
  const state = `${place.path}/state`;
  const context = contextWith({
    "/home/pi/agent.config.yaml": `${plain}stateDirectory: ${state}\n`,
  }, new ManualClock());
  await Deno.mkdir(state);
  await Deno.writeFile(`${state}/devices-home.json`, Uint8Array.of(0x1B, 0x5B, 0x32, 0x4A));
  await Deno.mkdir(`${state}/totals-home.json`);
  const { config } = chosenConfig({}, context);
  const patient = { config, machine: thisDoctorMachine() } as unknown as HomePatient;
  const told = async () =>
    (await diskCheck.examine(patient, context.signal)).map(({ text }) => text);
  const [, ...files] = await told();
  assert.deepEqual(files, [
    "devices-home.json cannot be read: it is no JSON",
    "totals-home.json cannot be read: it is a directory",
  ]);
  await Deno.remove(state, { recursive: true });
  await Deno.writeTextFile(state, "");
  assert.ok((await told()).includes(`${state} is no directory, or something above it is none`));
});

Deno.test("answeringInTime() does not outlive who interrupts it", async () => {
  const interrupted = new AbortController();
  const clock = new ManualClock();
  const { signal } = interrupted;
  const machine = answeringInTime(machineWithout("/mnt"), { clock, signal });
  const looking = machine.status("/mnt/nas");
  interrupted.abort();
  await assert.rejects(looking, NoAnswerError);
  await assert.rejects(machine.list("/mnt"), NoAnswerError);
  assert.equal(clock.sleeping, 0);
});
