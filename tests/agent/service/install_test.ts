import assert from "node:assert/strict";
import type { InstallOptions } from "../../../agent/service/install.ts";
import { Places, UNIT_NAME } from "../../../agent/service/places.ts";
import { unitFile } from "../../../agent/service/unit_file.ts";
import { programTest, runProgram } from "../../support/program_test.ts";
import { install, running, Usual } from "./install_parts.ts";
import { testMachine } from "./test_machine.ts";

const WANTS = `/etc/systemd/system/multi-user.target.wants/${UNIT_NAME}`;

Deno.test("installService() makes a user, names the adapter, and starts the service", async () => {
  await using made = await testMachine();
  const said = await install(made);
  const files = await made.files();
  assert.deepEqual(Object.keys(files), [Places.unit, Places.user, Places.owners, Places.udevRules]);
  assert.equal(
    files[Places.unit],
    unitFile({ binary: Usual.program, configPath: Places.config, serialGroup: "dialout" }),
  );
  assert.match(files[Places.udevRules]!, /ATTRS\{serial\}=="A10KZP", SYMLINK\+="studer-xcom"\n$/);
  assert.deepEqual(made.ran.filter((line) => !/ is-|--version/.test(line)), [
    `systemd-sysusers ${Places.user}`,
    `systemd-tmpfiles --create ${Places.owners}`,
    "udevadm control --reload",
    "udevadm trigger --action=change --subsystem-match=tty",
    "udevadm settle --timeout=10",
    "systemctl daemon-reload",
    `systemctl enable ${UNIT_NAME}`,
    `systemctl restart ${UNIT_NAME}`,
  ]);
  assert.ok(said.includes("/dev/studer-xcom is /dev/ttyUSB0, known by its serial number"));
});

Deno.test("installService() done again says what is already so, and changes nothing", async () => {
  await using made = await testMachine();
  await made.write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nstuder-agent:x:998:998::/:/x\n");
  await install(made);
  const before = await made.files();
  made.answers = running;
  const [first] = [made.ran.length];
  const said = await install(made);
  assert.deepEqual(await made.files(), before);
  // Giving the configuration to the user again does no harm, and may be what is needed.
  assert.deepEqual(made.ran.slice(first).filter((line) => !/ is-|--version/.test(line)), [
    `systemd-tmpfiles --create ${Places.owners}`,
  ]);
  for (const what of ["the user", Places.unit, Places.udevRules, "starts with", "runs"]) {
    assert.ok(said.some((line) => line.startsWith("already so: ") && line.includes(what)), what);
  }
});

Deno.test("installService() starts the service anew for another unit or configuration, and not else", async () => {
  await using made = await testMachine();
  await install(made);
  made.answers = running;
  const restarts = async (options: Partial<InstallOptions>) => {
    const before = made.ran.length;
    await install(made, options);
    return made.ran.slice(before).filter((line) => line === `systemctl restart ${UNIT_NAME}`)
      .length;
  };
  assert.equal(await restarts({}), 0);
  assert.equal(await restarts({ restart: true }), 1);
  assert.equal(await restarts({ writablePaths: ["/srv/history"] }), 1);
  assert.match((await made.files())[Places.unit]!, /\nReadWritePaths=-\/srv\/history\n/);
});

Deno.test("installService() copies a program from where others could change it", async () => {
  await using made = await testMachine();
  const program = `${made.machine.root}/downloaded`;
  await Deno.writeTextFile(program, "#!/bin/sh\n");
  await install(made, { program });
  const { mode } = await Deno.stat(`${made.machine.root}${Places.program}`);
  assert.equal(mode! & 0o777, 0o755);
  const files = await made.files();
  assert.equal(files[Places.program], "#!/bin/sh\n");
  assert.match(files[Places.unit]!, /\nExecStart=\/usr\/local\/bin\/studer-agent run /);
  assert.ok((await install(made, { program })).includes(`already so: ${Places.program}`));
});

