import type { Config } from "../config/schema.ts";
import { withoutVariables } from "../config/variables.ts";
import { readYaml } from "../config/yaml_text.ts";
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
  /** Whether this process may change who may. */
  readonly isOwn: boolean;
  /** What belongs to the agent's user, where the file does not. */
  readonly agentsDirectory?: string;
}

const OTHERS = 0o006;
const OTHERS_WRITE = 0o002;

/** Who may read and write what matters. */
export function judgePermissions(files: readonly GuardedFile[]): Finding[] {
  const findings = files.flatMap(judgeFile);
  return findings.some(({ verdict }) => verdict !== "note")
    ? findings
    : [ok("only those may read passwords and use the port who should"), ...findings];
}

function judgeFile(file: GuardedFile): Finding[] {
  const { path, kind, status: { mode }, usable } = file;
  const shownMode = (mode & 0o777).toString(8).padStart(4, "0");
  switch (kind) {
    case "port":
      if (usable) return [];
      return [fault(
        `this user may not use ${path}`,
        `add it to the group ${SERIAL_GROUP} (sudo usermod -aG ${SERIAL_GROUP} $USER) and log in again`,
      )];
    case "secret":
    case "config_with_secrets": {
      if ((mode & OTHERS) === 0) return [];
      const what = kind === "secret" ? path : `the password in ${path}`;
      return [warning(`everybody may read ${what} (${shownMode})`, closing(file))];
    }
    case "config":
      if ((mode & OTHERS_WRITE) !== 0) {
        return [warning(`everybody may change ${path} (${shownMode})`, closing(file))];
      }
      if ((mode & OTHERS) === 0) return [];
      return [note(`everybody may read ${path} (${shownMode}), but no password is in it`)];
  }
}

/** The command that leaves a file to its agent alone. */
function closing({ path, isOwn, agentsDirectory }: GuardedFile): string {
  if (agentsDirectory === undefined) return `${isOwn ? "" : "sudo "}chmod 600 ${path}`;
  return `sudo chown --reference=${agentsDirectory} ${path} && sudo chmod 600 ${path}`;
}

/** Looks who may read and write what matters. */
export const permissionsCheck: Check<HomePatient> = {
  area: "permissions",
  limitMs: 10_000,
  examine: async (patient) => judgePermissions(await guardedFiles(patient)),
};

async function guardedFiles(
  { config, configFile, machine, agentRuns }: HomePatient,
): Promise<GuardedFile[]> {
  const { mqtt, web, installations, stateDirectory } = config;
  // An agent that runs has the ports, whoever else may not.
  const ports = agentRuns ? [] : installations.map(({ link }) => link);
  const wanted: (readonly [path: string | undefined, kind: GuardedFile["kind"]])[] = [
    [
      configFile,
      await holdsPassword(configFile, config, machine) ? "config_with_secrets" : "config",
    ],
    [mqtt.passwordFile, "secret"],
    [web.passwordFile, "secret"],
    [mqtt.url === "embedded" ? undefined : mqtt.tls?.keyFile, "secret"],
    ...ports.map((link) => [link.type === "serial" ? link.path : undefined, "port"] as const),
  ];
  const agent = (await statusOf(stateDirectory, machine))?.uid;
  const files = wanted.map(async ([path, kind]): Promise<GuardedFile[]> => {
    const status = path === undefined ? undefined : await statusOf(path, machine);
    // What is missing is somebody else's to tell.
    if (path === undefined || status === undefined) return [];
    return [{
      path,
      kind,
      status,
      usable: mayUse(status, machine),
      isOwn: [0, status.uid].includes(machine.uid),
      ...(agent !== undefined && agent !== status.uid && { agentsDirectory: stateDirectory }),
    }];
  });
  return (await Promise.all(files)).flat();
}

/** Whether a password stands in the file itself, rather than in a variable or a file of its own. */
async function holdsPassword(
  file: string,
  { mqtt, web }: Config,
  machine: DoctorMachine,
): Promise<boolean> {
  const { tree } = readYaml(await machine.readTextFile(file));
  return ([["mqtt", mqtt], ["web", web]] as const).some(([section, { password }]) =>
    password !== undefined &&
    (tree as Written)[section]?.password === withoutVariables(password)
  );
}

/** What of a configuration's text may be a password. */
type Written = Readonly<Partial<Record<string, { readonly password?: unknown }>>>;

async function statusOf(path: string, machine: DoctorMachine): Promise<FileStatus | undefined> {
  try {
    return await machine.status(path);
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
