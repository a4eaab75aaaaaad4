import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { startEmbeddedBroker } from "../../../agent/mqtt/embedded_broker.ts";
import { agentAt, configText, simulator, temporaryDirectory } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { freePort } from "../../support/free_port.ts";
import { makeCertificates, mosquittoTest, startMosquitto } from "../../support/mosquitto.ts";
import { until } from "../../support/until.ts";
import { RecordingLog, serverThat } from "../mqtt/parts.ts";
import { ALONE, namesIn, read, setup, type Typed } from "./setup_context.ts";
import { plantWithBroker } from "./setup_plant.ts";

/** The plant's name, id and time zone as proposed. */
const Plant: Typed = [[/called/, ""], [/MQTT topics/, ""], [/Time zone/, ""]];
const End: Typed = [[/Home Assistant find/, ""], [/Write it/, ""]];

/** A broker at a port that nobody else on this machine uses. */
async function ownBroker(
  credentials: { readonly username?: string; readonly password?: string } = {},
): Promise<{ readonly url: string } & AsyncDisposable> {
  const options = { listen: "127.0.0.1", port: 0, log: new RecordingLog() };
  const { url, close } = await startEmbeddedBroker({ ...options, ...credentials });
  return { url, [Symbol.asyncDispose]: close };
}

Deno.test("setup lets two gateways be chosen by number, and takes neither by itself", async () => {
  await using directory = await temporaryDirectory();
  const ports = ["first", "second"].map((name) => `${directory.path}/${name}`);
  const plants = [
    await simulator({ scenario: "cabin", pty: ports[0]! }, fastClock(1)),
    await simulator({ scenario: "cabin", pty: ports[1]! }, fastClock(1)),
  ];
  await using broker = await ownBroker();
  const words = ["--broker", broker.url, ...ALONE, ...ports];
  const unattended = await setup(directory.path, ["--yes", ...words]);
  assert.equal(unattended.exitCode, 2);
  assert.match(
    unattended.err.join("\n"),
    /--link: missing, .*; give one of serial:\S*first, serial:\S*second$/,
  );
  const { exitCode, out } = await setup(directory.path, words, [
    [/^Number: /, "2"],
    ...Plant,
    ...End,
  ]);
  assert.equal(exitCode, 0, out.join("\n"));
  const { link } = read(`${directory.path}/agent.config.yaml`).installations[0]!;
  assert.equal(link.type === "serial" && link.path, ports[1]);
  assert.ok(out.includes("2 gateways answer. Which one is it?"), out.join("\n"));
  assert.ok(out.some((line) => /xt1 +Battery voltage +\S+ V$/.test(line)), out.join("\n"));
  for (const plant of plants) await plant.close();
});

Deno.test("setup says what was seen where no gateway answers, and stops when told", async () => {
  await using directory = await temporaryDirectory();
  const words = [...ALONE, "/nonexistent/tty"];
  const unattended = await setup(directory.path, ["--yes", "--broker", "embedded", ...words]);
  assert.equal(unattended.exitCode, 3);
  assert.match(unattended.out.join("\n"), /\/nonexistent\/tty: there is no such port/);
  assert.match(unattended.err.join("\n"), /give its link by --link/);
  const { exitCode, err } = await setup(directory.path, words, [[/^Number/, "3"]]);
  assert.equal(exitCode, 1);
  assert.match(err.join("\n"), /nothing was written/);
  assert.deepEqual(namesIn(directory.path), []);
});

Deno.test("setup takes a link by hand that does not answer yet, if that is wanted", async () => {
  await using directory = await temporaryDirectory();
  const port = await freePort();
  await using broker = await ownBroker();
  const { exitCode, out } = await setup(
    directory.path,
    [...ALONE, "--broker", broker.url, "/nonexistent/tty"],
    [
      [/^Number/, "1"],
      [/^Link/, "tcp:nonsense"],
      [/^Link/, `tcp:127.0.0.1:${port}`],
      [/^Number/, "4"],
      ...Plant,
      ...End,
    ],
  );
  assert.equal(exitCode, 0, out.join("\n"));
  assert.match(out.join("\n"), /found "tcp:nonsense"; give serial:/);
  assert.match(out.join("\n"), /it cannot be opened: /);
  assert.match(out.join("\n"), /No values yet: /);
  const { link } = read(`${directory.path}/agent.config.yaml`).installations[0]!;
  assert.deepEqual(link, { type: "tcp", host: "127.0.0.1", port });
});

