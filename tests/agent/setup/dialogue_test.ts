import assert from "node:assert/strict";
import fc from "fast-check";
import type { Ask } from "../../../agent/setup/ask.ts";
import { askAll } from "../../../agent/setup/dialogue.ts";
import { type Answers, editsOf } from "../../../agent/setup/edits.ts";
import { isName } from "../../../agent/config/fields.ts";
import { SetupError } from "../../../agent/setup/setup_error.ts";
import type { Base } from "../../../agent/setup/surroundings.ts";
import { editYaml } from "../../../agent/setup/yaml_edit.ts";
import { Around, baseOf, unattended } from "./parts.ts";

const Running = "installations: [{ id: hut, link: { type: tcp, host: a, port: 1 } }]\n";

function refused(failure: string, line: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof SetupError && error.failure === failure && line.test(error.message);
}

/** What of a configuration's settings would be changed. */
function changed(answers: Answers, base: Base): string[] {
  return editsOf(answers, base)
    .filter((edit) => editYaml(base.text, [edit]) !== base.text)
    .map(({ path }) => path.join("."));
}

Deno.test("askAll() proposes what was found, and this machine's time zone", async () => {
  const { dialogue, said } = unattended();
  assert.deepEqual(await askAll(dialogue), {
    index: undefined,
    link: { type: "serial", path: "/dev/a", baudRate: 38400, parity: "even" },
    plant: { id: "home", name: "Home", timeZone: "Europe/Zurich" },
    broker: { url: "embedded", shared: false },
    discovery: true,
    service: true,
  });
  assert.ok(said.includes("No MQTT broker was seen; with embedded the agent is one itself."));
});

Deno.test("askAll() proposes the broker that is nearest, and tells of the others", async () => {
  const nearby = ["mqtt://localhost:1883", "mqtt://homeassistant.local:1883"];
  const { dialogue, said } = unattended({ brokersNearby: () => Promise.resolve(nearby) });
  assert.deepEqual((await askAll(dialogue)).broker, { url: [nearby[0]] });
  for (const url of nearby) assert.ok(said.includes(`An MQTT broker answers at ${url}.`));
});

Deno.test("askAll() proposes what is configured, and changes nothing of it", async () => {
  const base = baseOf(Running, true);
  const { dialogue } = unattended({}, {}, base);
  const answers = await askAll(dialogue);
  assert.deepEqual(answers.link, { type: "tcp", host: "a", port: 1 });
  assert.deepEqual(changed(answers, base), []);
});

Deno.test("askAll() asks whoever is there for name and time zone of a configured plant, too", async () => {
  const asked: string[] = [];
  const person: Ask = {
    attended: true,
    given: () => undefined,
    say: () => {},
    text({ flag, proposal = "" }) {
      asked.push(`${flag} [${proposal}]`);
      return Promise.resolve(flag === "--time-zone" ? "Europe/Paris" : proposal);
    },
    choose: ({ options, proposal = 0 }) => Promise.resolve(options[proposal]!.value),
    yesNo: ({ proposal }) => Promise.resolve(proposal),
    secret: () => Promise.resolve(undefined),
  };
  const base = baseOf(Running, true);
  const { dialogue } = unattended({}, {}, base);
  const answers = await askAll({ ...dialogue, ask: person });
  assert.deepEqual(asked.slice(0, 2), ["--name [hut]", "--time-zone [Europe/Zurich]"]);
  assert.deepEqual(changed(answers, base), ["installations.0.timeZone"]);
});

Deno.test("askAll() tells of an agent whose configuration is another one, and which holds the port", async () => {
  const { dialogue, said } = unattended({
    findGateways: async () => ({
      ...await Around.findGateways(),
      ports: [{ path: "/dev/a", kind: "closed", obstacle: "held", problem: "" }],
    }),
    isAgentElsewhere: () => Promise.resolve(true),
  });
  await assert.rejects(askAll(dialogue), refused("no_connection", /no gateway answers/));
  assert.ok(said.includes("  /dev/a: another program holds it: stop that one"));
  assert.ok(said.some((line) => line.startsWith("An agent runs here with another configuration")));
});