Deno.test("installService() makes the service's own directory, and leaves another's to its owner", async () => {
  await using made = await testMachine();
  const { root } = made.machine;
  const uid = Deno.uid()!;
  await made.write("/etc/passwd", `studer-agent:x:${uid + 1}:998::/:/x\n`);
  await Deno.mkdir(`${root}/mnt/stick`, { recursive: true });
  const writablePaths = ["/srv/100% solar", "/mnt/stick"];
  const said = await install(made, { writablePaths });
  const owners = (await made.files())[Places.owners]!;
  assert.match(owners, /^d "\/srv\/100%% solar" 0750 studer-agent studer-agent$/m);
  assert.doesNotMatch(owners, /stick/);
  assert.ok(said.some((line) => /^\/mnt\/stick is not the service's: type sudo chown /.test(line)));

  // Done again it stays so, be it made and given to the service or not.
  await Deno.mkdir(`${root}/srv/100% solar`, { recursive: true });
  await made.write("/etc/passwd", `studer-agent:x:${uid}:998::/:/x\n`);
  await install(made, { writablePaths: [writablePaths[0]!] });
  assert.equal((await made.files())[Places.owners], owners);
});

Deno.test("installService() makes directories that the service may enter, whatever the umask", async () => {
  await using made = await testMachine();
  const program = `${made.machine.root}/downloaded`;
  await Deno.writeTextFile(program, "#!/bin/sh\n");
  const umask = Deno.umask(0o077);
  try {
    await install(made, { program });
  } finally {
    Deno.umask(umask);
  }
  for (const path of ["/usr", "/usr/local/bin"]) {
    assert.equal((await Deno.stat(`${made.machine.root}${path}`)).mode! & 0o777, 0o755, path);
  }
});

Deno.test("installService() goes on without udev, and without the adapter, and says so", async () => {
  await using made = await testMachine();
  made.answers = (line) => line.startsWith("udevadm") ? "no such program" : undefined;
  const said = await install(made);
  assert.ok(said.some((line) => /^skipped: there is no udevadm/.test(line)));
  assert.ok(made.ran.includes(`systemctl restart ${UNIT_NAME}`));

  await using bare = await testMachine({ ports: [] });
  const heard = await install(bare);
  assert.ok(heard.some((line) => /^skipped: \/dev\/ttyUSB0 is no serial port/.test(line)));
  assert.equal((await bare.files())[Places.udevRules], undefined);
});

Deno.test("installService() --dry-run shows every file and command, and does nothing", async () => {
  await using made = await testMachine({ isRoot: false });
  const said = await install(made, { dryRun: true });
  assert.deepEqual(await made.files(), {});
  assert.ok(made.ran.every((line) => / is-|--version/.test(line)), made.ran.join("\n"));
  for (const path of [Places.unit, Places.user, Places.owners, Places.udevRules]) {
    assert.ok(said.includes(`would write ${path}:`), path);
  }
  assert.ok(said.includes("    Type=notify"));
  assert.ok(said.includes(`would run: systemctl restart ${UNIT_NAME}`));
});

Deno.test("installService() in an image writes what its first start needs, and runs nothing", async () => {
  await using made = await testMachine({ isImage: true, isRoot: false, isBooted: false });
  await install(made);
  const files = await made.files();
  assert.deepEqual(
    Object.keys(files).sort(),
    [Places.owners, Places.unit, Places.user, WANTS]
      .sort(),
  );
  assert.equal(files[WANTS], Places.unit);
  assert.deepEqual(made.ran, []);
  const again = await install(made);
  assert.ok(again.every((line) => !line.startsWith("wrote ")), again.join("\n"));
});

Deno.test("installService() leaves a package's unit alone, unless something else is wanted", async () => {
  await using made = await testMachine();
  const unit = unitFile({ binary: "/usr/bin/studer-agent", configPath: Places.config });
  await made.write(`/usr/lib/systemd/system/${UNIT_NAME}`, unit);
  await install(made, { program: "/usr/bin/studer-agent" });
  assert.equal((await made.files())[Places.unit], undefined);
  await install(made, { program: "/usr/bin/studer-agent", configPath: "/srv/agent.yaml" });
  assert.match((await made.files())[Places.unit]!, / --config \/srv\/agent\.yaml\n/);
});

programTest(
  ["systemd-sysusers", "systemd-tmpfiles", "fakeroot"],
  "installService() writes what systemd makes the user and the owners of",
  async () => {
    await using made = await testMachine({ isImage: true });
    await made.write("/etc/studer-agent/agent.config.yaml", "secret");
    await made.write("/etc/group", "dialout:x:20:\n");
    await install(made);
    const { root } = made.machine;
    const users = await runProgram("systemd-sysusers", [`--root=${root}`]);
    assert.equal(users.code, 0, users.text);
    const read = (path: string) => Deno.readTextFile(`${root}${path}`);
    assert.match(
      await read("/etc/passwd"),
      /^studer-agent:.*:\/var\/lib\/studer-agent:\/usr\/sbin\/n/m,
    );
    assert.match(await read("/etc/group"), /^dialout:x:20:studer-agent$/m);
    // Only root gives a file to another user.
    const create = ["systemd-tmpfiles", `--root=${root}`, "--create"];
    const owners = await runProgram("fakeroot", create);
    assert.equal(owners.code, 0, owners.text);
    const { mode } = await Deno.stat(`${root}${Places.config}`);
    assert.equal(mode! & 0o777, 0o600);
  },
);
