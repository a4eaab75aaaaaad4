import assert from "node:assert/strict";
import type { CommandContext } from "../../../agent/commands/cli/command_context.ts";
import { writeBundle } from "../../../agent/commands/doctor/doctor_bundle.ts";
import { thisMachine } from "../../../agent/config/machine.ts";
import { type DoctorMachine, thisDoctorMachine } from "../../../agent/doctor/machine.ts";
import { encodeGuid } from "../../../protocol/guid.ts";
import { encodeValue } from "../../../protocol/value.ts";
import { localTimeText } from "../../../simulator/local_time.ts";
import { listen } from "../../end_to_end/listener.ts";
import { agentAt, simulator, temporaryDirectory } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { mosquittoTest, startMosquitto } from "../../support/mosquitto.ts";
import { until } from "../../support/until.ts";
import { run, said, start } from "./plant_context.ts";
import { configured, told } from "./doctor_context.ts";
import { namesIn } from "./setup_context.ts";

mosquittoTest(
  "doctor asks through the running agent, and writes a report without a secret",
  async () => {
    await using directory = await temporaryDirectory();
    const mosquitto = await startMosquitto();
    const clock = fastClock(1);
    const plant = await simulator({ listen: 0, start: localTimeText(clock.wallTime()) }, clock);
    const credentials = { username: "mqtt", password: "sonne§blume" };
    await configured(directory.path, plant.endpoints[0]!.port!, {
      installations: [{
        // As setup makes it of the name.
        id: "villa_rosa",
        name: "Villa Rosa",
        link: { type: "tcp", host: "127.0.0.1", port: plant.endpoints[0]!.port! },
      }],
      mqtt: { url: [`mqtt://127.0.0.1:${mosquitto.port}`, "mqtt://127.0.0.1:1"], ...credentials },
    });
    const file = `${directory.path}/agent.config.yaml`;
    {
      await using atWork = await agentAt(await Deno.readTextFile(file), clock);
      await until(
        () => namesIn(`${directory.path}/state`).includes("devices-villa_rosa.json"),
        "the devices, and what is kept of them",
      );
      {
        await using listener = await listen(mosquitto.port, "homeassistant/#");
        await until(() => listener.newest.size === 7, "the announcements");
      }
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
      assert.match(areas.line![0]!, /^ok: .*asked through the running agent$/);
      // Whether the agent polled in the meantime is a matter of the moment.
      assert.equal(areas.gateway![0], "ok: answers, in the mode Xcom-232i");
      assert.match(areas.broker!.join("\n"), /^ok: .*it answers \(MQTT 5\)\nfault: .*refused/);
      assert.match(
        areas["home assistant"]![0]!,
        /^ok: villa_rosa: 7 devices with \d+ entities are announced$/,
      );
      const again = await run("doctor --bundle report.tar.gz", { directory: directory.path });
      assert.equal(again.exitCode, 2);
      assert.match(again.err.at(-1)!, /report\.tar\.gz is there already; give another name/);
      const serials = atWork.agent.directory.devicesOf("villa_rosa").map(({ serialNumber }) =>
        serialNumber
      );
      await assertNothingLeft(`${directory.path}/report.tar.gz`, [
        credentials.password,
        "Villa Rosa",
        "villa_rosa",
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
    "scan-<installation 1>.json",
    "state",
    "versions.json",
  ]);
  for (const name of names) {
    const files = name === "state"
      ? Array.from(Deno.readDirSync(`${folder}/state`), (entry) => `state/${entry.name}`)
      : [name];
    for (const file of files) {
      for (const secret of secrets) assert.ok(!file.includes(secret), file);
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

Deno.test("doctor tells who may not read the configuration to put sudo in front, and writes no empty report", async () => {
  await using directory = await temporaryDirectory();
  const closed = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(closed, "");
  const options = { directory: directory.path, closed };
  const { exitCode, out } = await run("doctor", options);
  assert.equal(exitCode, 1);
  assert.match(out.join("\n"), /: this user may not read it\n +→ run this with sudo$/);
  const report = await run("doctor --bundle a.tar.gz", options);
  assert.deepEqual([report.exitCode, report.out, report.err], [2, [], [
    "agent.config.yaml: cannot be read: this user may not read it; run this with sudo",
  ]]);
  assert.deepEqual(Array.from(Deno.readDirSync(directory.path), ({ name }) => name), [
    "agent.config.yaml",
  ]);
});

Deno.test("doctor --bundle tells no value of a configuration that cannot be used", async () => {
  await using directory = await temporaryDirectory();
  const { path } = directory;
  const text = `installations: [{ id: home, link: { type: tcp, host: "villa.example.org:4001" } }]
mqtt: { url: "rosa:sunflower@villa.example.org", username: 12345, password: sunflower }
`;
  await Deno.writeTextFile(`${path}/agent.config.yaml`, text);
  const { out } = await run("doctor --bundle report.tar.gz", { directory: path });
  assert.match(out.join("\n"), /found "villa\.example\.org:4001"/, "who asks may see it");
  const args = ["-xzOf", `${path}/report.tar.gz`];
  const { stdout } = await new Deno.Command("tar", { args }).output();
  const report = new TextDecoder().decode(stdout);
  assert.match(report, /installations\[0\]\.link\.host: found <value>/);
  assert.doesNotMatch(report, /villa|rosa|sunflower|12345/);
});

Deno.test("doctor --bundle interrupted while it reads the service's log writes no report without it", async () => {
  await using directory = await temporaryDirectory();
  const interrupted = new AbortController();
  const path = `${directory.path}/report.tar.gz`;
  const context: CommandContext = {
    terminal: { out() {}, err() {}, progress() {}, isTerminal: false, columns: Infinity },
    machine: thisMachine(),
    clock: new ManualClock(),
    signal: interrupted.signal,
  };
  const machine: DoctorMachine = {
    ...thisDoctorMachine(),
    run() {
      interrupted.abort();
      return Promise.resolve(undefined);
    },
  };
  const seen = { findings: [], loaded: undefined, scans: new Map() };
  await assert.rejects(writeBundle(path, undefined, seen, context, machine), {
    message: "interrupted",
    exitCode: 130,
  });
  assert.deepEqual(namesIn(directory.path), []);
});
