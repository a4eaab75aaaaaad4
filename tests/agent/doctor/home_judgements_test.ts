import { judgeBroker } from "../../../agent/doctor/broker_check.ts";
import { judgeDiscovery } from "../../../agent/doctor/discovery_check.ts";
import { type DiskFacts, judgeDisk } from "../../../agent/doctor/disk_check.ts";
import { judgeMachineClock } from "../../../agent/doctor/machine_clock_check.ts";
import { type GuardedFile, judgePermissions } from "../../../agent/doctor/permissions_check.ts";
import { judgeService } from "../../../agent/doctor/service_check.ts";
import type { ServiceStatus } from "../../../agent/service/status.ts";
import { judgementTests } from "./judgements.ts";

const noon = Date.UTC(2026, 5, 21, 12);

const disk: DiskFacts = { directory: "/state", exists: true, freeBytes: 2e9, files: [] };

const guarded = (kind: GuardedFile["kind"], mode: number, usable = true): GuardedFile => ({
  path: "/a",
  kind,
  status: { mode: 0o100000 | mode, uid: 0, gid: 0 },
  usable,
  isOwn: true,
});

const unit: ServiceStatus = {
  kind: "installed",
  unit: "/etc/systemd/system/studer-agent.service",
  isEnabled: true,
  isRunning: true,
  activity: "active (running)",
  since: undefined,
  tells: "",
  restarts: 0,
  program: "/usr/local/bin/studer-agent",
  version: "0.1.0",
  adapter: undefined,
  errors: [],
};

const service = (status: ServiceStatus, agentRuns = false) =>
  judgeService({ status, agentRuns, version: "0.1.0" });
const stopped = { ...unit, isRunning: false };

