import assert from "node:assert/strict";
import { openSerial } from "../../../agent/link/serial.ts";
import { SerialBinding } from "../../../agent/link/serial_binding.ts";
import type { Line } from "../../../simulator/endpoint/line.ts";
import { servePty } from "../../../simulator/endpoint/pty.ts";
import { createGateway } from "../../../simulator/scenario/scenario.ts";
import { parseConfig } from "../../../agent/config/load.ts";
import { simulator, temporaryDirectory } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { freePort } from "../../support/free_port.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { until } from "../../support/until.ts";
import { testMachine } from "../config/test_machine.ts";
import { fakeMoxa, MoxaAnswer } from "../find/fake_moxa.ts";
import { type Answer, foreign, noise, run, said, silent, start } from "./plant_context.ts";

/** Deadlines shrink; a simulated gateway still answers well within them. */
const FACTOR = 5;
/** Where nobody answers, nobody can be late. */
const IN_VAIN_FACTOR = 40;

/** Is there, and is no serial port: what remains is the network. */
const NO_PORT = "/dev/null";

/** Runs `find` at once with nobody else on the network than this Moxa. */
async function find(words: string, moxa: readonly Uint8Array[] = [], factor = FACTOR) {
  await using server = await fakeMoxa(...moxa);
  const options = `find --listen 0s --moxa-address 127.0.0.1:${server.port} ${words}`;
  const result = await run(options.trim(), { clock: fastClock(factor), isTerminal: true });
  return { ...result, asked: [...server.asked] };
}

/** Something on a pseudo-terminal that answers each chunk as told. */
function peer(answer: Answer): Line {
  return {
    connect: (send) => ({
      receive: (chunk) => answer(chunk).forEach((bytes) => send(bytes)),
      disconnect() {},
    }),
  };
}

for (const [wire, mode, shown] of [[38400, "232i", "232i"], [115200, "lan", "LAN"]] as const) {
  Deno.test(`find finds a gateway at ${wire} baud in mode ${shown}, and the line to paste`, async () => {
    await using directory = await temporaryDirectory();
    const pty = `${directory.path}/gateway`;
    const plant = await simulator({ scenario: "cabin", pty, wire, mode }, fastClock(1));
    const { exitCode, out, err, progress } = await find(pty);
    await plant.close();
    assert.deepEqual({ exitCode, err }, { exitCode: 0, err: [] });
    assert.equal(
      out[0],
      `${pty}: a gateway answers at ${wire} baud, parity even, mode Xcom-${shown}: ` +
        "2 devices (xt1, vt1)",
    );
    const pasted = out.at(-1)!;
    assert.equal(
      pasted,
      `    link: { type: serial, path: ${pty}, baudRate: ${wire}, parity: even }`,
    );
    const text = `installations:\n  - id: home\n${pasted}\nstateDirectory: /tmp\n`;
    const { config } = parseConfig(text, "agent.config.yaml", "/", testMachine());
    assert.equal(config.installations[0]!.link.type, "serial");
    assert.equal(progress[0], `Asking ${pty} at 38400 baud, parity even …`);
    assert.equal(progress.at(-1), "", "the line of progress is cleared");
  });
}

for (
  const [verdict, answer, meaning] of [
    ["silence", silent, /: not a single byte arrived/],
    ["noise", noise, /: at 38400 baud, parity even, bytes arrived but no frame/],
    ["foreign", foreign, /: at 38400 baud, parity even, frames answered somebody else/],
    ["echo", (chunk: Uint8Array) => [chunk], /our own questions came back/],
  ] as const
) {
  Deno.test(`find explains ${verdict}`, async () => {
    await using directory = await temporaryDirectory();
    const path = `${directory.path}/line`;
    const line = await servePty(path, peer(answer));
    const { exitCode, out, err, progress } = await find(path, [], IN_VAIN_FACTOR);
    const { exitCode: again, out: json } = await find(`--json ${path}`, [], IN_VAIN_FACTOR);
    await line.close();
    assert.deepEqual([exitCode, again, err.length], [3, 3, 1]);
    assert.match(out[0]!, meaning);
    assert.deepEqual(
      progress.filter((line) => line !== ""),
      ["38400 baud, parity even", "38400 baud, parity none"].concat(
        ["115200 baud, parity even", "115200 baud, parity none"],
      ).map((setting) => `Asking ${path} at ${setting} …`),
    );
    const { found, ports } = JSON.parse(json.join("\n"));
    assert.deepEqual(found, []);
    assert.deepEqual([ports[0].kind, ports[0].verdict], ["unanswered", verdict]);
  });
}

