import assert from "node:assert/strict";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { freePort } from "../../support/free_port.ts";
import { Places } from "../../../agent/service/places.ts";
import { Manual } from "../../../agent/setup/manual.ts";
import { testMachine } from "../config/test_machine.ts";
import { namesIn, read, setup, UNTRIED } from "./setup_context.ts";

Deno.test("setup takes every answer from options, and needs nobody", async () => {
  await using directory = await temporaryDirectory();
  const passwordFile = `${directory.path}/password`;
  await Deno.writeTextFile(passwordFile, "s3cret\n");
  const { exitCode, out, err } = await setup(directory.path, [
    ...UNTRIED,
    ...["--broker", "broker.example.org", "--username", "me", "--password-file", passwordFile],
    ...["--installation-id", "barn", "--name", "Grange à l'eau", "--time-zone", "Europe/Paris"],
    "--no-home-assistant",
  ]);
  assert.deepEqual([exitCode, err], [0, []]);
  const { installations: [plant], mqtt, homeAssistant } = read(
    `${directory.path}/agent.config.yaml`,
  );
  assert.deepEqual(
    [plant!.id, plant!.name, plant!.timeZone],
    ["barn", "Grange à l'eau", "Europe/Paris"],
  );
  assert.deepEqual(plant!.link, { type: "tcp", host: "127.0.0.1", port: 4001 });
  assert.deepEqual([mqtt.url, mqtt.username, mqtt.password], [
    ["mqtt://broker.example.org:1883"],
    "me",
    "s3cret",
  ]);
  assert.equal(homeAssistant.discovery, false);
  assert.doesNotMatch(out.join("\n"), /s3cret/);
});

Deno.test("setup takes a password with the blanks that it begins and ends with", async () => {
  await using directory = await temporaryDirectory();
  const passwordFile = `${directory.path}/password`;
  await Deno.writeTextFile(passwordFile, " s3cret \n");
  const { exitCode, err } = await setup(directory.path, [
    ...["--yes", ...UNTRIED, "--broker", "a", "--username", "me", "--password-file", passwordFile],
  ]);
  assert.deepEqual([exitCode, err], [0, []]);
  assert.equal(read(`${directory.path}/agent.config.yaml`).mqtt.password, " s3cret ");
});

Deno.test("setup --json tells other programs what was set up, and no secret", async () => {
  await using directory = await temporaryDirectory();
  const passwordFile = `${directory.path}/password`;
  await Deno.writeTextFile(passwordFile, "s3cret\n");
  const { exitCode, out, err } = await setup(directory.path, [
    ...["--json", "--yes", ...UNTRIED, "--broker", "a", "--username", "me"],
    ...["--password-file", passwordFile],
  ]);
  assert.equal(exitCode, 0);
  assert.deepEqual(JSON.parse(out.join("\n")), {
    file: `${directory.path}/agent.config.yaml`,
    changed: true,
    plant: { id: "home", name: "Home", timeZone: "Europe/Zurich" },
    link: { type: "tcp", host: "127.0.0.1", port: 4001 },
    broker: { url: ["mqtt://a:1883"], username: "me" },
    discovery: true,
    service: false,
  });
  assert.doesNotMatch([...out, ...err].join("\n"), /s3cret/);
});

Deno.test("setup says at once which options are missing where nobody is there", async () => {
  await using directory = await temporaryDirectory();
  const { exitCode, err } = await setup(directory.path, ["--broker", "embedded"]);
  assert.equal(exitCode, 2);
  assert.deepEqual(err, [
    "studer-agent: nobody is there to be asked: give --link, --home-assistant, --name, " +
    "--installation-id, --time-zone, or --yes to take what is proposed",
  ]);
});

