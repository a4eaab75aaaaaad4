import assert from "node:assert/strict";
import { encodeGuid } from "../../../protocol/guid.ts";
import type { AreaFinding } from "../../../agent/doctor/finding.ts";
import { systemClock } from "../../../agent/system_clock.ts";
import { ParameterProperty } from "../../../protocol/object.ts";
import { encodeValue } from "../../../protocol/value.ts";
import {
  agentAt,
  configText,
  fastClock,
  simulator,
  STANDSTILL,
  temporaryDirectory,
} from "../../end_to_end/parts.ts";
import { freePort, mosquittoTest, startMosquitto, until } from "../../support/mosquitto.ts";
import { runningHome } from "./running_home.ts";
import { impostor, noise, run, said, silent, start } from "./plant_context.ts";

type Sections = Readonly<Record<string, unknown>>;

/** A directory with a configuration whose gateway is at a TCP port. */
async function configured(directory: string, port: number, sections: Sections = {}): Promise<void> {
  const text = configText(directory, {
    installations: [{ id: "home", link: { type: "tcp", host: "127.0.0.1", port } }],
    mqtt: { url: "embedded", port: 0 },
    ...sections,
  });
  await Deno.writeTextFile(`${directory}/agent.config.yaml`, text, { mode: 0o600 });
}

/** Each area's findings as `verdict: text`. */
function told(out: readonly string[]): Record<string, string[]> {
  const { findings } = JSON.parse(out.join("\n")) as { findings: AreaFinding[] };
  const areas: Record<string, string[]> = {};
  for (const { area, verdict, text } of findings) (areas[area] ??= []).push(`${verdict}: ${text}`);
  return areas;
}

Deno.test("doctor finds a plant well over a line of its own, and says what it could not look at", async () => {
  await using directory = await temporaryDirectory();
  const plant = await simulator({ listen: 0, mode: "lan", start: localNow() }, systemClock);
  await configured(directory.path, plant.endpoints[0]!.port!);
  await Deno.mkdir(`${directory.path}/state`);
  await Deno.writeTextFile(`${directory.path}/state/devices-home.json`, "{");
  const { exitCode, out, err } = await run("doctor --json", { directory: directory.path });
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
  const plant = await simulator({ listen: 0, speed: STANDSTILL }, systemClock);
  const { installation } = plant.gateway;
  const device = installation.deviceNamed("xt2")!;
  installation.write(device, 1628, ParameterProperty.value, encodeValue("bool", 1));
  await configured(directory.path, plant.endpoints[0]!.port!);
  const { exitCode, out } = await run("doctor", { directory: directory.path });
  await plant.close();
  assert.equal(exitCode, 0);
  const text = out.join("\n");
  assert.match(text, /WARNING +devices \(home\) +xt2: the watchdog \{1628\} is on: xt2 restarts/);
  assert.match(text, /WARNING +clock \(home\) +the gateway's clock is .* (?:ahead of|behind)/);
  assert.match(out.at(-1)!, /^2 warnings, \d+ not checked, /);
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
  const plant = await simulator({ pty: path, speed: STANDSTILL }, systemClock);
  // Locked, as this agent locks a port, but by another process.
  const script = `const file = Deno.openSync("${path}", { read: true, write: true });
    file.lockSync(true); console.log("held"); setTimeout(() => {}, 60_000);`;
  const args = ["eval", script];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await configured(directory.path, 1, {
    installations: [{ id: "home", link: { type: "serial", path, parity: "none" } }],
  });
  const { exitCode, out } = await run("doctor --json", { directory: directory.path });
  child.kill();
  await child.status;
  await reader.cancel();
  await plant.close();
  assert.equal(exitCode, 1);
  assert.match(told(out).line![0]!, new RegExp(`deno \\(process ${child.pid}\\) has it open$`));
});

const Configurations: ReadonlyArray<
  readonly [what: string, text: string | undefined, fault: RegExp, remedy: RegExp]
> = [
  ["no configuration", undefined, /no configuration: found neither/, /→ give --config FILE/],
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
  const plant = await simulator({ listen: 0, speed: STANDSTILL }, systemClock);
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
  const examining = start("doctor --json", { directory: directory.path });
  await until(() => moxa.receivedBytes > 0, "the first question");
  examining.interrupt();
  assert.equal(await examining.ended, 130);
  assert.deepEqual(told(examining.out).broker, ["unchecked: interrupted"]);
});