judgementTests({
  judgeMachineClock: [
    [
      "network time",
      judgeMachineClock({ wallTime: noon, synchronised: true }),
      /^ok: .*synchronised: 2026-06-21 12:00 UTC$/,
    ],
    [
      "no network time",
      judgeMachineClock({ wallTime: noon, synchronised: false }),
      /^warning: .*set-ntp true/,
    ],
    [
      "a machine that does not tell",
      judgeMachineClock({ wallTime: noon, synchronised: undefined }),
      /^unchecked: /,
    ],
    [
      "a Pi without network",
      judgeMachineClock({ wallTime: 0, synchronised: false }),
      /^warning: .*never set/,
    ],
  ],
  judgeBroker: [
    [
      "one that answers",
      judgeBroker("mqtt://u:p@a:1", { kind: "ok", version: "5" }),
      /^ok: mqtt:\/\/a:1: it answers \(MQTT 5\)$/,
    ],
    [
      "one that is not there",
      judgeBroker("mqtt://a:1", { kind: "refused" }),
      /^fault: mqtt:\/\/a:1: connection refused: nobody listens at that port → start the broker/,
    ],
    [
      "something else",
      judgeBroker("mqtt://a:1", { kind: "not_mqtt", looksLike: "http", greeting: "" }),
      /^fault: .*a web server answers.* → correct the port/,
    ],
  ],
  judgeDiscovery: [
    [
      "what is announced",
      judgeDiscovery({
        agentRuns: true,
        announced: [{ installation: "home", devices: 3, entities: 99 }],
        status: "online",
      }),
      /^ok: home: 3 devices with 99 entities.*\nok: Home Assistant says that it is online$/,
    ],
    [
      "nothing, though the agent runs",
      judgeDiscovery({
        agentRuns: true,
        announced: [{ installation: "home", devices: 0, entities: 0 }],
        status: undefined,
      }),
      /^fault: home: no device.* → mend what is said of line, .*look at the agent's log.*\nnote: /,
    ],
    [
      "nothing before the first run",
      judgeDiscovery({
        agentRuns: false,
        announced: [{ installation: "home", devices: 0, entities: 0 }],
        status: undefined,
      }),
      /^note: home: no device.* → start the agent/,
    ],
    [
      "Home Assistant that is down",
      judgeDiscovery({ agentRuns: true, announced: [], status: "offline" }),
      /^warning: Home Assistant's status is offline →/,
    ],
  ],
  judgeDisk: [
    ["a disk with room", judgeDisk(disk), /^ok: \/state: writable, 2000 MB free$/],
    [
      "a directory that is not there yet",
      judgeDisk({ ...disk, exists: false }),
      /^note: .*not there yet.*\nok: 2000 MB free$/,
    ],
    [
      "little room",
      judgeDisk({ ...disk, freeBytes: 5e7 }),
      /^warning: 50 MB free at \/state → make room/,
    ],
    ["hardly any room", judgeDisk({ ...disk, freeBytes: 1e6 }), /^fault: 1 MB free/],
    [
      "a read-only card",
      judgeDisk({ ...disk, writeProblem: "read_only" }),
      /^fault: .*read-only file system → .*worn out$/,
    ],
    [
      "a full disk",
      judgeDisk({ ...disk, writeProblem: "full", freeBytes: undefined }),
      /^fault: the disk is full.*\nunchecked: /,
    ],
    [
      "another user's directory",
      judgeDisk({ ...disk, writeProblem: "permission" }),
      /^unchecked: this user may not write.* → run doctor as root: sudo studer-agent doctor/,
    ],
    [
      "anything else",
      judgeDisk({ ...disk, writeProblem: { other: "Is a file" } }),
      /^fault: cannot write to \/state: Is a file/,
    ],
    [
      "damaged files",
      judgeDisk({
        ...disk,
        files: [{ name: "totals-home.json.damaged-2026" }, {
          name: "devices-home.json",
          problem: "Unexpected end",
        }],
      }),
      /^note: totals.*put aside.*\nwarning: devices-home\.json cannot be read: Unexpected end/m,
    ],
  ],
  judgePermissions: [
    [
      "all as it should be",
      judgePermissions([
        guarded("secret", 0o600),
        guarded("config_with_secrets", 0o640),
        guarded("port", 0o660),
      ]),
      /^ok: [^\n]*$/,
    ],
    [
      "a port for others",
      judgePermissions([guarded("port", 0o660, false)]),
      /^fault: this user may not use \/a → add it to the group dialout/,
    ],
    [
      "a password for everybody",
      judgePermissions([guarded("secret", 0o644)]),
      /^warning: everybody may read \/a \(0644\) → chmod 600 \/a$/,
    ],
    [
      "a password of another user's for everybody",
      judgePermissions([{ ...guarded("secret", 0o604), isOwn: false }]),
      /^warning: .* → sudo chmod 600 \/a$/,
    ],
    [
      "a file that the agent could not read any more if it were closed",
      judgePermissions([{ ...guarded("secret", 0o644), agentsDirectory: "/state" }]),
      /^warning: .* → sudo chown --reference=\/state \/a && sudo chmod 600 \/a$/,
    ],
    [
      "a configuration with a password",
      judgePermissions([guarded("config_with_secrets", 0o644)]),
      /^warning: everybody may read the password/,
    ],
    [
      "a configuration without one",
      judgePermissions([guarded("config", 0o644)]),
      /^ok: .*\nnote: everybody may read \/a \(0644\), but no password is in it$/,
    ],
    [
      "a configuration that everybody may change",
      judgePermissions([guarded("config", 0o666)]),
      /^warning: everybody may change/,
    ],
  ],
  judgeService: [
    ["no systemd", service({ kind: "no-systemd" }), /^unchecked: /],
    [
      "none installed",
      service({ kind: "not-installed" }),
      /^note: .*not installed.* → sudo studer-agent service install$/,
    ],
    [
      "an agent in a terminal",
      service({ kind: "not-installed" }, true),
      /^note: the agent runs, but not as a service/,
    ],
    [
      "one that this configuration does not reach",
      service(unit, false),
      /^warning: the service runs, but with another state directory.* → give its configuration.*\nok: /,
    ],
    ["one that runs", service(unit, true), /^ok: the service runs$/],
    [
      "one that is not enabled",
      service({ ...unit, isEnabled: false }, true),
      /^warning: .*does not start with the machine → sudo systemctl enable.*\nok: /,
    ],
    [
      "one that failed",
      service({ ...stopped, activity: "failed (failed)", errors: ["No such port"] }),
      /^fault: the service failed: No such port → journalctl/,
    ],
    [
      "one that was stopped",
      service({ ...stopped, activity: "inactive (dead)" }),
      /^fault: the service is stopped → sudo systemctl start/,
    ],
    [
      "one that restarts and restarts",
      service({ ...unit, restarts: 12 }, true),
      /^warning: .*again 12 times/,
    ],
    [
      "one that is starting",
      service({ ...stopped, activity: "activating (auto-restart)" }),
      /^warning: the service is activating \(auto-restart\)/,
    ],
    [
      "another version",
      service({ ...unit, version: "0.0.9" }, true),
      /^note: the service is version 0\.0\.9, this program is 0\.1\.0 →/,
    ],
  ],
});