const refusals: readonly (readonly [what: string, words: readonly string[], line: RegExp])[] = [
  ["half a link", ["--link", "serial"], /--link: found "serial"; give serial:/],
  [
    "a link at the page's own port",
    ["--link", "tcp-listen:8080"],
    /8080 is the agent's own .*4001/,
  ],
  ["an id with blanks", ["--installation-id", "My Barn"], /found "My Barn"; only a-z/],
  ["a zone that is none", ["--time-zone", "Europe/Pari"], /did you mean Europe\/Paris/],
  ["a broker that is none", ["--broker", "http://a"], /found "http:\/\/a"; give an address/],
  [
    "a missing password file",
    ["--username", "me", "--password-file", "/nonexistent"],
    /--password-file: .*no such/,
  ],
  ["an unknown language", ["--language", "it"], /--language.*give "?en/],
  ["a password without a user", ["--password-file", "PASSWORD", "--broker", "a"], /--username: /],
  [
    "a certificate that is missing",
    ["--ca-file", "/nonexistent", "--broker", "mqtts://a"],
    /--ca-file: /,
  ],
];
for (const [what, words, line] of refusals) {
  Deno.test(`setup refuses ${what}, and writes nothing`, async () => {
    await using directory = await temporaryDirectory();
    const passwordFile = `${directory.path}/password`;
    await Deno.writeTextFile(passwordFile, "x");
    const given = words.includes("--link") ? ["--no-test"] : UNTRIED;
    const { exitCode, err } = await setup(directory.path, [
      ...["--yes", ...given],
      ...words.map((word) => word === "PASSWORD" ? passwordFile : word),
    ]);
    assert.equal(exitCode, 2);
    assert.match(err.join("\n"), line);
    assert.deepEqual(namesIn(directory.path), ["password"]);
  });
}

Deno.test("setup keeps comments and settings of a configuration, and the former file beside it", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  const before = [
    "# my plant",
    "installations:",
    "  - id: home   # the id",
    "    link: { type: tcp, host: 10.0.0.1, port: 4001 }",
    "    lanes: { fast: 3s }",
    "mqtt:",
    "  url: mqtt://10.0.0.2:1883   # in the cellar",
    "log: { level: debug }",
    "",
  ].join("\n");
  await Deno.writeTextFile(file, before);
  const { exitCode, out } = await setup(directory.path, [
    ...["--yes", ...UNTRIED, "--name", "Hut", "--broker", "mqtt://10.0.0.3:1883"],
  ]);
  assert.equal(exitCode, 0);
  assert.equal(
    await Deno.readTextFile(file),
    before.replace("10.0.0.1", "127.0.0.1").replace("10.0.0.2", "10.0.0.3")
      .replace("    lanes: { fast: 3s }\n", "    lanes: { fast: 3s }\n    name: Hut\n"),
  );
  const backup = namesIn(directory.path).find((name) => name.endsWith(".bak"))!;
  assert.equal(await Deno.readTextFile(`${directory.path}/${backup}`), before);
  assert.equal((await Deno.stat(`${directory.path}/${backup}`)).mode! & 0o777, 0o600);
  assert.ok(out.some((line) => line.endsWith(backup)));
});

Deno.test("setup writes nothing where the configuration says it all already", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  await setup(directory.path, ["--yes", ...UNTRIED, "--broker", "a"]);
  const before = [await Deno.readTextFile(file), (await Deno.stat(file)).mtime];
  const { exitCode, out } = await setup(directory.path, ["--yes", "--no-test"]);
  assert.equal(exitCode, 0);
  assert.ok(out.some((line) => line.includes("nothing is to be written")), out.join("\n"));
  assert.deepEqual([await Deno.readTextFile(file), (await Deno.stat(file)).mtime], before);
  assert.deepEqual(namesIn(directory.path), ["agent.config.yaml"]);
});

Deno.test("setup adds a second gateway, and leaves the first one", async () => {
  await using directory = await temporaryDirectory();
  await setup(directory.path, ["--yes", ...UNTRIED, "--broker", "a"]);
  const { exitCode } = await setup(directory.path, [
    ...["--yes", "--no-test", "--link", "tcp:127.0.0.1:4002", "--installation-id", "barn"],
  ]);
  assert.equal(exitCode, 0);
  const { installations } = read(`${directory.path}/agent.config.yaml`);
  assert.deepEqual(installations.map(({ id, link }) => [id, link]), [
    ["home", { type: "tcp", host: "127.0.0.1", port: 4001 }],
    ["barn", { type: "tcp", host: "127.0.0.1", port: 4002 }],
  ]);
  const { exitCode: unclear, err } = await setup(directory.path, ["--yes", "--no-test"]);
  assert.equal(unclear, 2);
  assert.match(err.join("\n"), /--installation: missing/);
});

Deno.test("setup goes from the agent's own broker to another one and back, and nothing contradicts", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  const passwordFile = `${directory.path}/password`;
  await Deno.writeTextFile(passwordFile, "x");
  const shared = ["--broker", "embedded", "--share-broker", "--username", "me"];
  await setup(directory.path, ["--yes", ...UNTRIED, ...shared, "--password-file", passwordFile]);
  const own = read(file).mqtt;
  assert.deepEqual([own.url, own.url === "embedded" && own.listen], ["embedded", "0.0.0.0"]);
  const away = await setup(directory.path, ["--yes", "--no-test", "--broker", "mqtts://a"]);
  assert.deepEqual(away.err, []);
  assert.deepEqual([read(file).mqtt.url, read(file).mqtt.password], [["mqtts://a"], "x"]);
  const back = await setup(directory.path, ["--yes", "--no-test", "--broker", "embedded"]);
  assert.deepEqual(back.err, []);
  assert.equal(read(file).mqtt.url, "embedded");
});