mosquittoTest(
  "doctor asks through the running agent, and writes a report without a secret",
  async () => {
    await using directory = await temporaryDirectory();
    const mosquitto = await startMosquitto();
    const plant = await simulator({ listen: 0, start: localNow() }, systemClock);
    const credentials = { username: "mqtt", password: "sonne§blume" };
    await configured(directory.path, plant.endpoints[0]!.port!, {
      installations: [{
        id: "home",
        name: "Villa Rosa",
        link: { type: "tcp", host: "127.0.0.1", port: plant.endpoints[0]!.port! },
      }],
      mqtt: { url: [`mqtt://127.0.0.1:${mosquitto.port}`, "mqtt://127.0.0.1:1"], ...credentials },
    });
    const file = `${directory.path}/agent.config.yaml`;
    {
      await using atWork = await agentAt(await Deno.readTextFile(file), systemClock);
      await until(() => atWork.agent.directory.devicesOf("home").length > 0, "the devices");
      await until(
        () => Deno.readDirSync(`${directory.path}/state`)[Symbol.iterator]().next().done !== true,
        "state",
      );
      const capturing = start("capture line.jsonl", { directory: directory.path });
      await said(capturing.progress, /Recording/);
      assert.equal((await run("scan", { directory: directory.path })).exitCode, 0);
      capturing.interrupt();
      assert.equal(await capturing.ended, 0);
      const { exitCode, out, err } = await run(
        "doctor --json --bundle report.tar.gz --capture line.jsonl",
        { directory: directory.path },
      );
      // The second broker is not there.
      assert.equal(exitCode, 1);
      assert.match(err[0]!, /^Wrote .*report\.tar\.gz; look through it/);
      const areas = told(out);
      assert.match(areas.line![0]!, /^ok: .*the running agent holds it$/);
      // Whether the agent polled in the meantime is a matter of the moment.
      assert.equal(areas.gateway![0], "ok: answers, in the mode Xcom-232i");
      assert.match(areas.broker!.join("\n"), /^ok: .*it answers \(MQTT 5\)\nfault: .*refused/);
      assert.match(
        areas["home assistant"]![0]!,
        /^ok: home: 7 devices with \d+ entities are announced$/,
      );
      const again = await run("doctor --bundle report.tar.gz", { directory: directory.path });
      assert.equal(again.exitCode, 2);
      assert.match(again.err.at(-1)!, /report\.tar\.gz is there already; give another name/);
      const serials = atWork.agent.directory.devicesOf("home").map(({ serialNumber }) =>
        serialNumber
      );
      await assertNothingLeft(`${directory.path}/report.tar.gz`, [
        credentials.password,
        "Villa Rosa",
        ...serials.flatMap(formsOnTheLine),
      ]);
      const recorded = await Deno.readTextFile(`${directory.path}/line.jsonl`);
      for (const serial of serials) {
        const isThere = formsOnTheLine(serial).some((form) => recorded.includes(form));
        assert.ok(isThere, "what is taken out was there");
      }
    }
    await plant.close();
    await mosquitto.stop();
  },
);

/** A serial number as text, and as the frames of a recording hold it. */
function formsOnTheLine(serial: string): string[] {
  if (serial.length === 32) return [serial, encodeGuid(serial).toHex()];
  const word = parseInt(serial, 16);
  // Small numbers are everywhere, and say nothing.
  const halves = [word >>> 16, word & 0xFFFF].filter((half) => half > 255);
  return [serial, ...halves.map((half) => encodeValue("float", half).toHex())];
}

/** Unpacks a report beside itself, and looks through all of it. */
async function assertNothingLeft(report: string, secrets: readonly string[]): Promise<void> {
  assert.equal((await Deno.stat(report)).mode! & 0o777, 0o600);
  await using directory = await temporaryDirectory();
  const args = ["-xzf", report, "-C", directory.path];
  assert.ok((await new Deno.Command("tar", { args }).output()).success);
  const folder = `${directory.path}/studer-agent-report`;
  const names = Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  assert.deepEqual(names.filter((name) => name !== "log.txt"), [
    "README.txt",
    "capture.jsonl",
    "config.yaml",
    "findings.json",
    "findings.txt",
    "scan-home.json",
    "state",
    "versions.json",
  ]);
  for (const name of names) {
    const files = name === "state"
      ? Array.from(Deno.readDirSync(`${folder}/state`), (entry) => `state/${entry.name}`)
      : [name];
    for (const file of files) {
      const text = await Deno.readTextFile(`${folder}/${file}`);
      if (file === "config.yaml") assert.match(text, /^ {2}username: <user>$/m);
      assert.ok(text.length > 0);
      for (const secret of secrets) {
        assert.ok(!text.includes(secret), `${file} holds ${secret}`);
      }
    }
  }
}

Deno.test("doctor --bundle and --capture say in one line what is wrong with them", async () => {
  await using directory = await temporaryDirectory();
  const options = { directory: directory.path };
  await Deno.writeTextFile(`${directory.path}/bad.jsonl`, "nonsense\n");
  const alone = await run("doctor --capture line.jsonl", options);
  assert.equal(alone.exitCode, 2);
  assert.deepEqual(alone.err, ["studer-agent: --capture goes with --bundle; give both"]);
  const bad = await run("doctor --bundle a.tar.gz --capture bad.jsonl", options);
  assert.equal(bad.exitCode, 2);
  assert.match(bad.err.at(-1)!, /bad\.jsonl:1: this is no recording of a line/);
  const nowhere = await run("doctor --bundle no/a.tar.gz", options);
  assert.equal(nowhere.exitCode, 2);
  assert.match(nowhere.err.at(-1)!, /its directory is missing; make it/);
  for (const { out, progress } of [bad, nowhere]) {
    assert.deepEqual({ out, progress }, { out: [], progress: [] }, "it is said before all else");
  }
  const written = await run("doctor --bundle a.tar.gz", options);
  assert.equal(written.exitCode, 1);
  assert.ok(Deno.statSync(`${directory.path}/a.tar.gz`).size > 100);
});

/** As the simulator's clock is set: this machine's local time. */
function localNow(): string {
  const offsetMs = new Date().getTimezoneOffset() * 60_000;
  return new Date(Date.now() - offsetMs).toISOString().slice(0, 16);
}
