import assert from "node:assert/strict";
import { type InstalledService, serviceStatus } from "../../../agent/service/status.ts";
import { statusLines } from "../../../agent/service/status_lines.ts";
import { type Answers, testMachine } from "./test_machine.ts";

const PROGRAM = "/usr/local/bin/studer-agent";

const shown = [
  `ExecStart={ path=${PROGRAM} ; argv[]=${PROGRAM} run --config /etc/studer-agent/agent.config.yaml ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }`,
  "NRestarts=2",
  "StatusText=reading home; MQTT broker connected",
  "LoadState=loaded",
  "ActiveState=active",
  "SubState=running",
  "FragmentPath=/etc/systemd/system/studer-agent.service",
  "UnitFileState=enabled",
  "StateChangeTimestamp=Sun 2026-06-21 08:00:00 UTC",
  "",
].join("\n");

const ERROR = "2026-06-21T07:59:00+0000 studer-agent[7]: ERROR Cannot open the line";

const answers: Answers = (line) => {
  if (line.startsWith("systemctl show")) return { out: shown };
  if (line.startsWith("journalctl")) return { out: `-- No entries --\n${ERROR}\n` };
  if (line === `${PROGRAM} version`) return { out: "studer-agent 0.1.0 (x86_64)\nDeno 2\n" };
  return undefined;
};

Deno.test("serviceStatus() tells in one go how the service is", async () => {
  await using made = await testMachine();
  made.answers = answers;
  await Deno.mkdir(`${made.machine.root}/dev`);
  await Deno.symlink("ttyUSB0", `${made.machine.root}/dev/studer-xcom`);
  assert.deepEqual(await serviceStatus(made.machine), {
    kind: "installed",
    unit: "/etc/systemd/system/studer-agent.service",
    isEnabled: true,
    isRunning: true,
    activity: "active (running)",
    since: new Date("2026-06-21T08:00:00Z"),
    tells: "reading home; MQTT broker connected",
    restarts: 2,
    program: PROGRAM,
    version: "0.1.0",
    adapter: "/dev/ttyUSB0",
    errors: [ERROR],
  });
});

Deno.test("serviceStatus() tells what is missing", async () => {
  await using made = await testMachine();
  made.answers = (line) =>
    line.startsWith("systemctl show") ? { out: "LoadState=not-found\n" } : undefined;
  assert.deepEqual(await serviceStatus(made.machine), { kind: "not-installed" });
  await using without = await testMachine({ isBooted: false });
  assert.deepEqual(await serviceStatus(without.machine), { kind: "no-systemd" });
});

Deno.test("serviceStatus() knows no time and no version where there are none", async () => {
  await using made = await testMachine();
  made.answers = (line) =>
    line.startsWith("systemctl show")
      ? { out: shown.replace(/(StateChangeTimestamp=).*/, "$1").replace("=active", "=inactive") }
      : line.startsWith(PROGRAM)
      ? "no such program"
      : undefined;
  const { since, version, isRunning, errors } = await serviceStatus(
    made.machine,
  ) as InstalledService;
  assert.deepEqual([since, version, isRunning, errors], [undefined, undefined, false, []]);
});

Deno.test("statusLines() is one view, and leaves out what there is not", async () => {
  await using made = await testMachine();
  made.answers = answers;
  const status = await serviceStatus(made.machine) as InstalledService;
  assert.deepEqual(statusLines(status, Date.UTC(2026, 5, 21, 11, 59)), [
    "installed  /etc/systemd/system/studer-agent.service",
    "enabled    yes, it starts with the machine",
    "state      active (running) for 3 hours",
    "tells      reading home; MQTT broker connected",
    "restarts   2",
    `program    ${PROGRAM} 0.1.0`,
    "errors     the last in the journal:",
    `  ${ERROR}`,
  ]);
});
