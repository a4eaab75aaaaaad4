import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { temporaryDirectory } from "../../../end_to_end/parts.ts";
import { programTest, runProgram } from "../../../support/program_test.ts";
import { smallPackage } from "./package_parts.ts";

const CONFIG = "etc/studer-agent/agent.config.yaml";
const STATE = "var/lib/studer-agent/totals.json";
const WANTED = "etc/systemd/system/multi-user.target.wants/studer-agent.service";

const Programs = [
  ...["dpkg", "dpkg-deb", "fakeroot"],
  ...["deb-systemd-helper", "systemd-sysusers", "systemd-tmpfiles"],
];

programTest(
  Programs,
  "The Debian package makes its user, and enables no service without configuration",
  async () => {
    await using scratch = await scratchRoot();
    const { dpkg, exists, read } = scratch;
    const said = await dpkg("--install", await smallPackage(scratch.workshop));
    assert.match(said, /not configured yet; run: sudo studer-agent setup/);
    assert.match(await read("etc/passwd"), /^studer-agent:.*:\/var\/lib\/studer-agent:/m);
    assert.match(await read("etc/group"), /^dialout:.*studer-agent$/m);
    assert.equal(await exists(WANTED), false);
    assert.ok(await exists("usr/lib/systemd/system/studer-agent.service"));
  },
);

programTest(
  Programs,
  "The Debian package enables the service that is configured, and can be configured twice",
  async () => {
    await using scratch = await scratchRoot();
    const { dpkg, exists, read, write, list } = scratch;
    const path = await smallPackage(scratch.workshop);
    await write(CONFIG, "installations: []\n");
    const said = await dpkg("--install", path);
    assert.doesNotMatch(said, /not configured/);
    assert.ok(await exists(WANTED));
    const [, owner] = /^configuration: 600 (\d+)$/m.exec(said) ?? [];
    assert.match(await read("etc/passwd"), new RegExp(`^studer-agent:x:${owner}:`, "m"));
    const before = await list();
    await dpkg("--install", path);
    assert.deepEqual(await list(), before);
  },
);

programTest(
  Programs,
  "The Debian package keeps configuration and state when removed, and nothing when purged",
  async () => {
    await using scratch = await scratchRoot();
    const { dpkg, exists, write, list } = scratch;
    const path = await smallPackage(scratch.workshop);
    await write(CONFIG, "installations: []\n");
    await dpkg("--install", path);
    await write(STATE, "{}");

    await dpkg("--remove", "studer-agent");
    assert.equal(await exists("usr/bin/studer-agent"), false);
    assert.ok(await exists(CONFIG) && await exists(STATE));

    await dpkg("--install", path);
    assert.ok(await exists(WANTED), "a removal and an installation lose the service");

    await dpkg("--purge", "studer-agent");
    const left = (await list()).filter((path) => path.includes("studer-agent"));
    assert.deepEqual(left, []);
  },
);

programTest(
  Programs,
  "The Debian package purged leaves nothing of what service install wrote, and all of another's",
  async () => {
    await using scratch = await scratchRoot();
    const { dpkg, write, list } = scratch;
    await dpkg("--install", await smallPackage(scratch.workshop));
    const unit = (program: string) => `[Service]\nExecStart=${program} run --config /srv/a.yaml\n`;
    await write("etc/systemd/system/studer-agent.service", unit("/usr/bin/studer-agent"));
    await write(WANTED, "");
    await write("etc/udev/rules.d/60-studer-agent.rules", "");
    await dpkg("--purge", "studer-agent");
    assert.deepEqual((await list()).filter((path) => path.includes("studer-agent")), []);

    await write("etc/systemd/system/studer-agent.service", unit("/usr/local/bin/studer-agent"));
    const said = await dpkg("--install", join(scratch.workshop, "small.deb"));
    assert.doesNotMatch(said, /not configured/);
    await write(WANTED, "");
    await dpkg("--purge", "studer-agent");
    assert.deepEqual(
      (await list()).filter((path) => path.includes("studer-agent")),
      [
        WANTED,
        "etc/systemd/system/studer-agent.service",
      ].sort(),
    );
  },
);

programTest(
  Programs,
  "The Debian package tells of a program that goes before its own",
  async () => {
    await using scratch = await scratchRoot();
    await scratch.write("usr/local/bin/studer-agent", "");
    const said = await scratch.dpkg("--install", await smallPackage(scratch.workshop));
    assert.match(said, /^\/usr\/local\/bin\/studer-agent from another installation .*; remove it/m);
  },
);

/** An empty system of its own, with dpkg's database and the users that every system has. */
async function scratchRoot() {
  const directory = await temporaryDirectory();
  const root = join(directory.path, "root");
  const at = (path: string) => join(root, path);
  const write = async (path: string, text: string) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), text);
  };
  await mkdir(at("var/lib/dpkg/info"), { recursive: true });
  await mkdir(at("var/lib/dpkg/updates"), { recursive: true });
  await write("var/lib/dpkg/status", "");
  await write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
  await write("etc/group", "root:x:0:\ndialout:x:20:\n");
  const find = async (...args: string[]) => (await runProgram("find", [root, ...args])).text;
  return {
    workshop: directory.path,
    write,
    read: (path: string) => Deno.readTextFile(at(path)),
    exists: async (path: string) => await find("-path", at(path)) !== "",
    /** Every path but dpkg's own and the users' backups. */
    list: async () =>
      (await find("-not", "-path", at("var/lib/dpkg/*"), "-not", "-name", "*-", "-printf", "%P\n"))
        .split("\n").sort(),
    async dpkg(...args: string[]): Promise<string> {
      // Only within the same fakeroot it is known to whom a file was given.
      const script = 'dpkg "$@" && { stat -c "configuration: %a %u" "$0" 2>/dev/null || :; }';
      const { code, text } = await runProgram("fakeroot", [
        ...["sh", "-c", script, at(CONFIG)],
        `--root=${root}`,
        `--log=${at("dpkg.log")}`,
        // The scripts run outside of the root, which has no shell, and are told where it is.
        "--force-script-chrootless",
        "--force-depends",
        ...args,
      ]);
      assert.equal(code, 0, text);
      return text;
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}
