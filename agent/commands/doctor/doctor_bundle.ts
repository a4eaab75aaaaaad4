import { join } from "node:path";
import { stringify } from "yaml";
import type { Capture } from "../../../protocol/capture.ts";
import { CatalogueVersion } from "../../../protocol/catalogue/lookup.ts";
import { bundleOf } from "../../doctor/bundle/bundle.ts";
import { Redactor } from "../../doctor/bundle/redactor.ts";
import { secretsOf } from "../../doctor/bundle/secrets_of.ts";
import type { DoctorMachine } from "../../doctor/machine.ts";
import { reportLines } from "../../doctor/report.ts";
import type { Config } from "../../config/schema.ts";
import { effectiveConfig } from "../../config/effective.ts";
import { ConfigError } from "../../config/problem.ts";
import { startDeadline } from "../../deadline.ts";
import { errorText } from "../../error_text.ts";
import { UNIT_NAME } from "../../service/places.ts";
import { AGENT_VERSION } from "../../version.ts";
import { openRecording } from "../capture/recording.ts";
import { writeNew } from "../cli/new_file.ts";
import { chosenConfig } from "../cli/chosen_config.ts";
import type { CommandContext } from "../cli/command_context.ts";
import type { CommonOptions } from "../cli/common_options.ts";
import { ExitCode, UserError } from "../cli/user_error.ts";
import type { Examination } from "./doctor_examination.ts";

const LOG_LINES = 3000;
const LOG_LIMIT_MS = 20_000;

/** Throws a `ConfigError` where this user may not read the configuration: a report would lack most. */
export function checkReadable(options: CommonOptions, context: CommandContext): void {
  try {
    chosenConfig(options, context);
  } catch (error) {
    if (!(error instanceof ConfigError)) return;
    if (error.cause instanceof Deno.errors.PermissionDenied) throw error;
  }
}

/** Writes the archive of a report; throws a `UserError` where it cannot be written, or is interrupted. */
export async function writeBundle(
  path: string,
  capture: Capture | undefined,
  examination: Examination,
  context: CommandContext,
  machine: DoctorMachine,
): Promise<void> {
  const { loaded, scans } = examination;
  const shown = loaded === undefined ? withoutValues : (text: string) => text;
  const findings = examination.findings.map((each) => ({ ...each, text: shown(each.text) }));
  const state = loaded === undefined
    ? new Map()
    : await stateFiles(loaded.config.stateDirectory, machine);
  const texts = new Map<string, string>([
    // Not wrapped: a secret of two words would not be found on two lines.
    ["findings.txt", reportLines(findings, Infinity).join("\n") + "\n"],
    ["findings.json", json(findings)],
    ["versions.json", json(await versions(machine))],
    ...[...scans].map(([id, scan]): [string, string] => [`scan-${id}.json`, json(scan)]),
    ...state,
  ]);
  if (loaded !== undefined) texts.set("config.yaml", configText(loaded.config));
  const log = await serviceLog(machine, context);
  if (log !== undefined) texts.set("log.txt", shown(log));
  const redactor = new Redactor(secretsOf({
    config: loaded?.config,
    hostName: context.machine.hostName,
    userName: context.machine.variable("SUDO_USER") ?? context.machine.variable("USER"),
    serialNumbers: serialNumbersIn([...scans.values(), ...[...state.values()].map(parsed)]),
  }));
  const { clock, signal } = context;
  const archive = bundleOf({ texts, capture }, redactor, clock.wallTime());
  await writeNew(path, unlessInterrupted(archive, signal));
}

async function* unlessInterrupted<T>(pieces: AsyncIterable<T>, signal: AbortSignal) {
  for await (const piece of pieces) {
    if (signal.aborted) throw new UserError("interrupted", ExitCode.interrupted);
    yield piece;
  }
}

/** Where no configuration says which values are secrets, each that is complained about may be one. */
function withoutValues(text: string): string {
  return text.replace(/(?<=: )found (?:"(?:[^"\\]|\\.)*"|[^\s;]+)/g, "found <value>");
}

/** A user's name may be a word that stands everywhere, such as mqtt: here it is known to be one. */
function configText(config: Config): string {
  const { mqtt } = config;
  const nameless = mqtt.username === undefined ? mqtt : { ...mqtt, username: "<user>" };
  return stringify(effectiveConfig({ ...config, mqtt: nameless }));
}

/** Opens a recording to put into a report; throws a `UserError` at what is none. */
export function checkedRecording(file: string, context: CommandContext): Capture {
  const recording = openRecording(file, context);
  for (const _record of recording.records);
  return recording;
}

/** What the agent writes there; an archive holds no longer name. */
const STATE_FILE = /^(?=.{1,100}$)[\w-]+\.json(?:\.[\w.:-]+)?$/;

/** What the agent remembers, by the name that it has in the archive. */
async function stateFiles(
  directory: string,
  machine: DoctorMachine,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  try {
    for (const name of await machine.list(directory)) {
      if (!STATE_FILE.test(name)) continue;
      files.set(`state/${name}`, await textOf(join(directory, name), machine));
    }
  } catch (error) {
    files.set("state/missing.txt", `${errorText(error)}\n`);
  }
  return files;
}

async function textOf(path: string, machine: DoctorMachine): Promise<string> {
  try {
    return await machine.readTextFile(path);
  } catch (error) {
    return `${errorText(error)}\n`;
  }
}

/** The end of the service's log; undefined where there is no journal, or this user may not see it. */
async function serviceLog(
  machine: DoctorMachine,
  { clock, signal }: CommandContext,
): Promise<string | undefined> {
  using deadline = startDeadline(clock, LOG_LIMIT_MS, signal);
  const args = ["-u", UNIT_NAME, "-n", String(LOG_LINES), "--no-pager", "-q", "-o", "short-iso"];
  const answer = await machine.run("journalctl", args, deadline.signal);
  return answer?.code === 0 && answer.out !== "" ? answer.out : undefined;
}

async function versions(machine: DoctorMachine): Promise<unknown> {
  const release = await textOf("/etc/os-release", machine);
  return {
    agent: AGENT_VERSION,
    catalogue: CatalogueVersion,
    target: Deno.build.target,
    deno: Deno.version.deno,
    system: /^PRETTY_NAME="?(.*?)"?$/m.exec(release)?.[1],
    kernel: Deno.osRelease(),
  };
}

/** What stands behind `serialNumber`, at any depth. */
function serialNumbersIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "serialNumber" && typeof inner === "string" && inner !== ""
      // One that was made from another's and a name.
      ? [...new Set([inner, inner.split("-")[0]!])]
      : serialNumbersIn(inner)
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function json(value: unknown): string {
  return JSON.stringify(value, undefined, 2) + "\n";
}
