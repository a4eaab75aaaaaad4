import { connectControl } from "../control/control_client.ts";
import { type AreaFinding, unchecked } from "../doctor/finding.ts";
import { clockCheck } from "../doctor/clock_check.ts";
import { devicesCheck } from "../doctor/devices_check.ts";
import { gatewayCheck } from "../doctor/gateway_check.ts";
import { judgeLine } from "../doctor/line_check.ts";
import type { DoctorMachine } from "../doctor/machine.ts";
import { type PlantPatient, RecordObserver, serially } from "../doctor/plant_patient.ts";
import { type Check, runChecks } from "../doctor/run_checks.ts";
import { watchdogCheck } from "../doctor/watchdog_check.ts";
import type { InstallationConfig } from "../config/installation_schema.ts";
import type { ScanResult } from "../control/plant_access.ts";
import { DeviceMemory } from "../installation/survey/device_memory.ts";
import { machineFiles } from "../installation/state_files.ts";
import { errorText } from "../error_text.ts";
import { type LinkConfig, linkSource } from "../link/open.ts";
import { silentLog } from "../log.ts";
import type { CommandContext } from "./command_context.ts";
import type { CommonOptions } from "./common_options.ts";
import { withPlant } from "./plant_connection.ts";
import { UserError } from "./user_error.ts";

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
  const { clock, signal, terminal } = context;
  const { id, link, timeZone } = installation;
  const onProgress = (area: string) => terminal.progress(`Looking at ${id}: ${area} …`);
  onProgress("line");
  let findings: AreaFinding[] = [];
  let scan: ScanResult | undefined;
  try {
    await withPlant({ ...options, installation: id }, context, async (plant) => {
      const observer = new RecordObserver();
      await plant.watch((record) => observer.add(record));
      const access = serially(plant.access);
      const { throughAgent, explainSilence } = plant;
      const line = judgeLine({ kind: "open", link: await descriptionOf(link), throughAgent });
      const found = await runChecks(PlantChecks, {
        ...access,
        throughAgent,
        explainSilence,
        parity: link.type === "serial" ? link.parity : undefined,
        timeZone,
        clock,
        get readsManyInfos() {
          return observer.readsManyInfos;
        },
        get observation() {
          return observer.observation;
        },
        remembered: () =>
          new DeviceMemory({
            stateDirectory,
            installation: id,
            files: machineFiles,
            clock,
            log: silentLog,
          }).load(),
      }, { clock, signal, onProgress });
      findings = [{ area: "line", ...line }, ...found];
      scan = signal.aborted ? undefined : await access.scan();
    });
  } catch (error) {
    // What nobody foresaw must not keep the doctor from looking at the rest.
    findings = error instanceof UserError
      ? await closedLine(error, installation, stateDirectory, machine)
      : [{
        area: "line",
        ...unchecked(
          `this check failed: ${errorText(error)}`,
          "report it, with doctor --bundle",
        ),
      }];
  }
  return { findings: findings.map((finding) => ({ ...finding, installation: id })), scan };
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
  { link }: InstallationConfig,
  stateDirectory: string,
  machine: DoctorMachine,
): Promise<AreaFinding[]> {
  const others = PlantChecks.map(({ area }): AreaFinding => ({
    area,
    ...unchecked("the line could not be opened"),
  }));
  const [what = message, ...advice] = message.split("; ");
  const line = await runningAgent(stateDirectory) === "forbidden"
    ? unchecked(what, advice.join("; "))
    : judgeLine({
      kind: "closed",
      problem: message,
      holders: link.type === "serial" ? machine.holders(link.path) : [],
    });
  const distinct = others.filter(({ area }, index) =>
    others.findIndex((other) => other.area === area) === index
  );
  return [{ area: "line", ...line }, ...distinct];
}
