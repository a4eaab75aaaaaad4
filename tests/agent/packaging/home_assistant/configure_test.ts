import assert from "node:assert/strict";
import { join } from "node:path";
import { loadConfig } from "../../../../agent/config/load.ts";
import { thisMachine } from "../../../../agent/config/machine.ts";
import { configure } from "../../../../agent/packaging/home_assistant/configure.ts";
import { temporaryDirectory } from "../../../end_to_end/parts.ts";
import { fastClock } from "../../../support/fast_clock.ts";
import { type FakeSupervisor, fakeSupervisor } from "./fake_supervisor.ts";

const Mosquitto = {
  addon: "core_mosquitto",
  host: "core-mosquitto",
  port: 1883,
  ssl: false,
  protocol: "3.1.1",
  username: "addons",
  password: "a${b}'c",
};
const Defaults = {
  link: "serial",
  serial_port: "/dev/ttyUSB0",
  baud_rate: "38400",
  parameters: "basic",
  discovery: true,
  log_level: "info",
};
const MODE_BITS = 0o777;

Deno.test("configure() takes Home Assistant's broker, its password as it is", async () => {
  await using supervisor = fakeSupervisor(Mosquitto);
  await using made = await configured(Defaults, supervisor);
  const { installations, mqtt, web } = made.load();
  assert.deepEqual(installations[0]!.link, {
    type: "serial",
    path: "/dev/ttyUSB0",
    baudRate: 38_400,
    parity: "even",
  });
  assert.deepEqual(mqtt.url, ["mqtt://core-mosquitto:1883"]);
  assert.equal(await made.read("mqtt-username"), "addons");
  assert.equal(await made.read("mqtt-password"), "a${b}'c");
  assert.deepEqual(web.listen, { host: "0.0.0.0", port: 8080 });
});

Deno.test("configure() lets nobody else read what it writes", async () => {
  await using supervisor = fakeSupervisor(Mosquitto);
  await using made = await configured(Defaults, supervisor);
  for (const name of ["agent.config.yaml", "mqtt-username", "mqtt-password", "web-password"]) {
    assert.equal(Deno.statSync(join(made.path, name)).mode! & MODE_BITS, 0o600, name);
  }
  assert.match(await made.read("web-password"), /^[0-9a-f]{48}$/);
});

Deno.test("configure() understands each connection", async () => {
  await using supervisor = fakeSupervisor(Mosquitto);
  for (
    const [options, link] of [
      [{ link: "tcp-listen" }, { type: "tcp-listen", port: 4001 }],
      [{ link: "tcp", host: "moxa" }, { type: "tcp", host: "moxa", port: 4001 }],
      [
        { link: "udp", host: "moxa", port: 5000 },
        { type: "udp", host: "moxa", port: 5000, localPort: 4001 },
      ],
    ] as const
  ) {
    await using made = await configured({ ...Defaults, ...options }, supervisor);
    assert.deepEqual(made.load().installations[0]!.link, link);
  }
});

Deno.test("configure() prefers the user's own broker, and does not ask for another", async () => {
  await using supervisor = fakeSupervisor(Mosquitto);
  await using made = await configured(
    { ...Defaults, mqtt_url: "mqtts://mine:8883", web_password: "open" },
    supervisor,
  );
  const { mqtt } = made.load();
  assert.deepEqual(mqtt.url, ["mqtts://mine:8883"]);
  assert.equal(mqtt.username, undefined);
  assert.equal(supervisor.asked, 0);
  assert.equal(await made.read("web-password"), "open");
});

Deno.test("configure() leaves no secret behind that was taken out of the options", async () => {
  await using supervisor = fakeSupervisor(Mosquitto, { ...Mosquitto, password: "", username: "" });
  await using made = await configured(Defaults, supervisor);
  await made.again();
  assert.equal(made.load().mqtt.password, undefined);
  for (const name of ["mqtt-username", "mqtt-password"]) {
    await assert.rejects(made.read(name), Deno.errors.NotFound);
  }
});

Deno.test("configure() waits for a broker that comes up after it, but not for ever", async () => {
  await using supervisor = fakeSupervisor(undefined, undefined, { ...Mosquitto, ssl: true });
  await using made = await configured(Defaults, supervisor);
  assert.deepEqual(made.load().mqtt.url, ["mqtts://core-mosquitto:1883"]);
  assert.equal(supervisor.asked, 3);
  assert.deepEqual(made.said, ["Waiting for Home Assistant's MQTT broker: Service not enabled"]);

  await using without = fakeSupervisor(undefined);
  await assert.rejects(
    configured(Defaults, without),
    /offers no MQTT broker \(Service not enabled\); install and start the Mosquitto broker add-on/,
  );
});

Deno.test("configure() says in one line which option is missing", async () => {
  await using supervisor = fakeSupervisor(Mosquitto);
  const { serial_port: _, ...without } = Defaults;
  await assert.rejects(configured(without, supervisor), /no serial port is chosen; choose one/);
  const tcp = { ...Defaults, link: "tcp" };
  await assert.rejects(configured(tcp, supervisor), /is tcp, but there is no address; give/);
});

/** Writes the options, configures, and reads what came of it. */
async function configured(options: object, { url, token }: FakeSupervisor) {
  const directory = await temporaryDirectory();
  const at = (name: string) => join(directory.path, name);
  await Deno.writeTextFile(at("options.json"), JSON.stringify(options));
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const again = () => configure(directory.path, { url, token, clock: fastClock(10_000), say });
  try {
    await again();
  } catch (error) {
    await directory[Symbol.asyncDispose]();
    throw error;
  }
  return {
    path: directory.path,
    said,
    again,
    read: (name: string) => Deno.readTextFile(at(name)),
    load: () => loadConfig(at("agent.config.yaml"), thisMachine()).config,
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}
