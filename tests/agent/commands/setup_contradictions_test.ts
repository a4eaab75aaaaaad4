import assert from "node:assert/strict";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { namesIn, setup } from "./setup_context.ts";

const Configured = `installations: [{ id: home, link: { type: tcp, host: 127.0.0.1, port: 9 } }]
mqtt: { url: mqtt://a }
`;

const LINK = ["--link", "tcp:127.0.0.1:9"];

interface Contradiction {
  readonly words: readonly string[];
  /** What is named: both options, and what to do. */
  readonly named: readonly string[];
  readonly configuration?: string;
}

const Contradictions: Readonly<Record<string, Contradiction>> = {
  "to share another broker": {
    words: ["--share-broker", "--broker", "mqtt://a"],
    named: ["--share-broker", "--broker mqtt://a", "--broker embedded"],
  },
  "not to share another broker": {
    words: ["--no-share-broker", "--broker", "mqtt://a"],
    named: ["--no-share-broker", "--broker mqtt://a", "--broker embedded"],
  },
  "to share the broker that is configured": {
    words: ["--share-broker"],
    named: ["--share-broker", "mqtt.url mqtt://a", "--broker embedded"],
    configuration: Configured,
  },
  "to share without a user": {
    words: ["--yes", "--share-broker", "--broker", "embedded"],
    named: ["--username"],
  },
  "a user without a password": {
    words: ["--yes", "--username", "me", "--broker", "mqtt://a"],
    named: ["--password-file"],
  },
  "a certificate for a broker without TLS": {
    words: ["--ca-file", "/dev/null", "--broker", "mqtt://a"],
    named: ["--ca-file", "--broker mqtt://a", "mqtts://"],
  },
  "a certificate for its own broker": {
    words: ["--ca-file", "/dev/null", "--broker", "embedded"],
    named: ["--ca-file", "--broker embedded", "mqtts://"],
  },
  "a certificate without a broker where nobody is there": {
    words: ["--yes", "--ca-file", "/dev/null"],
    named: ["--ca-file", "--broker mqtts://"],
  },
  "a service and none": { words: ["--service", "--no-service"], named: ["--no-service"] },
  "Home Assistant and not": {
    words: ["--no-home-assistant", "--home-assistant"],
    named: ["--home-assistant", "--no-home-assistant"],
  },
  "a link and a port": {
    words: [...LINK, "/dev/ttyUSB7"],
    named: ["--link", "/dev/ttyUSB7"],
  },
  "a baud rate without a link": { words: ["--baud", "38400"], named: ["--baud", "--link serial:"] },
  "a parity for a network": {
    words: [...LINK, "--parity", "none"],
    named: ["--parity", "--link serial:"],
  },
  "to choose an installation and to name one": {
    words: ["--installation", "home", "--installation-id", "barn"],
    named: ["--installation ", "--installation-id"],
    configuration: Configured,
  },
  "to choose an installation where there is none": {
    words: ["--installation", "home"],
    named: ["--installation ", "--installation-id"],
  },
};

for (const [what, { words, named, configuration }] of Object.entries(Contradictions)) {
  Deno.test(`setup refuses ${what} before it asks or tries anything`, async () => {
    await using directory = await temporaryDirectory();
    const file = `${directory.path}/agent.config.yaml`;
    if (configuration !== undefined) await Deno.writeTextFile(file, configuration);
    const before = namesIn(directory.path);
    const told = new Set<string>();
    for (const language of ["en", "fr", "de"]) {
      const { exitCode, out, err } = await setup(
        directory.path,
        [...words, "--language", language],
        [],
      );
      assert.deepEqual([exitCode, out], [2, []]);
      const [line = "", ...others] = err;
      assert.deepEqual(others, []);
      for (const name of named) assert.ok(line.includes(name), `${name}: ${line}`);
      told.add(line);
    }
    assert.equal(told.size, 3);
    assert.deepEqual(namesIn(directory.path), before);
  });
}

Deno.test("setup asks again for a broker that does not go with its options", async () => {
  await using directory = await temporaryDirectory();
  const words = ["--no-test", ...LINK, "--no-share-broker"];
  const { exitCode, out } = await setup(directory.path, words, [
    ...[/called/, /MQTT topics/, /Time zone/].map((question) => [question, ""] as const),
    [/^MQTT broker/, "mqtt://a"],
    [/^MQTT broker/, "embedded"],
    [/Home Assistant find/, ""],
    [/Write it/, ""],
  ]);
  assert.equal(exitCode, 0, out.join("\n"));
  assert.match(out.join("\n"), /--no-share-broker and mqtt:\/\/a contradict each other/);
});
