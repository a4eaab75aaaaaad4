import assert from "node:assert/strict";
import { encodeValue } from "../../../protocol/value.ts";
import { ErrorCode } from "../../../protocol/error_code.ts";
import { ParameterProperty } from "../../../protocol/object.ts";
import type { RunningSimulator } from "../../../simulator/main.ts";
import {
  agentAt,
  configText,
  simulator,
  STANDSTILL,
  temporaryDirectory,
} from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { freePort } from "../../support/free_port.ts";
import { answerTo, refusalOf } from "../../support/gateway_script.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { until } from "../../support/until.ts";
import {
  type CommandAtWork,
  foreign,
  impostor,
  noise,
  run,
  scriptedGateway,
  silent,
  start,
} from "./plant_context.ts";
import { runningHome } from "./running_home.ts";

/** A house that stands still, at a TCP port. */
async function withHouse(
  test: (link: string, plant: RunningSimulator) => Promise<void>,
): Promise<void> {
  const plant = await simulator({ listen: 0, speed: STANDSTILL }, fastClock(1));
  try {
    await test(`--link tcp:127.0.0.1:${plant.endpoints[0]!.port}`, plant);
  } finally {
    await plant.close();
  }
}

Deno.test("read shows values by number and by key, with their units", async () => {
  await withHouse(async (link, { gateway }) => {
    const { exitCode, out, err } = await run(`read xt1 3136 battery_voltage 3010 ${link}`);
    assert.deepEqual({ exitCode, err }, { exitCode: 0, err: [] });
    const words = out.map((line) => line.split(/ {2,}/));
    assert.deepEqual(words[0], ["DATAPOINT", "NUMBER", "VALUE"]);
    assert.deepEqual(words.slice(1).map(([key, number]) => [key, number]), [
      ["output_active_power_3136", "3136"],
      ["battery_voltage", "3000"],
      ["battery_cycle_phase", "3010"],
    ]);
    assert.match(words[1]![2]!, /^-?[\d.]+ kW$/);
    assert.equal(
      Math.fround(parseFloat(words[2]![2]!)),
      Math.fround(gateway.readInfo("xt1", 3000)),
    );
  });
});

Deno.test("read shows no unit behind a date or a time of day", async () => {
  await withHouse(async (link) => {
    const date = await run(`read xcom 5002 ${link}`);
    assert.match(date.out[1]!, / 2026-06-21T11:00:\d\d {2}2026-06-21T11:00:\d\d$/);
    const time = await run(`read xt1 1525 ${link}`);
    assert.match(time.out[1]!, / \d\d:\d\d {2}\d\d:\d\d$/);
  });
});

Deno.test("read writes JSON for programs", async () => {
  await withHouse(async (link, { gateway }) => {
    const { exitCode, out } = await run(`read bsp 7002 --json ${link}`);
    assert.equal(exitCode, 0);
    const value = Math.fround(gateway.readInfo("bsp", 7002));
    const [shown] = JSON.parse(out.join("\n"));
    const { text, ...rest } = shown;
    assert.deepEqual(rest, {
      device: "bsp",
      number: 7002,
      key: "state_of_charge",
      value,
      unit: "%",
    });
    assert.equal(Math.fround(Number(text)), value);
  });
});

Deno.test("read shows a parameter's value in RAM beside the one in flash", async () => {
  await withHouse(async (link, { gateway: { installation } }) => {
    const xt1 = installation.deviceNamed("xt1")!;
    const data = encodeValue("float", 42);
    installation.write(xt1, 1138, ParameterProperty.unsavedValue, data);
    const { out } = await run(`read xt1 1138 3000 ${link}`);
    assert.match(out[0]!, /^DATAPOINT +NUMBER +VALUE +IN FLASH$/);
    assert.match(out[1]!, /^battery_charge_current_1138 +1138 +42 A +60 A$/);
    assert.match(out[2]!, /^battery_voltage +3000 +[\d.]+ V$/);
    const json = JSON.parse((await run(`read xt1 1138 --json ${link}`)).out.join("\n"));
    assert.deepEqual([json[0].value, json[0].text, json[0].flash], [42, "42", "60"]);
  });
});

Deno.test("read of a phase answers as the phase's master", async () => {
  await withHouse(async (link, { gateway }) => {
    const { exitCode, out } = await run(`read l1 3136 --json ${link}`);
    assert.equal(exitCode, 0);
    const [{ value }] = JSON.parse(out.join("\n"));
    assert.equal(value, Math.fround(gateway.readInfo("xt1", 3136)));
  });
});

