import { adapterSteps, type InstallationPort } from "./adapter_steps.ts";
import { carryOut } from "./carry_out.ts";
import type { Command } from "./command.ts";
import type { ServiceEvent } from "./event.ts";
import { exists, isSameFile, realPathBelow, textOf } from "./files.ts";
import type { ServiceMachine } from "./machine.ts";
import { ownerSteps } from "./owner_steps.ts";
import { packagePlace, Places, SERIAL_GROUP, SERVICE_USER, UNIT_NAME } from "./places.ts";
import { checkPlaces, checkSystemd, checkUser } from "./refusals.ts";
import { serviceUserId } from "./service_user.ts";
import { remark, type Step } from "./step.ts";
import { unitFile } from "./unit_file.ts";
import { userFile } from "./user_files.ts";

/** What is to be a service. */
export interface InstallOptions {
  /** The agent's program; one outside of `/usr` and `/opt` is copied to `/usr/local/bin`. */
  readonly program: string;
  /** The configuration; absolute. */
  readonly configPath: string;
  /** The serial port of each installation that has one. */
  readonly ports: readonly InstallationPort[];
  /** What the agent reads beside its configuration, such as a file with a password. */
  readonly readPaths: readonly string[];
  /** Where the agent writes beside its state: absolute directories. */
  readonly writablePaths: readonly string[];
  /** Starts the service anew even where nothing of it changed, as for another configuration. */
  readonly restart?: boolean;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
}

/** On which machine, and who hears of it. */
export interface ServiceDependencies {
  readonly machine: ServiceMachine;
  /** Hears of each thing that was done, or needed not be. */
  readonly say: (event: ServiceEvent) => void;
  /** Aborted when the user wants it to end: what was done is then taken back. */
  readonly signal?: AbortSignal;
}

const Reload: Command = ["systemctl", "daemon-reload"];

/** The serial ports' group, of the systems that do not follow Debian. */
const OTHER_SERIAL_GROUP = "uucp";

/**
 * Makes the agent a service that runs now and after every start of the machine. Done again it
 * changes nothing, or what is new. Throws a `ServiceError`, and then everything is as it was before.
 */
export async function installService(
  options: InstallOptions,
  { machine, say, signal }: ServiceDependencies,
): Promise<void> {
  const { dryRun = false } = options;
  checkPlaces(realPlaces(options, machine));
  if (!dryRun) {
    checkUser("install", machine);
    checkSystemd(machine, options.configPath);
  }
  const steps = await installSteps(options, machine);
  await carryOut(steps, { machine, dryRun, say, ...(signal && { signal }) });
}

/** Where the places lie that links lead to: the unit hides those, too. */
function realPlaces(
  { configPath, readPaths, writablePaths }: InstallOptions,
  { root }: ServiceMachine,
) {
  const real = (path: string) => realPathBelow(root, path);
  return {
    configPath: real(configPath),
    readPaths: readPaths.map(real),
    writablePaths: writablePaths.map(real),
  };
}

async function installSteps(options: InstallOptions, machine: ServiceMachine): Promise<Step[]> {
  const { program, configPath, writablePaths, restart = false } = options;
  const at = (path: string) => `${machine.root}${path}`;
  const isKept = /^\/(?:usr|opt)\//.test(program);
  const binary = isKept ? program : Places.program;
  const serialGroup = serialGroupOf(textOf(at("/etc/group")) ?? "");
  const unit = unitFile({ binary, configPath, serialGroup, writablePaths });
  // A package's own unit serves where the administrator wants nothing else.
  const isPackaged = textOf(at(packagePlace(Places.unit))) === unit && !exists(at(Places.unit));
  const isNewProgram = !isKept && !(exists(at(binary)) && isSameFile(program, at(binary)));
  const isNewUnit = !isPackaged && textOf(at(Places.unit)) !== unit;
  const { isEnabled, isActive } = await stateOf(machine);
  const change = isNewUnit || isNewProgram || restart;

  return [
    // Taken back last: the service as it was before.
    ...(isActive ? [restore("systemctl", "restart", UNIT_NAME)] : []),
    ...(isKept ? [] : [{ kind: "copy", from: program, path: binary } as const]),
    ...userSteps(serialGroup, machine),
    ...ownerSteps(configPath, writablePaths, machine),
    ...await adapterSteps(options.ports, machine),
    ...(isPackaged ? [remark({ kind: "already", path: packagePlace(Places.unit) })] : [
      restore(...Reload),
      { kind: "write", path: Places.unit, text: unit } as const,
      ...(isNewUnit ? [run(...Reload)] : []),
    ]),
    ...enableSteps(isEnabled, machine),
    ...startSteps(isActive, change, machine),
  ];
}

function userSteps(serialGroup: string, machine: ServiceMachine): Step[] {
  const path = Places.user;
  const text = userFile(serialGroup);
  if (serviceUserId(machine) !== undefined) {
    return [remark({ kind: "has_user", user: SERVICE_USER })];
  }
  return [
    { kind: "write", path, text },
    { kind: "run", command: ["systemd-sysusers", path], undo: ["userdel", SERVICE_USER] },
  ];
}

function enableSteps(isEnabled: boolean, { isImage }: ServiceMachine): Step[] {
  if (isEnabled) return [remark({ kind: "enabled_already", unit: UNIT_NAME })];
  if (isImage) {
    // What `systemctl enable` does on a machine that runs.
    const path = `/etc/systemd/system/multi-user.target.wants/${UNIT_NAME}`;
    return [{ kind: "link", path, target: Places.unit }];
  }
  const undo: Command = ["systemctl", "disable", UNIT_NAME];
  return [{ kind: "run", command: ["systemctl", "enable", UNIT_NAME], undo }];
}

function startSteps(isActive: boolean, change: boolean, { isImage }: ServiceMachine): Step[] {
  if (isImage) return [];
  if (isActive && !change) return [remark({ kind: "runs_already", unit: UNIT_NAME })];
  // What the agent itself said: by --unit, systemd has the last word, which is that it failed.
  const words = [`_SYSTEMD_UNIT=${UNIT_NAME}`, "--since=-6min", "--priority=err", "--lines=1"];
  const why: Command = ["journalctl", ...words, "--output=cat", "--quiet"];
  return [{
    kind: "run",
    command: ["systemctl", "restart", UNIT_NAME],
    undo: ["systemctl", "stop", UNIT_NAME],
    why,
  }];
}

async function stateOf(
  machine: ServiceMachine,
): Promise<{ readonly isEnabled: boolean; readonly isActive: boolean }> {
  if (machine.isImage) return { isEnabled: false, isActive: false };
  const answer = async (question: string) =>
    (await machine.run("systemctl", [question, UNIT_NAME]))?.out.trim();
  return {
    isEnabled: await answer("is-enabled") === "enabled",
    isActive: ["active", "activating", "reloading"].includes(await answer("is-active") ?? ""),
  };
}

function serialGroupOf(groups: string): string {
  const has = (name: string) => groups.split("\n").some((line) => line.startsWith(`${name}:`));
  return !has(SERIAL_GROUP) && has(OTHER_SERIAL_GROUP) ? OTHER_SERIAL_GROUP : SERIAL_GROUP;
}

function run(...command: Command): Step {
  return { kind: "run", command };
}

function restore(...command: Command): Step {
  return { kind: "restore", command };
}
