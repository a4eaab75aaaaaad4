import assert from "node:assert/strict";
import { join } from "node:path";
import { packageAddon } from "../../../../agent/packaging/package_addon.ts";
import { AGENT_VERSION } from "../../../../agent/version.ts";
import { runProgram } from "../../../support/program_test.ts";
import { run } from "../portable_parts.ts";
import { fakeSupervisor } from "./fake_supervisor.ts";

const LIBRARY = "/usr/lib/studer-agent";
const Mosquitto = { host: "127.0.0.1", port: 1883, ssl: false, username: "a", password: "b" };
const Options = {
  link: "tcp-listen",
  name: "Hut",
  parameters: "expert",
  discovery: true,
  log_level: "warn",
};

let place: string;
let addon: string;

// Tests of one file share a build: it takes longer than all of them.
Deno.test.beforeAll(async () => {
  place = await Deno.makeTempDir();
  const [output] = await packageAddon({ targets: ["x86_64"], directory: place });
  addon = join(output!, "studer_agent");
  const library = join(place, LIBRARY);
  await Deno.mkdir(library, { recursive: true });
  await runProgram("tar", ["-xzf", join(addon, "program-amd64.tar.gz"), "-C", library]);
});

Deno.test.afterAll(() => Deno.remove(place, { recursive: true }));

Deno.test("packageAddon() puts beside the Dockerfile all that it copies", async () => {
  const text = await Deno.readTextFile(join(addon, "Dockerfile"));
  const sources = [...text.matchAll(/^(?:ADD|COPY) (\S+) \S+$/gm)]
    .map(([, source]) => source!.replace("${BUILD_ARCH}", "amd64"));
  assert.equal(sources.length, 2);
  for (const source of sources) assert.ok((await Deno.stat(join(addon, source))).isFile, source);
  const run = await Deno.readTextFile(join(addon, "run.sh"));
  assert.match(run, / run --no-config .*--no-npm /);
  assert.doesNotMatch(run, /@[A-Z_]+@/);
});

Deno.test("packageAddon() gives what the add-on's page shows", async () => {
  const files = ["CHANGELOG.md", "DOCS.md", "README.md", "config.yaml", "icon.png", "translations"];
  for (const file of files) await Deno.stat(join(addon, file));
  await Deno.stat(join(addon, "../repository.yaml"));
});

Deno.test("The add-on's run script makes a configuration that the agent accepts", async () => {
  await using supervisor = fakeSupervisor(Mosquitto);
  const container = await containerAt("accepted", supervisor.url, Options);
  const { code, out, err } = await container.start(supervisor.token);
  assert.equal(code, 0, err);
  assert.match(out, /agent\.config\.yaml: no problems/);
  assert.match(out, /port: 4001$/m);
  assert.match(out, /name: Hut$/m);
  assert.match(out, new RegExp(`stateDirectory: ${container.data}/state$`, "m"));
});

Deno.test("The add-on's run script ends with the reason where there is no configuration", async () => {
  await using supervisor = fakeSupervisor(Mosquitto);
  const container = await containerAt("refused", supervisor.url, { ...Options, link: "serial" });
  const { code, out, err } = await container.start(supervisor.token);
  assert.equal(code, 2);
  assert.equal(out, "");
  assert.match(err, /^studer-agent: The connection is serial, but no serial port is chosen/);
});

Deno.test("The add-on's run script leaves the user's own configuration alone", async () => {
  await using supervisor = fakeSupervisor(Mosquitto);
  const container = await containerAt("own", supervisor.url, Options);
  await Deno.writeTextFile(
    join(container.config, "agent.config.yaml"),
    "installations: [{ id: mine, link: { type: tcp, host: moxa, port: 4001 } }]\n",
  );
  const { code, out, err } = await container.start(supervisor.token);
  assert.equal(code, 0, err);
  assert.match(out, /^Using .*; the add-on's options have no effect\n/);
  assert.match(out, /id: mine$/m);
  assert.equal(supervisor.asked, 0);
});

Deno.test("The add-on's run script is the agent's command line where it is given one", async () => {
  const container = await containerAt("version", "http://127.0.0.1:1", Options);
  const { code, out } = await container.start("", "version");
  assert.equal(code, 0);
  assert.match(out, new RegExp(`^studer-agent ${AGENT_VERSION.replaceAll(".", "\\.")} `));
});

/** The directories that a container has, and the run script told of them; it checks, and does not run. */
async function containerAt(name: string, supervisorUrl: string, options: object) {
  const root = join(place, name);
  const [data, config] = [join(root, "data"), join(root, "config")];
  for (const directory of [data, config]) await Deno.mkdir(directory, { recursive: true });
  await Deno.writeTextFile(join(data, "options.json"), JSON.stringify(options));
  const text = (await Deno.readTextFile(join(addon, "run.sh")))
    .replaceAll(LIBRARY, join(place, LIBRARY))
    .replaceAll("/data", data)
    .replaceAll("/config/", `${config}/`)
    .replaceAll("http://supervisor", supervisorUrl)
    .replace("main.js run ", "main.js check-config ");
  const script = join(root, "run.sh");
  await Deno.writeTextFile(script, text, { mode: 0o755 });
  return {
    data,
    config,
    start: (token: string, ...args: string[]) =>
      run(script, args, { SUPERVISOR_TOKEN: token, DENO_DIR: join(place, "deno_dir") }),
  };
}
