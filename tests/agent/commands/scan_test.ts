import assert from "node:assert/strict";
import { agentAt, configText, simulator, temporaryDirectory } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { until } from "../../support/until.ts";
import { foreign, impostor, noise, run, silent, start } from "./plant_context.ts";
import { runningHome } from "./running_home.ts";

Deno.test("scan lists the gateway and what is behind it, over a line of its own", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/gateway`;
  const plant = await simulator({ scenario: "three-phase", pty: path }, fastClock(1));
  const link = `--link serial:${path} --parity none`;
  const { exitCode, out, err, progress } = await run(`scan ${link}`, { isTerminal: true });
  assert.deepEqual({ exitCode, err }, { exitCode: 0, err: [] });
  assert.match(out[0]!, /^DEVICE +ADDRESS +MODEL +FIRMWARE +SERIAL NUMBER +BATTERY$/);
  const devices = ["xcom", "xt1", "xt2", "xt3", "vs1", "vs2", "bms"];
  assert.deepEqual(out.slice(1).map((line) => line.split(" ")[0]), devices);
  for (const line of out) assert.ok(line.length <= 80, line);
  assert.match(progress[0]!, /^Asking 0 of \d+ addresses, 0 devices found$/);
  assert.equal(progress.at(-1), "", "the line of progress is cleared");

  const { out: json } = await run(`scan --json ${link}`);
  const scanned = JSON.parse(json.join("\n"));
  assert.deepEqual(scanned.map(({ name }: { name: string }) => name), devices);
  const { serialNumber, firmware, ...xt1 } = scanned[1];
  assert.deepEqual(xt1, {
    name: "xt1",
    family: "xt",
    address: 101,
    model: "XTH",
    nominalVoltage: 48,
  });
  assert.match(serialNumber, /^[0-9A-F]{8}$/);
  assert.match(firmware, /^\d+\.\d+\.\d+$/);
  await plant.close();
});

Deno.test("scan goes through a running agent, and shows its progress", async () => {
  await using home = await runningHome({ scenario: "cabin" });
  const { file, plant, atWork } = home;
  const { exitCode, out, err, progress } = await run(`scan --config ${file}`);
  assert.deepEqual({ exitCode, err }, { exitCode: 0, err: [] });
  assert.deepEqual(out.slice(1).map((line) => line.split(" ")[0]), ["xcom", "xt1", "vt1"]);
  assert.ok(progress.length > 10);
  const { exitCode: other, err: said } = await run(`scan --installation hom --config ${file}`);
  assert.equal(other, 2);
  assert.deepEqual(said, ['studer-agent: --installation: found "hom"; did you mean home?']);
  // The line is gone, the agent is not.
  await plant.close();
  await until(
    () => atWork.said.some(({ message }) => message === "The gateway does not answer"),
    "the agent's warning",
  );
  const lost = await run(`scan --config ${file}`);
  assert.deepEqual({ exitCode: lost.exitCode, lines: lost.err.length }, { exitCode: 3, lines: 1 });
});

for (
  const [what, answer, message] of [
    ["silence", silent, /not a single byte arrived/],
    ["bytes that are no frames", noise, /bytes arrived but no frame/],
    ["somebody else's frames", foreign, /frames answered somebody else/],
  ] as const
) {
  Deno.test(`scan explains ${what}`, async () => {
    await using other = impostor(answer);
    const commandLine = `scan --json --link tcp:127.0.0.1:${other.port}`;
    const { exitCode, out, err } = await run(commandLine, { clock: fastClock(40) });
    assert.deepEqual({ exitCode, out, lines: err.length }, { exitCode: 3, out: [], lines: 1 });
    assert.match(err[0]!, message);
  });
}

Deno.test("scan asks over one connection, and closes it", async () => {
  await using other = impostor(silent);
  await run(`scan --link tcp:127.0.0.1:${other.port}`, { clock: fastClock(40) });
  assert.equal(other.connections, 1);
});

Deno.test("scan ends quietly at Ctrl-C", async () => {
  await using other = impostor(silent);
  const clock = new ManualClock();
  const scanning = start(`scan --link tcp:127.0.0.1:${other.port}`, { clock });
  await until(() => other.receivedBytes > 0, "the first question");
  scanning.interrupt();
  assert.equal(await scanning.ended, 130);
  assert.deepEqual([scanning.out, scanning.err], [[], []]);
});

Deno.test("scan ends at once at Ctrl-C also while a running agent asks on", async () => {
  await using directory = await temporaryDirectory();
  const plant = await simulator({ scenario: "cabin", listen: 0, delayMs: 50 }, fastClock(1));
  const link = { type: "tcp", host: "127.0.0.1", port: plant.endpoints[0]!.port };
  const text = configText(directory.path, {
    installations: [{ id: "home", link }],
    mqtt: { url: "embedded", port: 0 },
  });
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(file, text);
  {
    await using _atWork = await agentAt(text, fastClock(1));
    const scanning = start(`scan --config ${file}`);
    await until(() => scanning.progress.length > 2, "progress");
    const asked = scanning.progress.length;
    scanning.interrupt();
    assert.equal(await scanning.ended, 130);
    assert.deepEqual([scanning.out, scanning.err], [[], []]);
    assert.ok(scanning.progress.length <= asked + 2);
  }
  await plant.close();
});