Deno.test("setup asks what to do where the link of the command line does not answer", async () => {
  await using directory = await temporaryDirectory();
  await using broker = await ownBroker();
  const link = `tcp:127.0.0.1:${await freePort()}`;
  const words = ["--link", link, "--broker", broker.url];
  const { exitCode, out } = await setup(directory.path, words, [
    [/^Number \[1\]/, "1"],
    [/^Number \[1\]/, "4"],
    ...Plant,
    ...End,
  ]);
  assert.equal(exitCode, 0, out.join("\n"));
  const unattended = await setup(directory.path, [
    ...["--yes", "--config", `${directory.path}/other.yaml`, ...words],
  ]);
  assert.equal(unattended.exitCode, 3);
  assert.ok(unattended.err.join("\n").includes(`${link}: it cannot be opened`));
});

Deno.test("setup ends with 130 at each question of a long way, and nothing is written", async () => {
  await using directory = await temporaryDirectory();
  const credentials = { username: "agent", password: "right" };
  await using broker = await ownBroker(credentials);
  const [noGateway, noBroker] = [await freePort(), await freePort()];
  const way: Typed = [
    [/^Number/, "2"],
    [/^Number/, "1"],
    [/^Link/, "tcp:nonsense"],
    [/^Link/, `tcp:127.0.0.1:${noGateway}`],
    [/^Number/, "1"],
    [/^Number/, "4"],
    ...Plant,
    [/^MQTT broker/, `127.0.0.1:${noBroker}`],
    [/^Number/, "1"],
    [/^MQTT broker/, broker.url],
    [/^User/, "agent"],
    [/^Password/, "wrong"],
    [/^Number/, ""],
    [/^User at the broker \[agent\]/, ""],
    [/^Password/, ""],
    [/^Password/, "right"],
    ...End,
  ];
  for (let length = 0; length < way.length; length++) {
    const words = [...ALONE, "/nonexistent/tty"];
    const { exitCode, out, err } = await setup(directory.path, words, way.slice(0, length));
    assert.equal(exitCode, 130, `after ${length}: ${out.join("\n")}`);
    assert.deepEqual(err, ["studer-agent: interrupted; nothing was written"]);
    assert.deepEqual(namesIn(directory.path), []);
  }
});

