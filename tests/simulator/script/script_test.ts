import fc from "fast-check";
import assert from "node:assert/strict";
import { parseScript } from "../../../simulator/script/script.ts";
import { InputError } from "../../../simulator/input/input_error.ts";
import { schedule } from "../../../simulator/script/script_player.ts";
import { GOOD_GRID } from "../../../simulator/plant/disturbances.ts";

const FILE = "storm.yaml";

Deno.test("parseScript() reads every key, in the file's order", () => {
  const { steps } = parseScript(
    `
title: Everything at once
steps:
  - at: +0:10
    sun: { at: "05:30", rate: 60 }
    clouds: 0.8
    temperature: -5
    load: 1500
    grid: { voltage: 190, frequency: 51.5, max_current: 16 }
  - at: 12:30
    break: vt1
    disconnect: [bsp, xt2]
    restore: xt1
    restart: xcom
    earth_fault: none
    genset: 3
    remote_entry: [xt1, xt2]
    firmware: { xt1: 1.6.20 }
    write: { device: xt1, parameter: 1138, value: 20 }
    faults: { drop: 0.1, split: 8 }
    sd_card: full
`,
    FILE,
  );
  assert.deepEqual(steps.map(({ moment, line }) => [moment, line]), [
    [{ kind: "after_start", seconds: 600 }, 4],
    [{ kind: "clock", secondOfDay: 45_000 }, 10],
  ]);
  assert.deepEqual(steps.flatMap(({ actions }) => actions.map(({ action }) => action)), [
    { kind: "sun", clock: { secondOfDay: 19_800, rate: 60 } },
    { kind: "clouds", cover: 0.8 },
    { kind: "temperature", celsius: -5 },
    { kind: "load", watts: 1500 },
    { kind: "grid", grid: { off: false, voltage: 190, frequency: 51.5, maxCurrent: 16 } },
    { kind: "break", device: "vt1" },
    { kind: "disconnect", device: "bsp" },
    { kind: "disconnect", device: "xt2" },
    { kind: "restore", device: "xt1" },
    { kind: "restart", device: "xcom" },
    { kind: "earth_fault", devices: [] },
    { kind: "genset", pulses: 3 },
    { kind: "remote_entry", devices: ["xt1", "xt2"] },
    { kind: "firmware", device: "xt1", version: "1.6.20" },
    { kind: "write", device: "xt1", parameter: 1138, value: 20, storage: "ram" },
    { kind: "faults", faults: { drop: 0.1, split: 8 } },
    { kind: "sd_card", card: "full" },
  ]);
  assert.equal(steps[1]!.actions[0]!.line, 11);
});

Deno.test("parseScript() reads the words that undo", () => {
  const { steps } = parseScript(
    "steps:\n  - { at: +0:00, clouds: weather, temperature: weather, grid: on, faults: none }",
    FILE,
  );
  assert.deepEqual(steps[0]!.actions.map(({ action }) => action), [
    { kind: "clouds", cover: undefined },
    { kind: "temperature", celsius: undefined },
    { kind: "grid", grid: GOOD_GRID },
    { kind: "faults", faults: {} },
  ]);
});

