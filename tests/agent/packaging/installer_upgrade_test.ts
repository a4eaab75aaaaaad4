import assert from "node:assert/strict";
import { programTest } from "../../support/program_test.ts";
import { installerWorkshop, type Workshop } from "./installer_parts.ts";

/** A machine with systemd, on which the first release is a service already. */
async function machineWithService(): Promise<Workshop> {
  const made = await installerWorkshop();
  const units = `${made.root}/etc/systemd/system`;
  for (const each of [units, `${made.root}/run/systemd/system`]) {
    await Deno.mkdir(each, { recursive: true });
  }
  await made.runThere();
  await made.calls();
  await Deno.writeTextFile(`${units}/studer-agent.service`, "");
  await made.release("second");
  return made;
}

/** A `systemctl` that knows one state, and says beside the program's calls what else it was told. */
const systemctl = (isActive: boolean) =>
  `if [ "$1" = is-active ]; then exit ${isActive ? 0 : 3}; fi; echo "systemctl $*" >>"$CALLS"`;

programTest(["dash"], "install.sh leaves the former release running after an upgrade", async () => {
  await using made = await machineWithService();
  const { code, text } = await made.runThere([], { systemctl: systemctl(true) });
  assert.equal(code, 0, text);
  assert.deepEqual(await made.calls(), ["version", "service install --restart"]);
  assert.match(await Deno.readTextFile(made.installed), /# second /);
});

programTest(["dash"], "install.sh starts at an upgrade what its owner had stopped", async () => {
  await using made = await machineWithService();
  const { code, text } = await made.runThere([], { systemctl: systemctl(false) });
  assert.equal(code, 0, text);
  assert.match(text, /^The service does not run, as before; type sudo systemctl start /m);
  assert.deepEqual(await made.calls(), ["version"]);
});

programTest(["dash"], "install.sh leaves the plant unread where an upgrade fails", async () => {
  await using made = await machineWithService();
  await made.refuseService();
  const { code, text } = await made.runThere([], { systemctl: systemctl(true) });
  assert.equal(code, 1, text);
  assert.match(await Deno.readTextFile(made.installed), /# first /);
  assert.deepEqual(await made.calls(), [
    "version",
    "service install --restart",
    "systemctl restart studer-agent",
  ]);
});