Deno.test("setup goes from an encrypted broker to a plain one, and switches its certificates off", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(
    file,
    "installations: [{ id: home, link: { type: tcp, host: a, port: 1 } }]\n" +
      "mqtt:\n  url: mqtts://a\n  tls: { caFile: /ca.pem }\n",
  );
  const { exitCode, err } = await setup(directory.path, [
    ...["--yes", "--no-test", "--broker", "mqtt://a:1883"],
  ]);
  assert.deepEqual([exitCode, err], [0, []]);
  assert.match(await Deno.readTextFile(file), /^ {2}#tls: /m);
});

Deno.test("setup says of answers that contradict each other what is wrong, and writes nothing", async () => {
  await using directory = await temporaryDirectory();
  await setup(directory.path, ["--yes", ...UNTRIED, "--broker", "a"]);
  const before = await Deno.readTextFile(`${directory.path}/agent.config.yaml`);
  const { exitCode, err } = await setup(directory.path, [
    ...["--yes", ...UNTRIED, "--installation-id", "barn"],
  ]);
  assert.equal(exitCode, 2);
  assert.match(
    err.join("\n"),
    /tcp:127\.0\.0\.1:4001 is the gateway of home already; give another one/,
  );
  assert.equal(await Deno.readTextFile(`${directory.path}/agent.config.yaml`), before);
  assert.deepEqual(namesIn(directory.path), ["agent.config.yaml"]);
});

Deno.test("setup names a certificate of the configuration that cannot be read", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  const text = `installations: [{ id: home, link: { type: tcp-listen } }]
mqtt: { url: "mqtts://127.0.0.1:9", tls: { caFile: /nonexistent/ca.pem } }
`;
  await Deno.writeTextFile(file, text);
  const { exitCode, err } = await setup(directory.path, [], [
    [/^Number/, "1"],
    [/^Number/, "3"],
    [/^Link/, `tcp:127.0.0.1:${await freePort()}`],
    [/^Number/, "4"],
    [/called/, ""],
    [/Time zone/, ""],
    [/^MQTT broker/, ""],
  ]);
  assert.equal(exitCode, 2);
  assert.match(err.join("\n"), /\/nonexistent\/ca\.pem cannot be read: no such file$/);
});