Deno.test("find takes a late answer to an earlier question for a gateway at another rate", async () => {
  await using directory = await temporaryDirectory();
  const path = `${directory.path}/line`;
  const gateway = createGateway({ scenario: "cabin" });
  const late: Uint8Array[] = [];
  const line = await servePty(
    path,
    peer((chunk) => {
      const answers = [...late];
      late.push(...gateway.receive(chunk));
      return answers;
    }),
  );
  const { exitCode, out } = await find(path, [], IN_VAIN_FACTOR);
  await line.close();
  assert.match(out[0]!, /: at 38400 baud, parity even, answers came, but too late/);
  assert.equal(exitCode, 3);
});

Deno.test("find goes on past a port that another program holds, and one that is missing", async () => {
  await using directory = await temporaryDirectory();
  const [held, missing, good] = ["held", "missing", "good"].map((name) =>
    `${directory.path}/${name}`
  ) as [string, string, string];
  const line = await servePty(held, peer(silent));
  const plant = await simulator({ scenario: "cabin", pty: good }, fastClock(1));
  using binding = new SerialBinding();
  const holder = await openSerial({ path: held, baudRate: 38400, parity: "even" }, binding);
  const { exitCode, out } = await find(`--json ${held} ${missing} ${good}`);
  await holder.close();
  await line.close();
  await plant.close();
  assert.equal(exitCode, 0);
  const { found, ports } = JSON.parse(out.join("\n"));
  assert.deepEqual(
    ports.map(({ kind, obstacle }: Record<string, string>) => [kind, obstacle]),
    [["closed", "held"], ["closed", "missing"], ["found", undefined]],
  );
  assert.match(ports[0].problem, /another program holds it/);
  assert.deepEqual(found, [
    `link: { type: serial, path: ${good}, baudRate: 38400, parity: even }`,
  ]);
});

Deno.test("find waits for a Moxa that dials in, and says when none did", async () => {
  const port = await freePort();
  await using moxa = await fakeMoxa();
  const words = `find --moxa-address 127.0.0.1:${moxa.port} --listen-port ${port} ${NO_PORT}`;
  const clock = fastClock(FACTOR);
  const { exitCode, out } = await run(`${words} --listen 4s`, { clock });
  assert.equal(exitCode, 3);
  assert.match(
    out.join("\n"),
    new RegExp(`^port ${port} \\(TCP\\): nobody connected within 4 s: .* TCP destination`, "m"),
  );

  const finding = start(`${words} --listen 1h`, { clock });
  const connect = { host: "127.0.0.1", port };
  const plant = await simulator({ scenario: "cabin", connect, mode: "lan" }, fastClock(1));
  assert.equal(await finding.ended, 0);
  await plant.close();
  assert.ok(
    finding.out.includes(
      `port ${port} (TCP): a gateway answers, mode Xcom-LAN: 2 devices (xt1, vt1)`,
    ),
    finding.out.join("\n"),
  );
  assert.equal(finding.out.at(-1), `    link: { type: tcp-listen, port: ${port} }`);
});

/** A place that nobody may write to, not even root; undefined where root may, or it is no matter of permission. */
function forbidden(): string | undefined {
  const path = "/proc/sys/kernel/ostype";
  try {
    Deno.openSync(path, { read: true, write: true }).close();
    return undefined;
  } catch (error) {
    return error instanceof Deno.errors.PermissionDenied ? path : undefined;
  }
}

