import { Places, UNIT_NAME } from "../service/places.ts";
import type { ServiceStatus } from "../service/status.ts";
import { fault, type Finding, note, ok, unchecked, warning } from "./finding.ts";
import type { HomePatient } from "./home_patient.ts";
import type { Check } from "./run_checks.ts";

/** What is known of the agent as a service. */
export interface ServiceFacts {
  readonly status: ServiceStatus;
  readonly agentRuns: boolean;
  /** Of the program that looks. */
  readonly version: string;
}

const MANY_RESTARTS = 5;

/** Whether the agent is a service that runs, and comes back after a restart of the machine. */
export function judgeService({ status, agentRuns, version }: ServiceFacts): Finding[] {
  switch (status.kind) {
    case "no-systemd":
      return [unchecked("there is no systemd here that could tell of a service")];
    case "not-installed":
      return [note(
        agentRuns
          ? "the agent runs, but not as a service: it is gone after a restart of the machine"
          : "the agent is not installed as a service",
        "sudo studer-agent service install",
      )];
    case "installed":
      break;
  }
  const findings: Finding[] = [];
  if (!status.isEnabled) {
    findings.push(warning(
      "the service does not start with the machine",
      `sudo systemctl enable ${UNIT_NAME}`,
    ));
  }
  if (status.version !== undefined && status.version !== version) {
    findings.push(note(
      `the service is version ${status.version}, this program is ${version}`,
      "install the newer one as the service, too",
    ));
  }
  if (status.isRunning && !agentRuns) {
    findings.push(warning(
      "the service runs, but with another state directory than this configuration's: commands do not reach it",
      `give its configuration by --config, and write stateDirectory: ${Places.state} into it`,
    ));
  }
  return [...findings, activityOf(status)];
}

function activityOf(
  { isRunning, activity, restarts, errors }: Extract<ServiceStatus, { kind: "installed" }>,
): Finding {
  const log = `journalctl -u ${UNIT_NAME} -n 50 says why`;
  const last = errors.at(-1);
  if (isRunning && restarts < MANY_RESTARTS) return ok("the service runs");
  if (isRunning) {
    return warning(`the service runs, but systemd started it again ${restarts} times`, log);
  }
  if (activity.startsWith("failed")) {
    return fault(`the service failed${last === undefined ? "" : `: ${last}`}`, log);
  }
  if (activity.startsWith("inactive")) {
    return fault("the service is stopped", `sudo systemctl start ${UNIT_NAME}`);
  }
  return warning(`the service is ${activity}`, log);
}

/** Asks systemd for the service. */
export const serviceCheck: Check<HomePatient> = {
  area: "service",
  limitMs: 15_000,
  async examine({ service, agentRuns, version }) {
    return judgeService({ status: await service(), agentRuns, version });
  },
};
