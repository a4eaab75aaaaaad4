import { resolve } from "node:path";
import { brokerCheck } from "../../doctor/broker_check.ts";
import { discoveryCheck } from "../../doctor/discovery_check.ts";
import { NoAnswerError } from "../../doctor/answering.ts";
import { diskCheck } from "../../doctor/disk_check.ts";
import {
  type Area,
  type AreaFinding,
  Areas,
  fault,
  type Finding,
  ok,
  parted,
  unchecked,
  warning,
} from "../../doctor/finding.ts";
import type { HomePatient } from "../../doctor/home_patient.ts";
import { machineClockCheck } from "../../doctor/machine_clock_check.ts";
import type { DoctorMachine } from "../../doctor/machine.ts";
import { permissionsCheck } from "../../doctor/permissions_check.ts";
import { type Check, runChecks } from "../../doctor/run_checks.ts";
import { serviceCheck } from "../../doctor/service_check.ts";
import type { LoadedConfig } from "../../config/load.ts";
import { ConfigError, problemLine } from "../../config/problem.ts";
import type { ScanResult } from "../../control/plant_access.ts";
import { thisServiceMachine } from "../../service/machine.ts";
import { serviceStatus } from "../../service/status.ts";
import { AGENT_VERSION } from "../../version.ts";
import { chosenConfig, chosenInstallation } from "../cli/chosen_config.ts";
import type { CommandContext } from "../cli/command_context.ts";
import type { CommonOptions } from "../cli/common_options.ts";
import { examinePlant, runningAgent } from "./doctor_plant.ts";
import { UserError } from "../cli/user_error.ts";

/** What is looked at of the machine and what the agent talks to. */
const HomeChecks: readonly Check<HomePatient>[] = [
  machineClockCheck,
  brokerCheck,
  discoveryCheck,
  diskCheck,
  permissionsCheck,
  serviceCheck,
];

/** Of those, what is the same whether an agent runs or not. */
const AgentlessChecks = [machineClockCheck, brokerCheck, diskCheck, permissionsCheck];

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
  const { loaded, findings: configured } = configuration(options, context);
  const findings: AreaFinding[] = configured.map((each) => ({ area: "configuration", ...each }));
  const scans = new Map<string, ScanResult>();
  if (loaded === undefined) return { findings, loaded, scans };
  const { config } = loaded;
  const installations = options.installation === undefined
    ? config.installations
    : [chosenInstallation(options, config)];
  const { stateDirectory } = config;
  if (await isSilent(stateDirectory, machine)) {
    findings.push(...await examineSilent(loaded, context, machine));
  } else {
    for (const installation of installations) {
      const plant = await examinePlant(installation, stateDirectory, options, context, machine);
      findings.push(...plant.findings);
      if (plant.scan !== undefined) scans.set(installation.id, plant.scan);
    }
    // A link in place of a configuration says nothing of anything else.
    if (options.link === undefined) {
      const agentRuns = await runningAgent(stateDirectory) !== "none";
      findings.push(...await examineHome(HomeChecks, agentRuns, loaded, context, machine));
    }
  }
  const place = ({ area }: AreaFinding) => Areas.indexOf(area);
  return { findings: findings.toSorted((a, b) => place(a) - place(b)), loaded, scans };
}

/** Whether a directory is on a drive that does not answer: whoever connects to a socket there waits. */
async function isSilent(directory: string, machine: DoctorMachine): Promise<boolean> {
  try {
    await machine.status(directory);
    return false;
  } catch (error) {
    return error instanceof NoAnswerError;
  }
}

/** What can be looked at where nobody knows whether an agent runs, and holds the line. */
async function examineSilent(
  loaded: LoadedConfig,
  context: CommandContext,
  machine: DoctorMachine,
): Promise<AreaFinding[]> {
  const text = context.signal.aborted
    ? "interrupted"
    : `${loaded.config.stateDirectory} does not answer: whether an agent runs is not known`;
  const areas: Area[] = ["line", "gateway", "devices", "home assistant", "service"];
  return [
    ...areas.map((area) => ({ area, ...unchecked(text) })),
    ...await examineHome(AgentlessChecks, false, loaded, context, machine),
  ];
}

async function examineHome(
  checks: readonly Check<HomePatient>[],
  agentRuns: boolean,
  { config, file }: LoadedConfig,
  context: CommandContext,
  machine: DoctorMachine,
): Promise<AreaFinding[]> {
  const home: HomePatient = {
    config,
    configFile: resolve(context.machine.directory, file),
    machine,
    clock: context.clock,
    agentRuns,
    clientId: `studer-agent-doctor-${crypto.randomUUID().slice(0, 8)}`,
    version: AGENT_VERSION,
    service: () => serviceStatus(thisServiceMachine()),
  };
  const onProgress = (area: string) => context.terminal.progress(`Looking at ${area} …`);
  return await runChecks(checks, home, { ...context, onProgress });
}

/** What is configured, and what there is to say of it. */
interface ChosenConfiguration {
  /** Undefined where it cannot be used. */
  readonly loaded: LoadedConfig | undefined;
  readonly findings: readonly Finding[];
}

/** A configuration that cannot be used is the first thing that is wrong, and hides all else. */
function configuration(options: CommonOptions, context: CommandContext): ChosenConfiguration {
  try {
    const loaded = chosenConfig(options, context);
    const warnings = loaded.warnings.map((problem) => {
      const { what, advice = "change it in the configuration" } = parted(problemLine(problem));
      return warning(what, advice);
    });
    return {
      loaded,
      findings: warnings.length > 0 ? warnings : [ok(`${loaded.file}: no problems`)],
    };
  } catch (error) {
    return { loaded: undefined, findings: problemsIn(error, options).map(configurationFault) };
  }
}

/** What is wrong with a configuration; throws on what is wrong with the command line. */
function problemsIn(error: unknown, { link }: CommonOptions): string[] {
  if (error instanceof ConfigError) return error.problems.map(problemLine);
  if (error instanceof UserError && link === undefined) return [error.message];
  throw error;
}

function configurationFault(problem: string): Finding {
  const { what, advice = "studer-agent setup writes a configuration that works" } = parted(problem);
  return fault(what, advice);
}
