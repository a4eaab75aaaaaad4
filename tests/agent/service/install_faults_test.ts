import assert from "node:assert/strict";
import { eventText } from "../../../agent/service/event.ts";
import { installService } from "../../../agent/service/install.ts";
import { Places, UNIT_NAME } from "../../../agent/service/places.ts";
import { refused, running, Usual } from "./install_parts.ts";
import { testMachine } from "./test_machine.ts";

Deno.test("installService() takes everything back where the service does not start", async () => {
  await using made = await testMachine();
  await made.write("/usr/local/bin/studer-agent", "the version before");
  await made.write(Places.unit, "the unit before");
  const program = `${made.machine.root}/new`;
  await Deno.writeTextFile(program, "the new version");
  made.answers = (line) => {
    if (line.startsWith("systemctl restart")) return { code: 1, err: "Job failed. See journalctl" };
    if (line.startsWith("journalctl")) return { out: "out of sun\n" };
    return running(line);
  };
  await refused(made, /^systemctl restart \S+ failed: out of sun$/, { program });
  // The former service goes on with the former unit.
  assert.deepEqual(made.ran.slice(-7), [
    `systemctl stop ${UNIT_NAME}`,
    "systemctl daemon-reload",
    "udevadm control --reload",
    "udevadm trigger --action=change --subsystem-match=tty",
    "udevadm settle --timeout=10",
    "userdel studer-agent",
    `systemctl restart ${UNIT_NAME}`,
  ]);
});

Deno.test("installService() takes everything back where it is interrupted", async () => {
  await using made = await testMachine();
  const interrupted = new AbortController();
  const deps = { machine: made.machine, say: () => {}, signal: interrupted.signal };
  made.answers = (line) => {
    if (line === "systemctl daemon-reload") interrupted.abort();
    return undefined;
  };
  await assert.rejects(installService(Usual, deps), /^ServiceError: Interrupted/);
  assert.deepEqual(await made.files(), {});
  assert.ok(made.ran.includes("userdel studer-agent"));
});

Deno.test("installService() does not say that all is as before where a program failed to undo", async () => {
  await using made = await testMachine();
  made.answers = (line) =>
    /^(?:systemctl restart|userdel)/.test(line) ? { code: 8, err: "user is logged in" } : undefined;
  const said: string[] = [];
  await assert.rejects(
    installService(Usual, { machine: made.machine, say: (event) => said.push(eventText(event)) }),
    /^ServiceError: systemctl restart /,
  );
  assert.equal(
    said.at(-1),
    "cannot be taken back: userdel studer-agent failed: user is logged in",
  );
});

Deno.test("installService() asks the agent's own words, not systemd's, why it did not start", async () => {
  await using made = await testMachine();
  made.answers = (line) =>
    line.startsWith("systemctl restart")
      ? { code: 1, err: "Job failed. See journalctl" }
      : line.startsWith("journalctl")
      ? { out: line.includes(` _SYSTEMD_UNIT=${UNIT_NAME} `) ? "no sun" : "Failed to start" }
      : undefined;
  await refused(made, /^systemctl restart \S+ failed: no sun$/);
});

Deno.test("installService() into an image writes nothing where a link leads out of it", async () => {
  await using made = await testMachine({ isImage: true });
  await using elsewhere = await testMachine();
  await Deno.symlink(elsewhere.machine.root, `${made.machine.root}/etc/systemd`);
  await refused(made, /^Cannot write .*\/etc\/systemd leads to .*, out of /);
  assert.deepEqual(await elsewhere.files(), {});
});

Deno.test("installService() refuses by name what it cannot do", async () => {
  {
    await using made = await testMachine({ isRoot: false });
    await refused(made, /needs root: type sudo studer-agent service install/);
    assert.deepEqual(made.ran, []);
  }
  {
    await using made = await testMachine({ isBooted: false });
    await refused(made, /^systemd does not run .* let .* run studer-agent run --config \/etc/);
  }
  await using made = await testMachine();
  await refused(made, /cannot see \/home\/pi\/a\.yaml, .* move it to \/etc\/studer-agent/, {
    configPath: "/home/pi/a.yaml",
  });
  await refused(made, /cannot see \/home\/pi\/password, .* move it beside \/etc\/studer-agent/, {
    readPaths: ["/home/pi/password"],
  });
  await refused(made, /cannot write into \/home\/pi\/solar, /, {
    writablePaths: ["/home/pi/solar"],
  });
  made.answers = (line) =>
    line.startsWith("systemd-sysusers") ? { code: 1, err: "No space left" } : undefined;
  await refused(made, /^systemd-sysusers \S+ failed: No space left$/);
});

Deno.test("installService() refuses a configuration that is a link into a user's home", async () => {
  await using made = await testMachine();
  await made.write("/home/pi/a.yaml", "installations: []\n");
  await Deno.mkdir(`${made.machine.root}/etc/studer-agent`);
  await Deno.symlink("../../home/pi/a.yaml", `${made.machine.root}${Places.config}`);
  await refused(made, /^the service cannot see \/home\/pi\/a\.yaml, /);
});

Deno.test("installService() names the file that it cannot write", async () => {
  await using made = await testMachine();
  // Below /proc nobody writes, not even root.
  const machine = { ...made.machine, root: "/proc/self/root/proc" };
  await assert.rejects(
    installService(Usual, { machine: { ...machine, isImage: true }, say: () => {} }),
    /^ServiceError: Cannot write \/proc\/\S+: /,
  );
});