Deno.test("read takes a number that the catalogue does not hold, in the format given", async () => {
  await using gateway = scriptedGateway((asked) => {
    const { objectId } = asked.request.property;
    return [
      objectId === 3079
        ? answerTo(asked, encodeValue("float", 4.25))
        : refusalOf(asked, ErrorCode.OBJECT_ID_NOT_FOUND),
    ];
  });
  const link = `--link tcp:127.0.0.1:${gateway.port}`;
  const { exitCode, out } = await run(`read xt1 3079 --format float --json ${link}`);
  assert.equal(exitCode, 0);
  assert.deepEqual(JSON.parse(out.join("\n")), [
    { device: "xt1", number: 3079, key: "info_3079", value: 4.25, text: "4.25" },
  ]);
  // In another format it is no such value, and says so.
  const wrong = await run(`read xt1 3079 --format short_enum ${link}`);
  assert.equal(wrong.exitCode, 1);
  assert.equal(wrong.err.length, 1);
});

Deno.test("read --trace wire writes every byte to standard error", async () => {
  await withHouse(async (link) => {
    const { exitCode, out, err } = await run(`read xt1 3000 --trace wire ${link}`);
    assert.equal(exitCode, 0);
    assert.equal(out.length, 2);
    assert.equal(err.length, 2);
    assert.match(err[0]!, /^> AA 00( [0-9A-F]{2}){4} 65 00 00 00 0A 00( [0-9A-F]{2}){14}$/);
    assert.match(err[1]!, /^< AA [0-9A-F]{2} 65 00 00 00( [0-9A-F]{2})+$/);
  });
});

/** What a command line of a user's gets, from a house with two Xtenders. */
const Refused: readonly (readonly [words: string, exitCode: number, said: string])[] = [
  ["xt1 batery_voltage", 2, 'datapoint: found "batery_voltage"; did you mean battery_voltage?'],
  ["xt1 70000", 2, "datapoint: found 70000; give a number up to 65535"],
  ["xtt1 3000", 2, 'device: found "xtt1"; did you mean xt1?'],
  ["system 1", 2, 'device: found "system"; give one such as xt1, vt1, vs1, bsp or xcom'],
  [
    "xcom 5012",
    1,
    "datapoint: 5012 (User level) is not supported over the wire, says the manufacturer",
  ],
  [
    "xt1 1468",
    1,
    "datapoint: 1468 (Reset of all the inverters) is a signal; it has no value to read",
  ],
  ["xt9 3000", 1, "the gateway knows no xt9; scan lists the devices that it knows"],
  ["bms 7000", 1, "the gateway knows no bms; scan lists the devices that it knows"],
  ["bms state_of_charge", 1, "the gateway knows no bms; scan lists the devices that it knows"],
  ["xt1 3999", 1, "xt1 has no 3999; look numbers up with: catalogue --family xt"],
];

for (const [words, exitCode, message] of Refused) {
  Deno.test(`read ${words} says what is wrong in one line`, async () => {
    await withHouse(async (link) => {
      const result = await run(`read ${words} ${link}`);
      assert.deepEqual(result.err, [`studer-agent: ${message}`]);
      assert.equal(result.exitCode, exitCode);
    });
  });
}

Deno.test("read shows what was read beside what was refused", async () => {
  await withHouse(async (link) => {
    const { exitCode, out, err } = await run(`read xt1 3999 3000 ${link}`);
    assert.equal(exitCode, 1);
    assert.equal(err.length, 1);
    assert.match(out[1]!, /^info_3999 +3999 +OBJECT_ID_NOT_FOUND$/);
    assert.match(out[2]!, /^battery_voltage +3000 +[\d.]+ V$/);
  });
});

Deno.test("read says where there is no connection", async () => {
  await using directory = await temporaryDirectory();
  const port = await freePort();
  using taken = Deno.listen({ hostname: "0.0.0.0", port: 0 });
  for (
    const [link, message] of [
      ["serial:/dev/ttyNONE", /^studer-agent: Cannot open \/dev\/ttyNONE: no such port; this/],
      [`serial:${directory.path}`, /it is not a serial port \(EISDIR\); give a port such as/],
      [`tcp:127.0.0.1:${port}`, /^studer-agent: Cannot connect to 127\.0\.0\.1:\d+: the host/],
      [`tcp-listen:${taken.addr.port}`, /the port is in use; stop the other program/],
    ] as const
  ) {
    const { exitCode, out, err } = await run(`read xt1 3000 --link ${link}`);
    assert.deepEqual({ exitCode, out, lines: err.length }, { exitCode: 3, out: [], lines: 1 });
    assert.match(err[0]!, message);
  }
});

