import assert from "node:assert/strict";
import { ParameterProperty } from "../../../protocol/object.ts";
import { encodeValue } from "../../../protocol/value.ts";
import { localTimeText } from "../../../simulator/local_time.ts";
import { simulator, STANDSTILL, temporaryDirectory } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { freePort } from "../../support/free_port.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { until } from "../../support/until.ts";
import { runningHome } from "./running_home.ts";
import { impostor, noise, run, said, silent, start } from "./plant_context.ts";
import { configured, told } from "./doctor_context.ts";

Deno.test("doctor finds a plant well over a line of its own, and says what it could not look at", async () => {
  await using directory = await temporaryDirectory();
  const clock = fastClock(1);
  const start = localTimeText(clock.wallTime());
  const plant = await simulator({ listen: 0, mode: "lan", start }, clock);
  await configured(directory.path, plant.endpoints[0]!.port!);
  await Deno.mkdir(`${directory.path}/state`);
  await Deno.writeTextFile(`${directory.path}/state/devices-home.json`, "{");
  const { exitCode, out, err } = await run("doctor --json", { directory: directory.path, clock });
  await plant.close();
  assert.deepEqual({ exitCode, err }, { exitCode: 0, err: [] });
  const areas = told(out);
  assert.deepEqual(areas.configuration, ["ok: agent.config.yaml: no problems"]);
  assert.match(areas.line![0]!, /^ok: tcp 127\.0\.0\.1:\d+: opens$/);
  assert.deepEqual(areas.gateway, ["ok: answers, in the mode Xcom-LAN"]);
  assert.deepEqual(
    areas.devices!.map((text) => text.split(" ").slice(0, 2).join(" ")),
    ["ok: xt1", "ok: xt2", "ok: vt1", "ok: vs1", "ok: bsp", "ok: no"],
  );
  assert.match(areas.clock![0]!, /^ok: the gateway's clock shows/);
  assert.deepEqual(areas.broker, [
    "unchecked: the broker is embedded in the agent, and no agent runs",
  ]);
  assert.match(
    areas.disk!.join("\n"),
    /^ok: .*writable.*\nwarning: devices-home\.json cannot be read/,
  );
  assert.deepEqual(areas.permissions, [
    "ok: only those may read passwords and use the port who should",
  ]);
  assert.deepEqual(Array.from(Deno.readDirSync(`${directory.path}/state`), ({ name }) => name), [
    "devices-home.json",
  ]);
});

Deno.test("doctor warns of a watchdog that restarts a device, and of a clock in another zone", async () => {
  await using directory = await temporaryDirectory();
  const clock = fastClock(1);
  const anHourAhead = localTimeText(clock.wallTime() + 3_600_000);
  const plant = await simulator({ listen: 0, speed: STANDSTILL, start: anHourAhead }, clock);
  const { installation } = plant.gateway;
  const device = installation.deviceNamed("xt2")!;
  installation.write(device, 1628, ParameterProperty.value, encodeValue("bool", 1));
  await configured(directory.path, plant.endpoints[0]!.port!);
  const { exitCode, out } = await run("doctor", { directory: directory.path, clock });
  await plant.close();
  assert.equal(exitCode, 0);
  const text = out.join("\n");
  assert.match(text, /WARNING +devices \(home\) +xt2: the watchdog \{1628\} is on: xt2 restarts/);
  assert.match(text, /WARNING +clock \(home\) +the gateway's clock is 1 h ahead of /);
  // This machine may be worth a warning of its own.
  const warnings = out.filter((line) => line.startsWith("WARNING")).length;
  assert.match(out.at(-1)!, new RegExp(`^${warnings} warnings, \\d+ not checked, `));
});

const Lines: ReadonlyArray<
  readonly [what: string, answer: Parameters<typeof impostor>[0], remedy: RegExp]
> = [
  ["silence", silent, /→ not a single byte arrived: check the cable/],
  ["noise", noise, /→ bytes arrived but no frame: .*baud rate or parity/],
];

for (const [what, answer, remedy] of Lines) {
  Deno.test(`doctor says what ${what} on the line means`, async () => {
    await using directory = await temporaryDirectory();
    await using moxa = impostor(answer);
    await configured(directory.path, moxa.port);
    const { exitCode, out, err } = await run("doctor", {
      directory: directory.path,
      clock: fastClock(20),
    });
    assert.equal(exitCode, 1);
    assert.match(out.join("\n"), /FAULT +gateway \(home\) +the gateway does not answer/);
    assert.match(out.join("\n"), remedy);
    assert.equal(err.length, 1);
    assert.match(err[0]!, /^studer-agent: 1 fault, /);
  });
}

Deno.test("doctor names the fault of a line that cannot be opened, and looks at the rest", async () => {
  await using directory = await temporaryDirectory();
  const port = await freePort();
  await configured(directory.path, port, { mqtt: { url: `mqtt://127.0.0.1:${port}` } });
  const { exitCode, out, err } = await run("doctor --json", { directory: directory.path });
  assert.equal(exitCode, 1);
  const areas = told(out);
  assert.match(areas.line![0]!, /^fault: Cannot connect to 127\.0\.0\.1:\d+: the host refuses$/);
  assert.deepEqual(areas.gateway, ["unchecked: the line could not be opened"]);
  assert.match(areas.broker![0]!, /^fault: mqtt:\/\/127\.0\.0\.1:\d+: connection refused/);
  assert.deepEqual(areas["home assistant"], ["unchecked: no broker could be asked"]);
  assert.match(areas.disk![0]!, /^note: .*not there yet/);
  assert.match(err[0]!, /^studer-agent: 2 faults, /);
});

Deno.test("doctor names who holds the port", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/gateway`;
  const plant = await simulator({ pty: path, speed: STANDSTILL }, fastClock(1));
  // Locked, as this agent locks a port, but by another process.
  const script = `const file = Deno.openSync("${path}", { read: true, write: true });
    file.lockSync(true); console.log("held"); for await (const _ of Deno.stdin.readable);`;
  const args = ["eval", script];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" })
    .spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await configured(directory.path, 1, {
    installations: [{ id: "home", link: { type: "serial", path, parity: "none" } }],
  });
  const { exitCode, out } = await run("doctor --json", { directory: directory.path });
  await child.stdin.close();
  await child.status;
  await reader.cancel();
  await plant.close();
  assert.equal(exitCode, 1);
  assert.match(told(out).line![0]!, new RegExp(`deno \\(process ${child.pid}\\) has it open$`));
});

const Configurations: ReadonlyArray<
  readonly [what: string, text: string | undefined, fault: RegExp, remedy: RegExp]
> = [
  [
    "no configuration",
    undefined,
    /no configuration: found neither/,
    /→ type sudo studer-agent setup, or give --config FILE/,
  ],
  [
    "a wrong one",
    "installations:\n  - id: home\n    link: { type: serail }\n",
    /agent\.config\.yaml:3: .*found "serail"/,
    /→ did you mean serial/,
  ],
];

for (const [what, text, fault, remedy] of Configurations) {
  Deno.test(`doctor says what is wrong with ${what}`, async () => {
    await using directory = await temporaryDirectory();
    if (text !== undefined) await Deno.writeTextFile(`${directory.path}/agent.config.yaml`, text);
    const { exitCode, out } = await run("doctor", { directory: directory.path });
    assert.equal(exitCode, 1);
    assert.match(out.join("\n"), fault);
    assert.match(out.join("\n"), remedy);
  });
}

Deno.test("doctor looks at the given link alone", async () => {
  const plant = await simulator({ listen: 0, speed: STANDSTILL }, fastClock(1));
  const { exitCode, out } = await run(
    `doctor --json --link tcp:127.0.0.1:${plant.endpoints[0]!.port}`,
  );
  await plant.close();
  assert.equal(exitCode, 0);
  assert.deepEqual(Object.keys(told(out)), [
    "configuration",
    "line",
    "gateway",
    "devices",
    "clock",
  ]);
});

Deno.test("doctor says of a running agent that hangs to start it again, and looks at the rest", async () => {
  await using directory = await temporaryDirectory();
  await configured(directory.path, 1);
  await Deno.mkdir(`${directory.path}/state`);
  using listener = Deno.listen({ transport: "unix", path: `${directory.path}/state/control.sock` });
  const connections: Deno.UnixConn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) connections.push(connection);
  })();
  const { exitCode, out } = await run("doctor", {
    directory: directory.path,
    clock: fastClock(100),
  });
  listener.close();
  await accepting;
  for (const connection of connections) connection.close();
  assert.equal(exitCode, 1);
  assert.match(
    out.join("\n"),
    /FAULT +line \(home\) +the running agent does not answer\n +→ start it again\n/,
  );
  assert.match(out.join("\n"), /ok +disk +/);
});

Deno.test("doctor says of a running agent whose configuration is an older one to start it again", async () => {
  await using home = await runningHome({ speed: STANDSTILL });
  const text = await Deno.readTextFile(home.file);
  await Deno.writeTextFile(home.file, text.replace(/(\bid\W+)home/, "$1cabin"));
  const { exitCode, out } = await run(`doctor --json --config ${home.file}`);
  assert.equal(exitCode, 1);
  assert.deepEqual(told(out).line, ["fault: the running agent has no installation cabin"]);
});

Deno.test("doctor ends where it is interrupted, with what it saw", async () => {
  await using directory = await temporaryDirectory();
  await using moxa = impostor(silent);
  await configured(directory.path, moxa.port);
  const examining = start("doctor --json", {
    directory: directory.path,
    clock: new ManualClock(),
  });
  await until(() => moxa.receivedBytes > 0, "the first question");
  examining.interrupt();
  assert.equal(await examining.ended, 130);
  assert.deepEqual(told(examining.out).broker, ["unchecked: interrupted"]);
});

Deno.test("doctor interrupted while it waits for a gateway does not say that none connects", async () => {
  await using directory = await temporaryDirectory();
  const port = await freePort();
  await configured(directory.path, port, {
    installations: [{ id: "home", link: { type: "tcp-listen", port } }],
  });
  const examining = start("doctor --json", {
    directory: directory.path,
    clock: new ManualClock(),
  });
  await said(examining.progress, /^Waiting for the gateway to connect/);
  examining.interrupt();
  assert.equal(await examining.ended, 130);
  const { line, gateway } = told(examining.out);
  assert.deepEqual([line, gateway], [["unchecked: interrupted"], ["unchecked: interrupted"]]);
});

Deno.test("doctor interrupted at once does not say that a file does not answer", async () => {
  await using directory = await temporaryDirectory();
  await configured(directory.path, await freePort());
  const examining = start("doctor", { directory: directory.path });
  examining.interrupt();
  assert.equal(await examining.ended, 130);
  assert.deepEqual([examining.out, examining.err], [[], ["studer-agent: interrupted"]]);
});