Deno.test("setup says what is wrong with a link in the language of the questions", async () => {
  await using directory = await temporaryDirectory();
  const link = `tcp:127.0.0.1:${await freePort()}`;
  const lines = { de: /der Host lehnt ab; prüfen Sie/, fr: /l'hôte refuse ; vérifiez/ };
  for (const [language, line] of Object.entries(lines)) {
    const { exitCode, err } = await setup(directory.path, [
      ...["--yes", "--language", language, "--link", link, "--broker", "embedded"],
    ]);
    assert.equal(exitCode, 3);
    assert.match(err.join("\n"), line);
  }
});

Deno.test("setup changes the file behind a link, and the link stays one", async () => {
  await using directory = await temporaryDirectory();
  const [file, real] = [`${directory.path}/agent.config.yaml`, `${directory.path}/mine.yaml`];
  await setup(directory.path, ["--yes", ...UNTRIED, "--broker", "a", "--config", real]);
  await Deno.symlink(real, file);
  const { exitCode } = await setup(directory.path, ["--yes", "--no-test", "--name", "Hut"]);
  assert.equal(exitCode, 0);
  assert.ok((await Deno.lstat(file)).isSymlink);
  assert.equal(read(real).installations[0]!.name, "Hut");
});

Deno.test("setup puts a new password in the place of the file that held it", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  const passwordFile = `${directory.path}/password`;
  await Deno.writeTextFile(passwordFile, "old");
  await Deno.writeTextFile(
    file,
    "installations: [{ id: home, link: { type: tcp, host: a, port: 1 } }]\n" +
      `mqtt:\n  username: me\n  passwordFile: ${passwordFile}\n`,
  );
  const untouched = await setup(directory.path, ["--yes", "--no-test"]);
  assert.ok(untouched.out.some((line) => line.includes("nothing is to be written")));
  const newPassword = `${directory.path}/new`;
  await Deno.writeTextFile(newPassword, "new");
  const { exitCode } = await setup(directory.path, [
    ...["--yes", "--no-test", "--password-file", newPassword],
  ]);
  assert.equal(exitCode, 0);
  assert.equal(read(file).mqtt.password, "new");
  assert.match(await Deno.readTextFile(file), /^ {2}#passwordFile: /m);
});

Deno.test("setup writes a user name and a password with ${…} so that they are read as they were given", async () => {
  for (const secret of ["a${HOME}b", "$${HOME}", "$$", "${nothing}", "a: #'${\"$"]) {
    await using directory = await temporaryDirectory();
    const passwordFile = `${directory.path}/password`;
    await Deno.writeTextFile(passwordFile, secret);
    const given = ["--broker", "a", "--username", secret, "--password-file", passwordFile];
    const words = ["--yes", ...UNTRIED, ...given, "--name", secret];
    const { exitCode, out, err } = await setup(directory.path, words);
    assert.deepEqual([exitCode, err], [0, []], out.join("\n"));
    const { mqtt, installations: [plant] } = read(`${directory.path}/agent.config.yaml`);
    assert.deepEqual([mqtt.username, mqtt.password, plant!.name], [secret, secret, secret]);
    const again = await setup(directory.path, words);
    assert.ok(again.out.some((line) => line.includes("nothing is to be written")));
  }
});

Deno.test("setup shows no password that was given within the broker's address, and says where it belongs", async () => {
  await using directory = await temporaryDirectory();
  for (const address of ["mqtt://solar:S3cr:t@/x@host", "solar:S3cr:t@host"]) {
    const { exitCode, out, err } = await setup(directory.path, [
      ...["--yes", ...UNTRIED, "--broker", address],
    ]);
    assert.equal(exitCode, 2);
    assert.match(err.join("\n"), /found ".*…@host"; leave user and password .* --password-file/);
    assert.doesNotMatch([...out, ...err].join("\n"), /S3cr/);
  }
});

Deno.test("setup says what is wrong with an option once, and before it tries the gateway", async () => {
  await using directory = await temporaryDirectory();
  const link = ["--yes", "--link", `tcp:127.0.0.1:${await freePort()}`];
  const wrong = [["--time-zone", "Mars/Phobos"], ["--installation-id", "My Barn"], [
    "--broker",
    "http://a",
  ], ["--ca-file", "/nonexistent", "--broker", "mqtts://a"]];
  for (const words of wrong) {
    const { exitCode, out, err } = await setup(directory.path, [...link, ...words]);
    assert.equal(exitCode, 2, err.join("\n"));
    assert.doesNotMatch(out.join("\n"), /Trying/);
    assert.equal(err.join("\n").split(words[1]!).length, words[0] === "--ca-file" ? 3 : 2);
  }
});

Deno.test("setup names a wrong or a missing option in the language of the questions", async () => {
  await using directory = await temporaryDirectory();
  const told = async (...words: string[]) => {
    const { err } = await setup(directory.path, words);
    return err.join("\n");
  };
  const zone = ["--yes", ...UNTRIED, "--time-zone", "Europa/Zürich"];
  assert.match(await told("--language", "de", ...zone), /"Europa\/Zürich" .*; meinten Sie Europe/);
  assert.match(await told("--language", "fr", ...zone), /"Europa\/Zürich" .*; vouliez-vous dire E/);
  assert.match(await told("--language", "de"), /niemand ist da, .*: geben Sie --link, /);
  assert.match(await told("--language", "fr"), /il n'y a personne .* : donnez --link, /);
});

Deno.test("setup as root takes no untouched manual for the machine's configuration", async () => {
  await using directory = await temporaryDirectory();
  const machine = testMachine({ [`${directory.path}/agent.config.yaml`]: Manual });
  const { out } = await setup(directory.path, [...UNTRIED, "--broker", "a"], [
    ...[/called/, /MQTT topics/, /Time zone/, /Home Assistant find/].map((question) =>
      [question, ""] as const
    ),
    [/Write it/, "n"],
  ], { readTextFile: machine.readTextFile });
  const file = Deno.uid() === 0 ? Places.config : `${directory.path}/agent.config.yaml`;
  assert.ok(out.includes(`This will be in ${file}:`), out.join("\n"));
});

Deno.test("setup changes nothing in a configuration that is wrong, and says what is", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(file, "installations: []\n");
  const { exitCode, err } = await setup(directory.path, ["--yes", ...UNTRIED]);
  assert.equal(exitCode, 2);
  assert.match(err.join("\n"), /:1: installations: found an empty list/);
  assert.equal(await Deno.readTextFile(file), "installations: []\n");
});

Deno.test("setup says before its first question that the file cannot be written", async () => {
  const { exitCode, out, err } = await setup("/nonexistent", [
    ...["--config", "/proc/studer-agent/agent.config.yaml"],
  ], []);
  assert.equal(exitCode, 1);
  assert.match(err.join("\n"), /\/proc\/studer-agent\/agent\.config\.yaml cannot be written: /);
  assert.deepEqual(out, []);
});
