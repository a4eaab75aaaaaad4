import assert from "node:assert/strict";
import { agentAt, configText, simulator, temporaryDirectory } from "../../end_to_end/parts.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { freePort } from "../../support/free_port.ts";
import { makePasswordFile, mosquittoTest, startMosquitto } from "../../support/mosquitto.ts";
import { type CommandAtWork, run, said, start } from "./plant_context.ts";

type Sections = Parameters<typeof configText>[1];

/** Runs the agent at a cabin until the test is over; returns what it wrote of things that fail. */
async function withRun(
  sections: Partial<Sections>,
  test: (running: CommandAtWork) => Promise<void>,
): Promise<string[]> {
  await using directory = await temporaryDirectory();
  const plant = await simulator({ scenario: "cabin", listen: 0 }, fastClock(1));
  const file = `${directory.path}/agent.config.yaml`;
  const link = { type: "tcp", host: "127.0.0.1", port: plant.endpoints[0]!.port };
  await Deno.writeTextFile(
    file,
    configText(directory.path, {
      installations: [{ id: "home", link }],
      mqtt: { url: "embedded", port: 0 },
      ...sections,
    }),
  );
  const running = start(`run --config ${file}`);
  try {
    await test(running);
  } finally {
    running.interrupt();
    assert.equal(await running.ended, 0);
    await plant.close();
  }
  assert.deepEqual(running.out, []);
  for (const line of running.err) {
    assert.match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z (INFO |WARN |ERROR) \S/);
  }
  return running.err.filter((line) => !line.includes(" INFO "));
}

/** The state as the web server tells it. */
async function stateOf({ err }: CommandAtWork) {
  const line = await said(err, /Serving the state/);
  const response = await fetch(/url=(\S+)/.exec(line)![1]!);
  return await response.json();
}

Deno.test("run says what it found, serves it, and ends cleanly", async () => {
  const problems = await withRun({}, async (running) => {
    await said(running.err, /Running version=\d+\.\d+\.\d+/);
    await said(running.err, /Found the devices .*xt1 XTM/);
    const state = await stateOf(running);
    assert.equal(state.agent.id, "pi");
    assert.equal(state.installations[0].status, "online");
    const names = state.installations[0].devices.map(({ name }: { name: string }) => name);
    assert.deepEqual(names, ["xcom", "xt1", "vt1", "system"]);
  });
  assert.deepEqual(problems, []);
});

mosquittoTest("run says once that the broker refuses the password, and goes on", async () => {
  const passwords = await makePasswordFile("studer", "sun");
  const mosquitto = await startMosquitto({
    listener: ["allow_anonymous false", `password_file ${passwords}`],
  });
  const mqtt = {
    url: `mqtt://127.0.0.1:${mosquitto.port}`,
    username: "studer",
    password: "moonshine",
  };
  const problems = await withRun({ mqtt }, async (running) => {
    await said(running.err, / WARN /);
    await said(running.err, /Found the devices/);
    assert.equal((await stateOf(running)).agent.broker, "offline");
  });
  assert.equal(problems.length, 1);
  assert.match(
    problems[0]!,
    /WARN {2}MQTT broker mqtt:\S+: the broker .*correct mqtt\.username and mqtt\.password/,
  );
  assert.doesNotMatch(problems[0]!, /moonshine/);
  await mosquitto.stop();
  await Deno.remove(passwords);
});

Deno.test("run says once that the broker is away, and goes on", async () => {
  const mqtt = { url: `mqtt://127.0.0.1:${await freePort()}` };
  const problems = await withRun({ mqtt }, async (running) => {
    await said(running.err, / WARN /);
    await said(running.err, /Found the devices/);
  });
  assert.equal(problems.length, 1);
  assert.match(problems[0]!, /WARN {2}MQTT broker mqtt:\/\/127\.0\.0\.1:\d+: /);
});

Deno.test("run goes on where the ports of its own broker and web server are in use", async () => {
  using broker = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using web = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const problems = await withRun(
    {
      mqtt: { url: "embedded", port: broker.addr.port },
      web: { listen: `127.0.0.1:${web.addr.port}` },
    },
    async (running) => {
      await said(running.err, /Found the devices/);
    },
  );
  assert.equal(problems.length, 2);
  assert.match(
    problems[0]!,
    /ERROR Cannot start the MQTT broker .*the port is in use; stop the other/,
  );
  assert.match(
    problems[1]!,
    /ERROR Cannot serve the state .*another program uses that port; stop it/,
  );
});

Deno.test("run goes on where it cannot keep anything", async () => {
  const file = await Deno.makeTempFile();
  const problems = await withRun({ stateDirectory: `${file}/state` }, async (running) => {
    await said(running.err, /Found the devices/);
  });
  await Deno.remove(file);
  assert.ok(problems.some((line) => /Cannot open the socket for commands/.test(line)));
  assert.ok(problems.some((line) => /Cannot read the saved energies/.test(line)));
  assert.equal(problems.length, 2);
});

