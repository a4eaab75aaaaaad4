import assert from "node:assert/strict";
import { Places } from "../../../agent/service/places.ts";
import { temporaryDirectory } from "../../end_to_end/parts.ts";
import { MINIMAL } from "../config/test_machine.ts";
import { run } from "./command_test_context.ts";

/** An image of a machine, with a configuration; the test's machine knows it by the same path. */
async function image(config = MINIMAL) {
  const directory = await temporaryDirectory();
  return { ...directory, files: { [`${directory.path}${Places.config}`]: config } };
}

Deno.test("service install --root writes a service into an image, and uninstall removes it", async () => {
  await using made = await image();
  const at = (path: string) => `${made.path}${path}`;
  const where = `--root ${made.path}`;
  const { exitCode, out, err } = await run(
    `service install --program /usr/local/bin/studer-agent ${where}`,
    made,
  );
  assert.deepEqual({ exitCode, err }, { exitCode: 0, err: [] });
  assert.ok(out.includes(`wrote ${Places.unit}`));
  assert.match(await Deno.readTextFile(at(Places.unit)), /\nExecStart=\/usr\/local\/bin\/studer-a/);
  assert.equal((await run(`service uninstall ${where}`, made)).exitCode, 0);
  await assert.rejects(Deno.stat(at(Places.unit)), Deno.errors.NotFound);
});

Deno.test("service install lets the service write where the configuration says", async () => {
  await using made = await image(`${MINIMAL}history: { path: /srv/solar/history.sqlite }\n`);
  const { out } = await run(
    `service install --dry-run --program /usr/bin/studer-agent --root ${made.path}`,
    made,
  );
  assert.ok(out.includes("    ReadWritePaths=-/srv/solar"), out.join("\n"));
  assert.equal(out.filter((line) => line.includes("ReadWritePaths=")).length, 1);
});

Deno.test("service install refuses a configuration that is missing or wrong, and points to setup", async () => {
  await using made = await image("installations: []\n");
  const commandLine = `service install --program /usr/bin/studer-agent --root ${made.path}`;
  const wrong = await run(commandLine, made);
  assert.equal(wrong.exitCode, 2);
  const place = `${made.path}${Places.config}`;
  assert.match(wrong.err[0]!, new RegExp(`^${place}:1:.*empty list`));
  assert.ok(wrong.err.at(-1)!.endsWith(`: studer-agent setup --config ${place} writes one`));
  const missing = await run(commandLine);
  assert.equal(missing.exitCode, 2);
  assert.equal(missing.err[0], `${place}: cannot be read: no such file`);
  assert.match(missing.err.at(-1)!, /studer-agent setup --config \S+ writes one$/);
  assert.deepEqual([...Deno.readDirSync(made.path)], []);
});

Deno.test("service install --dry-run shows all that would be done before there is a configuration", async () => {
  await using made = await image();
  const place = `${made.path}${Places.config}`;
  const { exitCode, out, err } = await run(
    `service install --dry-run --program /usr/bin/studer-agent --root ${made.path}`,
  );
  assert.deepEqual([exitCode, err], [0, []]);
  assert.ok(out.includes(`would write ${Places.unit}:`), out.join("\n"));
  assert.equal(
    out.at(-1),
    `missing: ${place}, without which nothing is installed: studer-agent setup --config ${place} ` +
      "writes it; what it names, such as serial ports, comes on top of all this",
  );
  assert.deepEqual([...Deno.readDirSync(made.path)], []);
});

Deno.test("service install --root names the file below the image that it looked for, and takes it by that name", async () => {
  await using made = await image();
  const commandLine = `service install --program /usr/bin/studer-agent --root ${made.path}`;
  const elsewhere = await run(`${commandLine} --config r.yaml`, {
    files: { "/home/pi/r.yaml": MINIMAL },
  });
  assert.equal(elsewhere.err[0], `${made.path}/home/pi/r.yaml: cannot be read: no such file`);
  const below = await run(`${commandLine} --config ${made.path}${Places.config}`, made);
  assert.deepEqual([below.exitCode, below.err], [0, []]);
  const unit = await Deno.readTextFile(`${made.path}${Places.unit}`);
  assert.match(unit, / run --config \/etc\/studer-agent\/agent\.config\.yaml\n/);
});

Deno.test("service install refuses a variable of the user, which the service does not have", async () => {
  await using made = await image(`${MINIMAL}mqtt: { username: "\${BROKER_USER}" }\n`);
  const { exitCode, err } = await run(
    `service install --program /usr/bin/studer-agent --root ${made.path}`,
    { ...made, variables: { BROKER_USER: "sun" } },
  );
  assert.equal(exitCode, 2);
  assert.match(err[0]!, /BROKER_USER/);
});

Deno.test("service install says how to make one file of an agent that runs from its source", async () => {
  await using made = await image();
  const { exitCode, err } = await run(`service install --root ${made.path}`, made);
  assert.equal(exitCode, 2);
  assert.match(err[0]!, /^studer-agent: this agent runs from its source: .*--program FILE$/);
  const { out } = await run(`service install --dry-run --root ${made.path}`, {
    ...made,
    variables: { STUDER_AGENT_PROGRAM: "/opt/studer/studer-agent" },
  });
  assert.ok(out.some((line) => line.includes("ExecStart=/opt/studer/studer-agent run")));
});

Deno.test("service without a verb shows its help", async () => {
  const { exitCode, err } = await run("service");
  assert.equal(exitCode, 2);
  assert.ok(err.some((line) => /^ +uninstall .*configuration and state stay/.test(line)));
});

Deno.test("service install that is interrupted does not end as if it was refused", async () => {
  await using made = await image();
  const { exitCode, err } = await run(
    `service install --program /usr/bin/studer-agent --root ${made.path}`,
    { ...made, isInterrupted: true },
  );
  assert.deepEqual([exitCode, err], [130, [
    "studer-agent: Interrupted before everything was done",
  ]]);
  assert.deepEqual([...Deno.readDirSync(made.path)], []);
});
