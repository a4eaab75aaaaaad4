import { connectControl } from "../../control/control_client.ts";
import {
  type AreaFinding,
  brokenCheck,
  type Finding,
  parted,
  unchecked,
} from "../../doctor/finding.ts";
import { clockCheck } from "../../doctor/clock_check.ts";
import { devicesCheck } from "../../doctor/devices_check.ts";
import { gatewayCheck } from "../../doctor/gateway_check.ts";
import { judgeLine, judgePortName } from "../../doctor/line_check.ts";
import type { DoctorMachine } from "../../doctor/machine.ts";
import { type PlantPatient, RecordObserver, serially } from "../../doctor/plant_patient.ts";
import { type Check, runChecks } from "../../doctor/run_checks.ts";
import { watchdogCheck } from "../../doctor/watchdog_check.ts";
import type { InstallationConfig } from "../../config/installation_schema.ts";
import type { ScanResult } from "../../control/plant_access.ts";
import { DeviceMemory } from "../../installation/survey/device_memory.ts";
import { machineFiles } from "../../installation/state_files.ts";
import { type LinkConfig, linkSource } from "../../link/open.ts";
import { silentLog } from "../../log.ts";
import type { CommandContext } from "../cli/command_context.ts";
import type { CommonOptions } from "../cli/common_options.ts";
import { type PlantConnection, withPlant } from "../plant/plant_connection.ts";
import { UserError } from "../cli/user_error.ts";

/** What is looked at of a plant once its line is open, one after another: the line takes one question at a time. */
const PlantChecks: readonly Check<PlantPatient>[] = [
  gatewayCheck,
  devicesCheck,
  watchdogCheck,
  clockCheck,
];

/** What was found of a plant. */
export interface PlantExamination {
  readonly findings: readonly AreaFinding[];
  /** Undefined where the line could not be had. */
  readonly scan: ScanResult | undefined;
}

/** Whether an agent uses a state directory; `forbidden` where one does that this user may not ask. */
export async function runningAgent(
  stateDirectory: string,
): Promise<"runs" | "none" | "forbidden"> {
  try {
    const control = await connectControl(stateDirectory, "");
    control?.close();
    return control === undefined ? "none" : "runs";
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return "forbidden";
    throw error;
  }
}

/** Looks at the plant of one installation, through the running agent where there is one. */
export async function examinePlant(
  installation: InstallationConfig,
  stateDirectory: string,
  options: CommonOptions,
  context: CommandContext,
  machine: DoctorMachine,
): Promise<PlantExamination> {
  const { terminal } = context;
  const { id, link } = installation;
  const onProgress = (area: string) => terminal.progress(`Looking at ${id}: ${area} …`);
  onProgress("line");
  let findings: readonly AreaFinding[] = [];
  let scan: ScanResult | undefined;
  try {
    await withPlant({ ...options, installation: id }, context, async (plant) => {
      const observer = new RecordObserver();
      await plant.watch((record) => observer.add(record));
      const { throughAgent } = plant;
      const line = judgeLine({ kind: "open", link: await descriptionOf(link), throughAgent });
      const patient = patientOf(plant, observer, installation, stateDirectory, context);
      const scanning = async () => scan = await patient.scan();
      const checked = await runChecks(PlantChecks, { ...patient, scan: scanning }, {
        ...context,
        onProgress,
      });
      findings = [{ area: "line", ...line }, ...checked];
    });
  } catch (error) {
    // What nobody foresaw must not keep the doctor from looking at the rest.
    findings = context.signal.aborted
      ? withoutLine(unchecked("interrupted"), "interrupted")
      : error instanceof UserError
      ? await closedLine(error, link, stateDirectory, machine)
      : [{ area: "line", ...brokenCheck(error) }];
  }
  const name = link.type === "serial" ? judgePortName(link.path, machine.ports()) : [];
  const named = name.map((finding): AreaFinding => ({ area: "line", ...finding }));
  return {
    findings: [...findings, ...named].map((finding) => ({ ...finding, installation: id })),
    scan,
  };
}

function patientOf(
  { access, throughAgent, explainSilence }: PlantConnection,
  observer: RecordObserver,
  { id, link, timeZone }: InstallationConfig,
  stateDirectory: string,
  { clock }: CommandContext,
): PlantPatient {
  const memory = { stateDirectory, installation: id, files: machineFiles, clock, log: silentLog };
  return {
    ...serially(access),
    throughAgent,
    explainSilence,
    parity: link.type === "serial" ? link.parity : undefined,
    timeZone,
    clock,
    seen: () => observer.seen,
    remembered: () => new DeviceMemory(memory).load(),
  };
}

async function descriptionOf(link: LinkConfig): Promise<string> {
  const source = linkSource(link, silentLog);
  try {
    return source.description;
  } finally {
    await source.close();
  }
}

async function closedLine(
  { message }: UserError,
  link: LinkConfig,
  stateDirectory: string,
  machine: DoctorMachine,
): Promise<AreaFinding[]> {
  const agent = await runningAgent(stateDirectory);
  const { what, advice } = parted(message);
  // An agent that runs is meant to have the port open.
  const holders = agent === "none" && link.type === "serial" ? machine.holders(link.path) : [];
  const line = agent === "forbidden"
    ? unchecked(what, advice)
    : judgeLine({ kind: "closed", problem: message, holders });
  return withoutLine(line, "the line could not be opened");
}

/** What is said of the line, and why nothing behind it was looked at. */
function withoutLine(line: Finding, why: string): AreaFinding[] {
  const others = [...new Set(PlantChecks.map(({ area }) => area))];
  return [
    { area: "line", ...line },
    ...others.map((area) => ({ area, ...unchecked(why) })),
  ];
}