for (
  const [what, answer, message] of [
    ["silence", silent, /^studer-agent: xt1 does not answer: not a single byte arrived: check/],
    [
      "bytes that are no frames",
      noise,
      / bytes arrived but no frame: check the parity \(even\)/,
    ],
    ["somebody else's frames", foreign, / frames answered somebody else and none answered us/],
  ] as const
) {
  Deno.test(`read explains ${what}`, async () => {
    await using other = impostor(answer);
    const commandLine = `read xt1 3000 3001 --link tcp:127.0.0.1:${other.port}`;
    const { exitCode, out, err } = await run(commandLine, { clock: fastClock(40) });
    assert.deepEqual({ exitCode, out, lines: err.length }, { exitCode: 3, out: [], lines: 1 });
    assert.match(err[0]!, message);
  });
}

Deno.test("read ends quietly at Ctrl-C, whatever it waits for", async () => {
  await using other = impostor(silent);
  const clock = new ManualClock();
  const asking = start(`read xt1 3000 --link tcp:127.0.0.1:${other.port}`, { clock });
  await until(() => other.receivedBytes > 0, "the question");
  const waiting = start(`read xt1 3000 --link tcp-listen:${await freePort()}`, { clock });
  await until(() => waiting.progress.length > 0, "waiting for the gateway");
  for (const command of [asking, waiting]) {
    await interrupted(command);
    assert.deepEqual(command.err, []);
  }
});

Deno.test("read ends at Ctrl-C also where a running agent still waits for the answer", async () => {
  await using directory = await temporaryDirectory();
  await using other = impostor(silent);
  const text = configText(directory.path, {
    installations: [{ id: "home", link: { type: "tcp", host: "127.0.0.1", port: other.port } }],
    mqtt: { url: "embedded", port: 0 },
  });
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(file, text);
  const clock = new ManualClock();
  await using _atWork = await agentAt(text, clock);
  await until(() => other.receivedBytes > 0, "the agent's own question");
  const reading = start(`read xt1 3000 --config ${file}`, { clock });
  await until(() => connectionsAt(`${directory.path}/state/control.sock`) > 0, "the command");
  await interrupted(reading);
  assert.equal(other.connections, 1, "one connection holds the line");
});

/** How many are connected to a unix socket; who listens there has its path, too. */
function connectionsAt(path: string): number {
  const sockets = Deno.readTextFileSync("/proc/net/unix").split("\n");
  return sockets.filter((socket) => socket.endsWith(` ${path}`)).length - 1;
}

/** Interrupts a command that waits; on a clock that stands still no deadline ends it. */
async function interrupted(command: CommandAtWork): Promise<void> {
  command.interrupt();
  assert.equal(await command.ended, 130);
  assert.deepEqual(command.out, []);
}

Deno.test("read goes through a running agent, which alone holds the line", async () => {
  await using home = await runningHome({ speed: STANDSTILL });
  const { directory, file, path, plant, atWork } = home;
  for (const place of [`--config ${file}`, ""]) {
    const { exitCode, out, err } = await run(`read xt2 3136 1138 --json ${place}`.trim(), {
      directory,
    });
    assert.deepEqual({ exitCode, err }, { exitCode: 0, err: [] });
    const [power, current] = JSON.parse(out.join("\n"));
    assert.equal(power.value, Math.fround(plant.gateway.readInfo("xt2", 3136)));
    assert.deepEqual([current.value, current.flash], [60, "60"]);
  }
  const own = await run(`read xt2 3136 --link serial:${path} --parity none`);
  assert.equal(own.exitCode, 3);
  assert.match(own.err[0]!, /another program holds it/);
  const absent = await run(`read xt9 3000 --config ${file}`);
  assert.equal(absent.exitCode, 1);
  const passedOff = await run(`read bms 7000 --config ${file}`);
  assert.deepEqual([passedOff.exitCode, passedOff.out], [1, []]);
  assert.match(passedOff.err.join(), /the gateway knows no bms/);
  // Without the agent the command opens the line itself.
  await atWork[Symbol.asyncDispose]();
  const { exitCode } = await run(`read xt2 3136 --config ${file}`);
  assert.equal(exitCode, 0);
});