const strangers: readonly (readonly [string, (socket: Socket) => void, RegExp])[] = [
  ["speaks HTTP", (socket) => {
    socket.on("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  }, /a web server answers, not an MQTT broker/],
  ["is silent", () => {}, /takes the connection and never answers/],
  ["hangs up", (socket) => socket.destroy(), /takes the connection and hangs up/],
  [
    "wants TLS",
    (socket) => socket.write("\x15\x03\x03\x00\x02\x02\x28", "latin1"),
    /a server with TLS answers; use mqtts/,
  ],
];
for (const [what, behaviour, line] of strangers) {
  Deno.test(`setup names a broker's port that ${what}, and writes nothing`, async () => {
    await using directory = await temporaryDirectory();
    await using server = await serverThat(behaviour);
    const pty = `${directory.path}/gateway`;
    const plant = await simulator({ scenario: "cabin", pty }, fastClock(1));
    const words = ["--link", `serial:${pty}`, "--broker", `127.0.0.1:${server.port}`];
    const { exitCode, out, err } = await setup(directory.path, ["--yes", ...words]);
    assert.equal(exitCode, 3);
    assert.match(out.join("\n"), line);
    assert.match(err.join("\n"), /the broker cannot be used/);
    assert.deepEqual(namesIn(directory.path), ["gateway"]);
    await plant.close();
  });
}

mosquittoTest(
  "setup asks again for a broker that is down, and for a password that is wrong",
  async () => {
    await using directory = await temporaryDirectory();
    await using plant = await plantWithBroker(directory.path);
    const { exitCode, out } = await setup(directory.path, ["--link", `serial:${plant.pty}`], [
      ...Plant,
      [/^MQTT broker/, `127.0.0.1:${await freePort()}`],
      [/^Number \[1\]/, "1"],
      [/^MQTT broker/, plant.broker],
      [/^User/, "agent"],
      [/^Password/, "wrong"],
      [/^Number \[1\]/, ""],
      [/^User/, "agent"],
      [/^Password/, "right"],
      ...End,
    ]);
    assert.equal(exitCode, 0, out.join("\n"));
    assert.match(out.join("\n"), /connection refused: nobody listens at that port/);
    assert.match(out.join("\n"), /does not let this user in, or not with this password/);
    assert.equal(read(`${directory.path}/agent.config.yaml`).mqtt.password, "right");
  },
);

mosquittoTest(
  "setup asks for the authority behind a certificate that it does not know",
  async () => {
    await using directory = await temporaryDirectory();
    const certificates = await makeCertificates();
    const at = certificates.directory;
    const mosquitto = await startMosquitto({
      listener: [
        "allow_anonymous true",
        `cafile ${at}/ca.crt`,
        `certfile ${at}/server.crt`,
        `keyfile ${at}/server.key`,
      ],
    });
    const pty = `${directory.path}/gateway`;
    const plant = await simulator({ scenario: "cabin", pty }, fastClock(1));
    const words = ["--link", `serial:${pty}`, "--broker", `mqtts://localhost:${mosquitto.port}`];
    const unattended = await setup(directory.path, ["--yes", ...words]);
    assert.equal(unattended.exitCode, 2);
    assert.match(unattended.out.join("\n"), /the authority .* is not known/);
    assert.match(unattended.err.join("\n"), /--ca-file: missing/);
    const { exitCode, out } = await setup(directory.path, words, [
      ...Plant,
      [/^Number \[1\]/, "1"],
      [/certificate of the authority.*Enter goes back/, ""],
      [/^Number \[1\]/, "1"],
      [/certificate of the authority/, "/nonexistent"],
      [/certificate of the authority/, `${at}/ca.crt`],
      ...End,
    ]);
    assert.equal(exitCode, 0, out.join("\n"));
    const { mqtt } = read(`${directory.path}/agent.config.yaml`);
    assert.equal(mqtt.url !== "embedded" && mqtt.tls?.caFile, `${at}/ca.crt`);
    await plant.close();
    await mosquitto.stop();
    await Deno.remove(at, { recursive: true });
  },
);

Deno.test("setup asks through the agent that holds the line, and says so", async () => {
  await using directory = await temporaryDirectory();
  const pty = `${directory.path}/gateway`;
  const plant = await simulator({ scenario: "cabin", pty }, fastClock(1));
  const text = configText(directory.path, {
    installations: [{ id: "home", link: { type: "serial", path: pty } }],
    mqtt: { url: "embedded", port: 0 },
  });
  await Deno.writeTextFile(`${directory.path}/agent.config.yaml`, text);
  {
    await using running = await agentAt(text, fastClock(1));
    await until(() => running.agent.directory.devicesOf("home").length > 1, "devices");
    const { exitCode, out, err } = await setup(directory.path, ["--yes", "--name", "Hut"]);
    assert.deepEqual([exitCode, err], [0, []]);
    assert.match(out.join("\n"), /An agent runs and holds the line/);
    assert.match(out.join("\n"), /with 2 devices: xt1, vt1/);
    assert.match(out.join("\n"), /xt1 +Battery voltage/);
    assert.match(out.join("\n"), /Restart the agent that runs/);
  }
  await plant.close();
});