Deno.test({
  name: "find tells from silence a port that this user may not open",
  ignore: forbidden() === undefined,
  async fn() {
    const { exitCode, out } = await find(`--json ${forbidden()}`);
    assert.equal(exitCode, 3);
    const [{ kind, obstacle, problem }] = JSON.parse(out.join("\n")).ports;
    assert.deepEqual([kind, obstacle], ["closed", "permission"]);
    assert.match(problem, /permission denied; add this program's user to the group dialout/);
  },
});

Deno.test("find asks the gateway that dials in after a stranger who says nothing", async () => {
  const port = await freePort();
  await using moxa = await fakeMoxa();
  const finding = start(
    `find --json --listen 1h --listen-port ${port} --moxa-address 127.0.0.1:${moxa.port} ${NO_PORT}`,
    { clock: fastClock(FACTOR) },
  );
  await said(finding.progress, /^Waiting for a Moxa/);
  const stranger = await Deno.connect({ hostname: "127.0.0.1", port });
  const buffer = new Uint8Array(100);
  assert.ok(await stranger.read(buffer), "it is asked");
  while (await stranger.read(buffer) !== null);
  stranger.close();
  const connect = { host: "127.0.0.1", port };
  const plant = await simulator({ scenario: "cabin", connect }, fastClock(1));
  assert.equal(await finding.ended, 0);
  await plant.close();
  const { found, dialIn } = JSON.parse(finding.out.join("\n"));
  assert.deepEqual(found, [`link: { type: tcp-listen, port: ${port} }`]);
  assert.deepEqual([dialIn.kind, dialIn.mode], ["found", "Xcom-232i"]);
});

Deno.test("find ends the wait for a Moxa when a serial port answers", async () => {
  await using directory = await temporaryDirectory();
  await using moxa = await fakeMoxa();
  const pty = `${directory.path}/gateway`;
  const plant = await simulator({ scenario: "cabin", pty }, fastClock(1));
  const port = await freePort();
  const { exitCode, out } = await run(
    `find --listen 20h --listen-port ${port} --moxa-address 127.0.0.1:${moxa.port} ${pty}`,
    { clock: fastClock(FACTOR) },
  );
  await plant.close();
  assert.equal(exitCode, 0);
  assert.match(out.join("\n"), /nobody connected within \d+ s/);
});

Deno.test("find says that another program holds the port that a Moxa would dial", async () => {
  using holder = Deno.listen({ hostname: "0.0.0.0", port: 0 });
  await using moxa = await fakeMoxa();
  const { exitCode, out } = await run(
    `find --moxa-address 127.0.0.1:${moxa.port} --listen-port ${holder.addr.port} ${NO_PORT}`,
    { clock: fastClock(FACTOR) },
  );
  assert.equal(exitCode, 3);
  assert.ok(out.some((line) => /the port is in use/.test(line)), out.join("\n"));
});

Deno.test("find lists each Moxa of the network once, and takes no other datagram for one", async () => {
  const stranger = new Uint8Array(40).fill(0x82);
  const { exitCode, out, asked } = await find(NO_PORT, [
    MoxaAnswer,
    stranger,
    MoxaAnswer,
  ]);
  assert.equal(exitCode, 3);
  assert.deepEqual(asked, Array(3).fill("0100000800000000"));
  assert.deepEqual(out.filter((line) => line.startsWith("Moxa")), [
    "Moxa 00:90:E8:01:02:AB at http://192.168.127.254; if it is your Xcom-LAN's, enter this " +
    "machine's address and port 4001 as a TCP destination in its pages",
  ]);
});

Deno.test("find ends quietly at Ctrl-C, while it asks and while it waits", async () => {
  await using directory = await temporaryDirectory();
  await using moxa = await fakeMoxa();
  const path = `${directory.path}/line`;
  let asked = 0;
  const line = await servePty(path, peer(() => (asked++, [])));
  const port = await freePort();
  const words = `find --moxa-address 127.0.0.1:${moxa.port} --listen-port ${port}`;
  const asking = start(`${words} ${path}`, { clock: new ManualClock() });
  await until(() => asked > 0, "the first question");
  asking.interrupt();
  assert.equal(await asking.ended, 130);
  assert.deepEqual([asking.out, asking.err], [[], []]);

  const waiting = start(`${words} ${NO_PORT}`, { clock: fastClock(FACTOR) });
  await said(waiting.progress, /^Waiting for a Moxa to connect to port/);
  waiting.interrupt();
  assert.equal(await waiting.ended, 130);
  assert.deepEqual([waiting.out, waiting.err], [[], []]);
  await line.close();
});

Deno.test("find refuses what it cannot understand", async () => {
  for (
    const words of [
      "--listen soon",
      "--listen 2d",
      "--listen-port 0",
      "--moxa-address a:b:c",
      "--link tcp:127.0.0.1:4001",
    ]
  ) {
    const { exitCode, err } = await run(`find ${words}`);
    assert.deepEqual([exitCode, err.length], [2, 1], words);
  }
});
