import { resolve } from "node:path";
import { brokerCheck } from "../doctor/broker_check.ts";
import { discoveryCheck } from "../doctor/discovery_check.ts";
import { diskCheck } from "../doctor/disk_check.ts";
import { type AreaFinding, Areas, fault } from "../doctor/finding.ts";
import type { HomePatient } from "../doctor/home_patient.ts";
import { machineClockCheck } from "../doctor/machine_clock_check.ts";
import type { DoctorMachine } from "../doctor/machine.ts";
import { permissionsCheck } from "../doctor/permissions_check.ts";
import { type Check, runChecks } from "../doctor/run_checks.ts";
import { serviceCheck } from "../doctor/service_check.ts";
import type { LoadedConfig } from "../config/load.ts";
import { ConfigError, problemLine } from "../config/problem.ts";
import type { ScanResult } from "../control/plant_access.ts";
import { thisServiceMachine } from "../service/machine.ts";
import { serviceStatus } from "../service/status.ts";
import { AGENT_VERSION } from "../version.ts";
import { chosenConfig, chosenInstallation } from "./chosen_config.ts";
import type { CommandContext } from "./command_context.ts";
import type { CommonOptions } from "./common_options.ts";
import { examinePlant, runningAgent } from "./doctor_plant.ts";
import { UserError } from "./user_error.ts";

/** What is looked at of the machine and what the agent talks to. */
const HomeChecks: readonly Check<HomePatient>[] = [
  machineClockCheck,
  brokerCheck,
  discoveryCheck,
  diskCheck,
  permissionsCheck,
  serviceCheck,
];

/** What an examination brought to light. */
export interface Examination {
  readonly findings: readonly AreaFinding[];
  /** Undefined where there is no configuration that can be used. */
  readonly loaded: LoadedConfig | undefined;
  /** By the installation's id. */
  readonly scans: ReadonlyMap<string, ScanResult>;
}

/**
 * Looks at everything that the options name; what is wrong is a finding. Throws a `UserError` at an
 * installation that the configuration lacks.
 */
export async function examine(
  options: CommonOptions,
  context: CommandContext,
  machine: DoctorMachine,
): Promise<Examination> {
  const chosen = configuration(options, context);
  if (chosen.kind === "none") {
    return { findings: chosen.findings, loaded: undefined, scans: new Map() };
  }
  const { loaded } = chosen;
  const { config, file } = loaded;
  const agent = await runningAgent(config.stateDirectory);
  const { clock, signal, terminal } = context;
  const findings = [...chosen.findings];
  const scans = new Map<string, ScanResult>();
  const installations = options.installation === undefined
    ? config.installations
    : [chosenInstallation(options, config)];
  for (const installation of installations) {
    const plant = await examinePlant(
      installation,
      config.stateDirectory,
      options,
      context,
      machine,
    );
    findings.push(...plant.findings);
    if (plant.scan !== undefined) scans.set(installation.id, plant.scan);
  }
  // A link in place of a configuration says nothing of anything else.
  if (options.link === undefined) {
    const home: HomePatient = {
      config,
      configFile: resolve(context.machine.directory, file),
      machine,
      clock,
      agentRuns: agent !== "none",
      clientId: `studer-agent-doctor-${crypto.randomUUID().slice(0, 8)}`,
      version: AGENT_VERSION,
      service: () => serviceStatus(thisServiceMachine()),
    };
    const onProgress = (area: string) => terminal.progress(`Looking at ${area} …`);
    findings.push(...await runChecks(HomeChecks, home, { clock, signal, onProgress }));
  }
  const place = ({ area }: AreaFinding) => Areas.indexOf(area);
  return { findings: findings.toSorted((a, b) => place(a) - place(b)), loaded, scans };
}

type ChosenConfiguration =
  | {
    readonly kind: "loaded";
    readonly loaded: LoadedConfig;
    readonly findings: readonly AreaFinding[];
  }
  | { readonly kind: "none"; readonly findings: readonly AreaFinding[] };

/** A configuration that cannot be used is the first thing that is wrong, and hides all else. */
function configuration(options: CommonOptions, context: CommandContext): ChosenConfiguration {
  const area = "configuration";
  try {
    const loaded = chosenConfig(options, context);
    const { file, warnings } = loaded;
    const findings: AreaFinding[] = warnings.map((problem) => {
      const [text = "", ...advice] = problemLine(problem).split("; ");
      return { area, verdict: "warning", text, remedy: advice.join("; ") };
    });
    const told: AreaFinding = { area, verdict: "ok", text: `${file}: no problems` };
    return { kind: "loaded", loaded, findings: findings.length === 0 ? [told] : findings };
  } catch (error) {
    const problems = error instanceof ConfigError
      ? error.problems.map(problemLine)
      : error instanceof UserError && options.link === undefined
      ? [error.message]
      : undefined;
    if (problems === undefined) throw error;
    const findings = problems.map((problem): AreaFinding => {
      const [text = "", ...advice] = problem.split("; ");
      const remedy = advice.join("; ") || "studer-agent setup writes a configuration that works";
      return { area, ...fault(text, remedy) };
    });
    return { kind: "none", findings };
  }
}