Deno.test("askAll() does not look for a gateway whose line a running agent holds", async () => {
  const { dialogue, said } = unattended(
    {
      askRunningAgent: () => Promise.resolve(["xt1", "bsp"]),
      findGateways: () => Promise.reject(new Error("looked")),
      tryLink: () => Promise.reject(new Error("tried")),
    },
    {},
    baseOf(Running),
  );
  assert.equal((await askAll(dialogue)).link.type, "tcp");
  assert.ok(said.includes("A gateway answers, with 2 devices: xt1, bsp."));
});

Deno.test("askAll() does not make the agent a broker where another program has the port", async () => {
  const { dialogue } = unattended({ isPortTaken: (port) => port === 1883 });
  await assert.rejects(askAll(dialogue), refused("declined", /Port 1883 .* another program/));
});

Deno.test("askAll() takes no certificate that the service could not see", async () => {
  const flags = { "--broker": "mqtts://a", "--ca-file": "/home/pi/ca.pem" };
  const hidden = { isHiddenFromService: () => true };
  const { dialogue } = unattended(hidden, flags);
  await assert.rejects(askAll(dialogue), refused("usage", /--ca-file: .*service cannot see/));
  const { dialogue: alone } = unattended(hidden, { ...flags, "--service": false });
  assert.equal((await askAll(alone)).broker.caFile, "/home/pi/ca.pem");
});

Deno.test("askAll() offers no service where there can be none, and says why", async () => {
  const { dialogue, said } = unattended({ noService: "not_root" });
  assert.equal((await askAll(dialogue)).service, false);
  assert.ok(said.some((line) => /without root: run this with sudo/.test(line)));
  const { dialogue: wanted } = unattended({ noService: "not_root" }, { "--service": true });
  await assert.rejects(askAll(wanted), refused("declined", /without root/));
});

Deno.test("editsOf() tells commands where a service keeps its state, unless it is said already", async () => {
  const { dialogue } = unattended();
  const answers = await askAll(dialogue);
  assert.ok(changed(answers, baseOf()).includes("stateDirectory"));
  assert.ok(!changed({ ...answers, service: false }, baseOf()).includes("stateDirectory"));
  const base = baseOf(`${Running}stateDirectory: /var/lib/mine\n`, true);
  assert.ok(!changed({ ...answers, index: 0 }, base).includes("stateDirectory"));
});

Deno.test("what setup writes as user, password and name is read as the same text", async () => {
  const { dialogue } = unattended();
  const answers = await askAll(dialogue);
  const pieces = fc.constantFrom("$", "{", "}", "${", "${HOME}", "'", '"', ": ", " #", "a", "é");
  const text = fc.oneof(fc.array(pieces).map((all) => all.join("")), fc.string({ unit: "binary" }));
  const name = text.filter((text) => isName(text));
  const password = text.filter((text) => text !== "");
  const base = baseOf();
  fc.assert(
    fc.property(name, password, name, (username, password, name) => {
      const broker = { url: ["mqtt://a:1883"], username, password };
      const plant = { ...answers.plant, name };
      const written = editYaml(base.text, editsOf({ ...answers, broker, plant }, base));
      const { mqtt, installations } = baseOf(written).config;
      assert.deepEqual(
        [mqtt.username, mqtt.password, installations[0]!.name],
        [username, password, name],
      );
    }),
    { numRuns: 20 },
  );
});

Deno.test("askAll() makes the plant's id of its name, in letters that topics may have", async () => {
  const { dialogue } = unattended({}, { "--name": "Chalet d'Été – Nord" });
  assert.equal((await askAll(dialogue)).plant.id, "chalet_d_ete_nord");
  const { dialogue: nameless } = unattended({}, { "--name": "太陽" });
  assert.equal((await askAll(nameless)).plant.id, "home");
});
