import assert from "node:assert/strict";
import type { Config } from "../../../agent/config/schema.ts";
import { diskCheck } from "../../../agent/doctor/disk_check.ts";
import type { Finding } from "../../../agent/doctor/finding.ts";
import type { HomePatient } from "../../../agent/doctor/home_patient.ts";
import type { DoctorMachine, FileStatus } from "../../../agent/doctor/machine.ts";
import { permissionsCheck } from "../../../agent/doctor/permissions_check.ts";
import type { Check } from "../../../agent/doctor/run_checks.ts";
import { loadConfig } from "../../../agent/config/load.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { testMachine } from "../config/test_machine.ts";

const OWNER = 1000;
const AGENT = 990;

const files: Readonly<Record<string, FileStatus>> = {
  "/agent.config.yaml": { mode: 0o100644, uid: OWNER, gid: OWNER },
  "/dev/ttyUSB0": { mode: 0o020660, uid: 0, gid: 20 },
  "/state": { mode: 0o040750, uid: AGENT, gid: AGENT },
  "/": { mode: 0o040755, uid: 0, gid: 0 },
};

/** What a check finds on a machine whose configuration is this. */
async function found(
  check: Check<HomePatient>,
  text: string,
  { agentRuns = false, hidden = "" }: {
    readonly agentRuns?: boolean;
    /** Where this user may not look. */
    readonly hidden?: string;
  } = {},
): Promise<string[]> {
  const configFile = "/agent.config.yaml";
  const variables = { PASSWORD: "sunflower" };
  const config: Config = loadConfig(configFile, testMachine({ [configFile]: text }, variables))
    .config;
  const machine: DoctorMachine = {
    uid: OWNER,
    groups: [OWNER],
    run: () => Promise.resolve(undefined),
    status: (path) =>
      path === hidden
        ? Promise.reject(new Deno.errors.PermissionDenied(path))
        : Promise.resolve(files[path]),
    readTextFile: () => Promise.resolve(text),
    list: () => Promise.resolve([]),
    freeBytes: () => Promise.resolve(2e9),
    tryWriting: () =>
      Promise.reject(Object.assign(new Deno.errors.PermissionDenied(), { code: "EACCES" })),
    ports: () => [],
    holders: () => [],
  };
  const findings: readonly Finding[] = await check.examine({
    config,
    configFile,
    machine,
    clock: new ManualClock(),
    agentRuns,
    clientId: "doctor",
    version: "0",
    service: () => Promise.resolve({ kind: "no-systemd" }),
  }, new AbortController().signal);
  return findings.map(({ verdict, text, remedy }) => `${verdict}: ${text} → ${remedy}`);
}

const plain = `stateDirectory: /state
installations:
  - id: home
    link: { type: serial, path: /dev/ttyUSB0 }
`;
const withPassword = (password: string) =>
  `${plain}mqtt:\n  username: rosa\n  password: ${password}\n`;

Deno.test("permissionsCheck wants the port for this user, unless an agent runs that has it", async () => {
  const own = await found(permissionsCheck, plain);
  assert.match(
    own.at(-1)!,
    /^fault: this user may not use \/dev\/ttyUSB0 → add it to the group dialout/,
  );
  const [shared] = await found(permissionsCheck, plain, { agentRuns: true });
  assert.match(shared!, /^ok: /);
});

Deno.test("permissionsCheck tells a password in the file from one in a variable", async () => {
  const [plainly] = await found(permissionsCheck, withPassword("sunflower"), { agentRuns: true });
  assert.equal(
    plainly,
    "warning: everybody may read the password in /agent.config.yaml (0644) → " +
      "sudo chown --reference=/state /agent.config.yaml && sudo chmod 600 /agent.config.yaml",
  );
  const [variable] = await found(permissionsCheck, withPassword("${PASSWORD}"), {
    agentRuns: true,
  });
  assert.match(variable!, /^ok: /);
});

for (
  const [what, password] of [
    ["a ${ that is no variable", "sun$${flower"],
    ["signs that YAML escapes", '"sun\\"flower" # ${PASSWORD}'],
  ] as const
) {
  Deno.test(`a password with ${what} in a file that everybody may read is warned of`, async () => {
    const [finding] = await found(permissionsCheck, withPassword(password), { agentRuns: true });
    assert.match(finding!, /^warning: everybody may read the password in \/agent\.config\.yaml/);
  });
}

Deno.test("diskCheck says what to do where this user may not look", async () => {
  for (const hidden of ["/state", ""]) {
    const findings = await found(diskCheck, plain, { hidden });
    assert.match(
      findings[0]!,
      /^unchecked: this user may not write to \/state → run doctor as root/,
    );
    assert.ok(findings.every((finding) => !finding.includes("failed")));
  }
});
