import { dirname } from "node:path";
import { NameAdapters } from "./adapter_steps.ts";
import { carryOut } from "./carry_out.ts";
import type { Command } from "./command.ts";
import { exists } from "./files.ts";
import type { ServiceDependencies } from "./install.ts";
import type { ServiceMachine } from "./machine.ts";
import { packagePlace, Places, SERVICE_USER, UNIT_NAME } from "./places.ts";
import { checkUser } from "./refusals.ts";
import { serviceUserId } from "./service_user.ts";
import { remark, type Step } from "./step.ts";

/** What is to be removed. */
export interface UninstallOptions {
  /** The configuration, the state and the user, too. */
  readonly purge: boolean;
  /** Only says what would be done. */
  readonly dryRun?: boolean;
}

/**
 * Ends the service and removes what `installService` wrote, but for the program. Done again it finds
 * nothing to do. Throws a `ServiceError`.
 */
export async function uninstallService(
  { purge, dryRun = false }: UninstallOptions,
  { machine, say, signal }: ServiceDependencies,
): Promise<void> {
  if (!dryRun) checkUser("uninstall", machine);
  const steps = uninstallSteps(purge, machine);
  if (steps.length === 0) return say({ kind: "no_service" });
  await carryOut(steps, { machine, dryRun, say, ...(signal && { signal }) });
}

function uninstallSteps(purge: boolean, machine: ServiceMachine): Step[] {
  const has = (path: string) => exists(`${machine.root}${path}`);
  const wants = `/etc/systemd/system/multi-user.target.wants/${UNIT_NAME}`;
  const hasUnit = has(Places.unit) || has(packagePlace(Places.unit));
  const { cache, owners, udevRules, unit, user } = Places;
  const files = [wants, unit, udevRules, owners, user, cache].filter(has);
  const kept = [dirname(Places.config), Places.state].filter(has);
  const hasUser = serviceUserId(machine) !== undefined;
  if (!hasUnit && files.length === 0 && !(purge && (kept.length > 0 || hasUser))) return [];
  const remove = (path: string): Step => ({ kind: "remove", path });
  return [
    ...(hasUnit ? [run("systemctl", "disable", "--now", UNIT_NAME)] : []),
    ...files.map(remove),
    ...(hasUnit ? [run("systemctl", "daemon-reload")] : []),
    ...(files.includes(udevRules) ? NameAdapters.map((command) => run(...command)) : []),
    ...(purge
      ? [...kept.map(remove), ...(hasUser ? [run("userdel", SERVICE_USER)] : [])]
      : kept.length === 0
      ? []
      : [remark({ kind: "kept", paths: kept })]),
  ];
}

// What cannot be ended or reloaded must not keep the rest from being removed.
function run(...command: Command): Step {
  return { kind: "run", command, mayFail: true };
}