Deno.test("run logs JSON with --json", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  const link = { type: "tcp", host: "127.0.0.1", port: 1 };
  await Deno.writeTextFile(
    file,
    configText(directory.path, {
      installations: [{ id: "home", link }],
      mqtt: { url: "embedded", port: 0 },
    }),
  );
  const running = start(`run --config ${file} --json`);
  await said(running.err, /"message":"Running"/);
  running.interrupt();
  assert.equal(await running.ended, 0);
  for (const line of running.err) assert.ok(JSON.parse(line).time);
});

Deno.test("run refuses an installation that the configuration does not have", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  const link = { type: "tcp", host: "127.0.0.1", port: 4001 };
  await Deno.writeTextFile(
    file,
    configText(directory.path, { installations: [{ id: "home", link }] }),
  );
  const { exitCode, err } = await run(`run --config ${file} --installation hom`);
  assert.equal(exitCode, 2);
  assert.deepEqual(err, ['studer-agent: --installation: found "hom"; did you mean home?']);
});

Deno.test("run waits for a port that is missing, and serves the other installation", async () => {
  const plant = await simulator({ scenario: "cabin", listen: 0 }, fastClock(1));
  const { port } = plant.endpoints[0]!;
  const installations = [
    { id: "gone", link: { type: "serial", path: "/dev/ttyNONE" } },
    { id: "cabin", link: { type: "tcp", host: "127.0.0.1", port } },
  ];
  const problems = await withRun({ installations }, async (running) => {
    await said(running.err, /Found the devices installation=cabin/);
    await said(running.err, /WARN .*installation=gone/);
    const [gone, cabin] = (await stateOf(running)).installations;
    assert.equal(gone.status, "offline");
    assert.match(gone.problem, /Cannot open \/dev\/ttyNONE: no such port/);
    assert.equal(cabin.status, "online");
  });
  assert.equal(problems.length, 1);
  assert.match(problems[0]!, /installation=gone .*Cannot open \/dev\/ttyNONE: no such port/);
  await plant.close();
});

Deno.test("run refuses the state directory of another agent, and leaves that one alone", async () => {
  await using directory = await temporaryDirectory();
  const stateDirectory = `${directory.path}/state`;
  const installations = [{ id: "home", link: { type: "serial", path: "/dev/ttyNONE" } }];
  const text = configText(directory.path, {
    installations,
    mqtt: { url: "embedded", port: 0 },
    stateDirectory,
  });
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(file, text);
  {
    await using first = await agentAt(text, fastClock(1));
    const { exitCode, out, err } = await run(`run --config ${file}`);
    assert.deepEqual({ exitCode, out }, { exitCode: 2, out: [] });
    assert.deepEqual(err, [
      `studer-agent: another agent uses the state directory ${stateDirectory}; stop it, ` +
      "or give this one its own stateDirectory",
    ]);
    assert.equal((await (await fetch(`${first.agent.webUrl}/api/state`)).json()).agent.id, "pi");
    assert.ok((await Deno.stat(`${stateDirectory}/control.sock`)).isSocket);
  }
  // Once the first has ended, its place is free.
  const running = start(`run --config ${file}`);
  await said(running.err, /Running/);
  running.interrupt();
  assert.equal(await running.ended, 0);
});

Deno.test("run refuses a wrong configuration with every problem at once", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(
    file,
    [
      "installations:",
      "  - id: My Home",
      "    link: { type: seriel, path: /dev/ttyUSB0 }",
      "    lanes: { fast: 5ms }",
      "mqtt: { ulr: mqtt://localhost }",
      "",
    ].join("\n"),
  );
  const { exitCode, out, err } = await run(`run --config ${file}`);
  assert.deepEqual({ exitCode, out, lines: err.length }, { exitCode: 2, out: [], lines: 4 });
  for (
    const [index, expected] of [":2:", "did you mean serial", ":4:", "did you mean url"].entries()
  ) {
    assert.ok(err[index]!.startsWith(`${file}:`) && err[index]!.includes(expected), err[index]!);
  }
  const missing = await run(`run --config ${directory.path}/none.yaml`);
  assert.equal(missing.exitCode, 2);
  assert.equal(missing.err.length, 1);
  assert.match(missing.err[0]!, /none\.yaml.*cannot be read: no such file/);
});

Deno.test("run ends at once where Ctrl-C came before it began", async () => {
  await using directory = await temporaryDirectory();
  const file = `${directory.path}/agent.config.yaml`;
  await Deno.writeTextFile(
    file,
    configText(directory.path, {
      installations: [{ id: "home", link: { type: "serial", path: "/dev/ttyNONE" } }],
      mqtt: { url: "embedded", port: 0 },
    }),
  );
  const running = start(`run --config ${file}`);
  running.interrupt();
  assert.equal(await running.ended, 0);
});