const Mistakes: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  [
    "an unknown key",
    "- at: +0:10\n  cluods: 1",
    /^storm\.yaml:3: there is no key "cluods"; give one of at, sun, clouds/,
  ],
  [
    "an unknown key of the head",
    "- at: +0:10\nspeed: 3",
    /^storm\.yaml:3: there is no key "speed"; give one of title, steps$/,
  ],
  ["no time", "- clouds: 1", /^storm\.yaml:2: at is missing; give a time: \+0:10/],
  ["a time that is none", "- at: noon", /^storm\.yaml:2: at is "noon"; give a time/],
  ["a time past midnight", "- at: 24:00", /^storm\.yaml:2: at is "24:00"; give a time/],
  ["a minute past 59", "- at: +0:60", /^storm\.yaml:2: at is "\+0:60"; give a time/],
  ["a number for a time", "- at: 10", /^storm\.yaml:2: at is 10; give a time/],
  [
    "clouds in percent",
    "- at: +0:10\n  clouds: 80",
    /^storm\.yaml:3: clouds is 80; give the share of the sky/,
  ],
  [
    "a grid that is none",
    "- at: +0:10\n  grid: of",
    /^storm\.yaml:3: grid is "of"; give on, off, or some of/,
  ],
  [
    "an unknown key of the grid",
    "- at: +0:10\n  grid: { volt: 1 }",
    /^storm\.yaml:3: grid is \{"volt":1\}; give on, off/,
  ],
  [
    "a fault that is none",
    "- at: +0:10\n  faults: { dorp: 1 }",
    /^storm\.yaml:3: faults is \{"dorp":1\}; give some of drop/,
  ],
  [
    "a broken write",
    "- at: +0:10\n  write: { device: xt1 }",
    /^storm\.yaml:3: write is \{"device":"xt1"\}; give device, parameter/,
  ],
  [
    "a card that is none",
    "- at: +0:10\n  sd_card: broken",
    /^storm\.yaml:3: sd_card is "broken"; give ready, full, removed/,
  ],
  [
    "a firmware that is none",
    "- at: +0:10\n  firmware: newest",
    /^storm\.yaml:3: firmware is "newest"; give a version/,
  ],
  [
    "a sun that is none",
    "- at: +0:10\n  sun: high",
    /^storm\.yaml:3: sun is "high"; give a time such as 05:30/,
  ],
  [
    "a key written twice",
    "- at: +0:10\n  load: 1\n  load: 2",
    /^storm\.yaml:4: this key stands here a second time/,
  ],
  ["no steps", "[]", /^storm\.yaml:1: steps is \[\]; give at least one step/],
  [
    "steps that are no list",
    "  at: +0:10",
    /^storm\.yaml:1: steps is \{"at":"\+0:10"\}; give a list/,
  ],
  [
    "a step that is no step",
    "- noon",
    /^storm\.yaml:2: steps is "noon"; give at, sun/,
  ],
  [
    "a step that does nothing",
    "- at: +0:10",
    /^storm\.yaml:2: this step does nothing; give one of/,
  ],
  ["an alias", "- at: *noon", /^storm\.yaml:2: found \*noon; write the value itself$/],
  ["a key that is no word", "- { [1]: 2 }", /^storm\.yaml:2: found a key that is no word/],
  ["YAML that is none", "- at: [", /^storm\.yaml:\d: .*; mend the YAML here$/],
];

for (const [what, steps, message] of Mistakes) {
  Deno.test(`parseScript() says in one line where there is ${what}`, () => {
    assert.throws(
      () => parseScript(`steps:${steps === "[]" ? " " : "\n"}${steps}`, FILE),
      (error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, message);
        assert.ok(!error.message.includes("\n"));
        return true;
      },
    );
  });
}

Deno.test("parseScript() reads any text, or says in one line what is wrong with it", () => {
  // deno-fmt-ignore
  const words = [
    "steps:", "\n", "- at: ", "+0:10", "  ", "grid: ", "off", "{", "}", "[", "]", "&a ", "*a", "!!set ",
    "? ", ": ", "write: ", "null", "<<: ", "1e999", "~", "\t", "'", '"', "---\n", "__proto__: 1",
  ];
  const nearlyYaml = fc.array(fc.constantFrom(...words), { maxLength: 30 })
    .map((all) => all.join(""));
  fc.assert(
    fc.property(fc.oneof(nearlyYaml, fc.string()), (text) => {
      try {
        parseScript(text, FILE);
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, /^storm\.yaml:\d+: [^\n]+$/);
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("parseScript() says what a script is where it finds another thing", () => {
  for (const text of ["", "hello", "- at: +0:10", "3"]) {
    assert.throws(() => parseScript(text, FILE), {
      name: "InputError",
      message: /^storm\.yaml:1: (the file|steps) is .*give (title, steps|a list)/,
    });
  }
});

Deno.test("schedule() takes a time of the clock as the first that is not past, and sorts", () => {
  const script = parseScript(
    "steps:\n  - { at: 9:59, load: 1 }\n  - { at: 10:00, load: 2 }\n  - { at: +0:00:30, load: 3 }",
    FILE,
  );
  const tenOClock = Date.UTC(2026, 5, 21, 10) / 1000;
  assert.deepEqual(
    schedule(script, tenOClock).map(({ seconds, action }) => [
      seconds,
      action.kind === "load" && action.watts,
    ]),
    [[0, 2], [30, 3], [86_340, 1]],
  );
});
