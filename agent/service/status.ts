import { exists, targetOf } from "./files.ts";
import type { ServiceMachine } from "./machine.ts";
import { ADAPTER_NAME, UNIT_NAME } from "./places.ts";

/** How the agent's service is. */
export type ServiceStatus =
  | { readonly kind: "no-systemd" }
  | { readonly kind: "not-installed" }
  | InstalledService;

/** A service that systemd knows. */
export interface InstalledService {
  readonly kind: "installed";
  /** The unit's file. */
  readonly unit: string;
  /** Whether it starts with the machine. */
  readonly isEnabled: boolean;
  readonly isRunning: boolean;
  /** In systemd's words: `active (running)`, `activating (auto-restart)`, `failed (failed)`. */
  readonly activity: string;
  /** Since when it is so; undefined where it never ran since the machine started. */
  readonly since: Date | undefined;
  /** What the agent tells of itself; empty where it does not run. */
  readonly tells: string;
  /** How often systemd had to start it again. */
  readonly restarts: number;
  /** The program, and its version; undefined where it does not tell. */
  readonly program: string;
  readonly version: string | undefined;
  /** The port that the adapter's name leads to; undefined where it has none, or is not plugged in. */
  readonly adapter: string | undefined;
  /** The last errors in the journal, oldest first. */
  readonly errors: readonly string[];
}

const MAX_ERRORS = 5;

const Properties = [
  "LoadState",
  "FragmentPath",
  "UnitFileState",
  "ActiveState",
  "SubState",
  "StateChangeTimestamp",
  "StatusText",
  "NRestarts",
  "ExecStart",
] as const;

/** How the service is; changes nothing. */
export async function serviceStatus(machine: ServiceMachine): Promise<ServiceStatus> {
  if (!exists(`${machine.root}/run/systemd/system`)) return { kind: "no-systemd" };
  const shown = await machine.run("systemctl", [
    "show",
    UNIT_NAME,
    `--property=${Properties.join(",")}`,
  ]);
  const properties = propertiesIn(shown?.out ?? "");
  const property = (name: typeof Properties[number]) => properties.get(name) ?? "";
  if (property("LoadState") !== "loaded") return { kind: "not-installed" };
  const [, program = ""] = /\bpath=(.*?) ; argv/.exec(property("ExecStart")) ?? [];
  return {
    kind: "installed",
    unit: property("FragmentPath"),
    isEnabled: property("UnitFileState") === "enabled",
    isRunning: property("ActiveState") === "active",
    activity: `${property("ActiveState")} (${property("SubState")})`,
    since: timeIn(property("StateChangeTimestamp")),
    tells: property("StatusText"),
    restarts: Number(property("NRestarts")) || 0,
    program,
    version: await versionOf(program, machine),
    adapter: adapterOf(machine),
    errors: await lastErrors(machine),
  };
}

function propertiesIn(text: string): Map<string, string> {
  return new Map(
    text.split("\n").map((line) => {
      const end = line.indexOf("=");
      return [line.slice(0, end), line.slice(end + 1)];
    }),
  );
}

/** `Sun 2026-11-22 20:54:12 UTC`: the machine's programs are asked for the time in UTC. */
function timeIn(text: string): Date | undefined {
  const [, date, time] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(text) ?? [];
  return date === undefined ? undefined : new Date(`${date}T${time}Z`);
}

async function versionOf(program: string, machine: ServiceMachine): Promise<string | undefined> {
  if (program === "") return undefined;
  const ended = await machine.run(program, ["version"]);
  return /^studer-agent (\S+)/.exec(ended?.out ?? "")?.[1];
}

function adapterOf({ root }: ServiceMachine): string | undefined {
  const target = targetOf(`${root}/dev/${ADAPTER_NAME}`);
  return target === undefined ? undefined : `/dev/${target.slice(target.lastIndexOf("/") + 1)}`;
}

async function lastErrors(machine: ServiceMachine): Promise<string[]> {
  const options = ["--priority=err", `--lines=${MAX_ERRORS}`, "--output=short-iso", "--quiet"];
  const ended = await machine.run("journalctl", [
    `--unit=${UNIT_NAME}`,
    "--no-pager",
    "--no-hostname",
    ...options,
  ]);
  return (ended?.out ?? "").split("\n").filter((line) => line !== "" && !line.startsWith("-- "));
}
