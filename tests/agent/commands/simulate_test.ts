import assert from "node:assert/strict";
import { basename } from "node:path";
import { runCommand } from "../../../agent/commands/run_command.ts";
import { ExitCode } from "../../../agent/commands/cli/user_error.ts";
import { type Machine, thisMachine } from "../../../agent/config/machine.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { said } from "./plant_context.ts";

const WrongUses: readonly (readonly [argv: string, problem: RegExp])[] = [
  ["", /nowhere to serve; give --pty, --listen, --connect or --udp/],
  ["--udp 4002", /give --udp and --udp-reply together/],
  ["--listen 0 --scenario hosue", /no such scenario; did you mean house\?/],
  [
    "--listen 0 --scenario xyzzy",
    /give one of house, cabin, three-phase, ac-coupled, big, old, or a file/,
  ],
  ["--listen 0 --faults dorp=0.1", /no fault "dorp"; did you mean drop\?/],
  ["--listen 0 --faults drop=2", /drop is "2"; give a probability from 0 to 1/],
  ["--listen 0 --faults drop", /drop is ""; give a probability/],
  ["--listen 0 --faults drop=0.1,split=8,drop=0.2", /drop is given twice; leave one of them out/],
  ["--listen 0 --faults split=1.5", /split is "1.5"; give a number of bytes/],
  ["--listen 70000", /a port from 0 to 65535/],
  ["--connect portal", /host and port/],
  ["--connect 127.0.0.1:0", /port from 1 to 65535/],
  ["--listen 0 --speed 0", /above 0/],
  ["--listen 0 --seed -1", /whole number/],
  ["--listen 0 --start noon", /2026-06-21T05:00/],
  ["--listen 0 --delay 20", /20ms or 1s/],
  ["--listen 0 --firmware new", /1\.6\.20/],
  ["--listen 0 --wire 9600", /38400, 115200, none/],
  [
    "--listen 0 --script nowhere.yaml",
    /^studer-agent: nowhere\.yaml cannot be read: no such file; give the path/,
  ],
  [
    "--listen 0 --script wrong.yaml",
    /^studer-agent: wrong\.yaml:3: there is no key "cluods"; give one of/,
  ],
  ["--listen 0 --scenario cabin --script outage.yaml", /outage\.yaml:3: there is no grid in this/],
  [
    "--listen 0 --scenario farm.yaml",
    /farm\.yaml:2: latitude is 460; give a number from -65 to 65/,
  ],
  ["--listen 0 --history 31", /whole number of days from 1 to 30/],
  ["--listen 0 --mode wan", /232i, lan/],
  [
    "--listen 0 --wire 115200 --firmware 1.6.10",
    /1\.6\.10 knows no 115200 baud; give --wire 38400/,
  ],
  ["--listen 4001 --listen 4002", /--listen is given twice; leave one of them out/],
  ["--listen 0 --speed=2 --speed 3", /--speed is given twice/],
  ["--replay line.jsonl", /nowhere to serve; give --pty/],
  [
    "--listen 0 --replay line.jsonl --scenario cabin",
    /--scenario does not go with --replay, which plays what was recorded; leave it out/,
  ],
  ["--listen 0 --replay line.jsonl --wire 38400", /--wire does not go with --replay/],
];

for (const [argv, problem] of WrongUses) {
  Deno.test(`simulate ${argv || "without options"} says in one line what is wrong`, async () => {
    const { done, err } = run(argv);
    assert.equal(await done, ExitCode.usage);
    assert.equal(err.length, 1);
    assert.match(err[0]!, problem);
  });
}

Deno.test("simulate --scenario list tells all scenarios, a line each", async () => {
  const { done, out } = run("--scenario list");
  assert.equal(await done, ExitCode.done);
  assert.deepEqual(out.map((line) => line.split(/\s+/)[0]), [
    "house",
    "cabin",
    "three-phase",
    "ac-coupled",
    "big",
    "old",
  ]);
});

Deno.test("simulate takes every option and ends after its seconds", async () => {
  const { done, err, clock } = run(
    "--listen 0 --udp 0 --udp-reply 9 --scenario old --speed 60 --seed 3 --start 2026-06-21T05:00 " +
      "--wire 115200 --delay 20ms --firmware 1.6.20 --mode lan --faults drop=0.01,split=8 --lenient " +
      "--history 2 --seconds 2",
  );
  await said(err, /Simulating old at 127\.0\.0\.1:\d+, 127\.0\.0\.1:\d+$/);
  await clock.advance(2000);
  assert.equal(await done, ExitCode.done);
});

Deno.test("simulate --script plays the script from the start on", async () => {
  const { done, err, clock } = run("--listen 0 --script outage.yaml --history 1 --seconds 2");
  await said(err, /Simulating/);
  await clock.advance(2000);
  assert.equal(await done, ExitCode.done, err.join("\n"));
});

Deno.test("simulate --help shows a script that can be played, and no file that is not there", async () => {
  const help = run("--help");
  assert.equal(await help.done, ExitCode.done);
  const text = help.out.join("\n");
  assert.doesNotMatch(text, /README/);
  const script = /^ +steps:\n(?: +- .*\n?)+/m.exec(text)?.[0] ?? "";
  const playing = run("--listen 0 --script shown.yaml --seconds 1", { "shown.yaml": script });
  await said(playing.err, /Simulating/);
  await playing.clock.advance(1000);
  assert.equal(await playing.done, ExitCode.done, playing.err.join("\n"));
});

const Files: Readonly<Record<string, string>> = {
  "farm.yaml": "title: A farm\nlatitude: 460\n",
  "wrong.yaml": "steps:\n  - at: +0:10\n    cluods: 1\n",
  "outage.yaml": "steps:\n  - at: +0:00:01\n    grid: off\n",
};

/** This machine, with some files. */
function machineWith(files: Readonly<Record<string, string>>): Machine {
  return {
    ...thisMachine(),
    directory: "/somewhere",
    readTextFile: (path) => {
      const text = files[basename(path)];
      if (text === undefined) throw new Deno.errors.NotFound(path);
      return text;
    },
  };
}

function run(argv: string, files = Files) {
  const out: string[] = [];
  const err: string[] = [];
  const clock = new ManualClock();
  const words = argv.split(" ").filter((word) => word !== "");
  const done = runCommand(["simulate", ...words], {
    terminal: {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      progress: () => {},
      isTerminal: false,
      columns: 80,
    },
    machine: machineWith(files),
    clock,
    signal: new AbortController().signal,
  });
  return { done, out, err, clock };
}
