import type { Config } from "../config/schema.ts";
import { SERIAL_GROUP } from "../service/places.ts";
import { fault, type Finding, note, ok, warning } from "./finding.ts";
import type { HomePatient } from "./home_patient.ts";
import type { DoctorMachine, FileStatus } from "./machine.ts";
import type { Check } from "./run_checks.ts";

/** A file that only the agent should read, or a port that it must. */
export interface GuardedFile {
  readonly path: string;
  /** What it is: `port`, a `config` with or without secrets in it, or a `secret` of its own. */
  readonly kind: "port" | "config" | "config_with_secrets" | "secret";
  readonly status: FileStatus;
  /** Whether this process may read and write it. */
  readonly usable: boolean;
}

const OTHERS = 0o007;
const OTHERS_WRITE = 0o002;

/** Who may read and write what matters. */
export function judgePermissions(files: readonly GuardedFile[]): Finding[] {
  const findings = files.flatMap(({ path, kind, status: { mode }, usable }): Finding[] => {
    const shownMode = (mode & 0o777).toString(8).padStart(4, "0");
    switch (kind) {
      case "port":
        if (usable) return [];
        return [fault(
          `this user may not use ${path}`,
          `add it to the group ${SERIAL_GROUP} (sudo usermod -aG ${SERIAL_GROUP} $USER) and log in again`,
        )];
      case "secret":
      case "config_with_secrets":
        if ((mode & OTHERS) === 0) return [];
        return [
          warning(`everybody may read the password in ${path} (${shownMode})`, `chmod 600 ${path}`),
        ];
      case "config":
        if ((mode & OTHERS_WRITE) !== 0) {
          return [warning(`everybody may change ${path} (${shownMode})`, `chmod 600 ${path}`)];
        }
        if ((mode & OTHERS) === 0) return [];
        return [note(`everybody may read ${path} (${shownMode}), but no password is in it`)];
    }
  });
  return findings.some(({ verdict }) => verdict !== "note")
    ? findings
    : [ok("only those may read passwords and use the port who should"), ...findings];
}

/** Looks who may read and write what matters. */
export const permissionsCheck: Check<HomePatient> = {
  area: "permissions",
  limitMs: 10_000,
  examine({ config, configFile, machine }) {
    return Promise.resolve(judgePermissions(guardedFiles(config, configFile, machine)));
  },
};

function guardedFiles(config: Config, file: string, machine: DoctorMachine): GuardedFile[] {
  const { mqtt, web } = config;
  const hasSecrets = (mqtt.password !== undefined && mqtt.passwordFile === undefined) ||
    (web.password !== undefined && web.passwordFile === undefined);
  const wanted: (readonly [path: string | undefined, kind: GuardedFile["kind"]])[] = [
    [file, hasSecrets ? "config_with_secrets" : "config"],
    [mqtt.passwordFile, "secret"],
    [web.passwordFile, "secret"],
    [mqtt.url === "embedded" ? undefined : mqtt.tls?.keyFile, "secret"],
    ...config.installations.map(({ link }) =>
      [link.type === "serial" ? link.path : undefined, "port"] as const
    ),
  ];
  return wanted.flatMap(([path, kind]) => {
    const status = path === undefined ? undefined : statusOf(path, machine);
    // What is missing is somebody else's to tell.
    if (path === undefined || status === undefined) return [];
    return [{ path, kind, status, usable: mayUse(status, machine) }];
  });
}

function statusOf(path: string, machine: DoctorMachine): FileStatus | undefined {
  try {
    return machine.status(path);
  } catch {
    return undefined;
  }
}

const READ_AND_WRITE = 0o6;

function mayUse({ mode, uid, gid }: FileStatus, machine: DoctorMachine): boolean {
  if (machine.uid === 0) return true;
  const shift = machine.uid === uid ? 6 : machine.groups.includes(gid) ? 3 : 0;
  return (mode >> shift & READ_AND_WRITE) === READ_AND_WRITE;
}
