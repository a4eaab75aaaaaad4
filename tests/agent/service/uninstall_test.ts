import assert from "node:assert/strict";
import { eventText } from "../../../agent/service/event.ts";
import { installService } from "../../../agent/service/install.ts";
import { Places, UNIT_NAME } from "../../../agent/service/places.ts";
import { uninstallService } from "../../../agent/service/uninstall.ts";
import { type TestMachine, testMachine } from "./test_machine.ts";

const CONFIG = "installations: []\n";
const TOTALS = `${Places.state}/home.totals.json`;
const CACHED = `${Places.cache}/program`;

/** A machine with the service, its configuration, and what it remembers. */
async function installed(isImage = false): Promise<TestMachine> {
  const made = await testMachine({ isImage });
  await made.write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nstuder-agent:x:998:998::/:/x\n");
  await made.write(Places.config, CONFIG);
  await made.write(TOTALS, "{}");
  await made.write(CACHED, "");
  const options = {
    program: "/usr/local/bin/studer-agent",
    configPath: Places.config,
    ports: [{ installation: "home", path: "/dev/ttyUSB0" }],
    readPaths: [],
    writablePaths: [],
  };
  await installService(options, { machine: made.machine, say: () => {} });
  return made;
}

async function uninstall(
  { machine }: TestMachine,
  options: { readonly purge?: boolean; readonly dryRun?: boolean } = {},
): Promise<string[]> {
  const said: string[] = [];
  await uninstallService({ purge: false, ...options }, {
    machine,
    say: (event) => said.push(eventText(event)),
  });
  return said;
}

Deno.test("uninstallService() ends the service, and keeps configuration and state", async () => {
  await using made = await installed();
  const before = made.ran.length;
  const said = await uninstall(made);
  assert.deepEqual(made.ran.slice(before), [
    `systemctl disable --now ${UNIT_NAME}`,
    "systemctl daemon-reload",
    "udevadm control --reload",
    "udevadm trigger --action=change --subsystem-match=tty",
    "udevadm settle --timeout=10",
  ]);
  assert.deepEqual(
    Object.keys(await made.files()).sort(),
    [
      Places.config,
      "/etc/passwd",
      TOTALS,
    ].sort(),
  );
  assert.equal(
    said.at(-1),
    "kept: /etc/studer-agent and /var/lib/studer-agent, which --purge removes",
  );
  assert.deepEqual(await uninstall(made), ["already so: there is no service of the agent"]);
});

Deno.test("uninstallService() --purge removes everything, the user last", async () => {
  await using made = await installed();
  await uninstall(made, { purge: true });
  assert.deepEqual(Object.keys(await made.files()), ["/etc/passwd"]);
  assert.equal(made.ran.at(-1), "userdel studer-agent");
});

Deno.test("uninstallService() --purge also removes what an earlier uninstallation kept", async () => {
  await using made = await installed(true);
  await uninstall(made);
  assert.equal((await made.files())[Places.config], CONFIG);
  await uninstall(made, { purge: true });
  assert.deepEqual(Object.keys(await made.files()), ["/etc/passwd"]);
});

Deno.test("uninstallService() from an image does not follow a link out of it", async () => {
  await using made = await installed(true);
  await using elsewhere = await testMachine();
  await elsewhere.write("/studer-agent/agent.config.yaml", CONFIG);
  const { root } = made.machine;
  await Deno.rename(`${root}/etc`, `${root}/etc.before`);
  await Deno.symlink(elsewhere.machine.root, `${root}/etc`);
  await assert.rejects(uninstall(made, { purge: true }), /^ServiceError: .* leads to .*, out of /);
  assert.equal((await elsewhere.files())["/studer-agent/agent.config.yaml"], CONFIG);
});

Deno.test("uninstallService() --dry-run changes nothing", async () => {
  await using made = await installed();
  const [files, commands] = [await made.files(), made.ran.length];
  const said = await uninstall(made, { purge: true, dryRun: true });
  assert.deepEqual(await made.files(), files);
  assert.equal(made.ran.length, commands);
  for (const path of [Places.unit, Places.state]) {
    assert.ok(said.includes(`would remove ${path}`), path);
  }
});

Deno.test("uninstallService() goes on where there is nothing to end, and refuses who is not root", async () => {
  await using made = await installed();
  made.answers = () => ({ code: 1, err: "Unit not loaded." });
  const said = await uninstall(made);
  assert.ok(said.some((line) => /^skipped: systemctl disable .*: Unit not loaded\.$/.test(line)));
  assert.equal((await made.files())[Places.unit], undefined);
  await assert.rejects(
    uninstallService({ purge: false }, {
      machine: { ...made.machine, isRoot: false },
      say: () => {},
    }),
    /^ServiceError: service uninstall needs root: type sudo /,
  );
});
