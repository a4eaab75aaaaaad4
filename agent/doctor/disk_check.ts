import { dirname, join } from "node:path";
import { errorText } from "../error_text.ts";
import { NoAnswerError } from "./answering.ts";
import { fault, type Finding, note, ok, parted, unchecked, warning } from "./finding.ts";
import type { HomePatient } from "./home_patient.ts";
import type { DoctorMachine } from "./machine.ts";
import type { Check } from "./run_checks.ts";

/** One file of the state directory. */
export interface StateFileFacts {
  readonly name: string;
  /** Why it cannot be used; undefined where it can. */
  readonly problem?: string;
}

type WriteProblem = "permission" | "read_only" | "full" | "no_directory";

/** The state directory and what is in it. */
export interface DiskFacts {
  readonly directory: string;
  readonly exists: boolean;
  /** Undefined where it could not be found out. */
  readonly freeBytes: number | undefined;
  /** Why nothing can be written there; undefined where it can. */
  readonly writeProblem?: WriteProblem | { readonly other: string };
  readonly files: readonly StateFileFacts[];
}

const MEGABYTE = 1_000_000;
const TOO_LITTLE_BYTES = 10 * MEGABYTE;
const LITTLE_BYTES = 100 * MEGABYTE;

/** Whether the agent can keep what it must remember. */
export function judgeDisk(facts: DiskFacts): Finding[] {
  const { directory, exists, freeBytes, files } = facts;
  const findings: Finding[] = [];
  if (!exists) {
    findings.push(note(`${directory} is not there yet: the agent makes it when it first runs`));
  }
  const problem = writeProblemOf(facts);
  if (problem !== undefined) findings.push(problem);
  if (freeBytes === undefined) {
    findings.push(unchecked(`how much room there is at ${directory} is not known`));
  } else if (freeBytes < TOO_LITTLE_BYTES) {
    findings.push(fault(`${roomText(freeBytes)} free at ${directory}`, "make room on the disk"));
  } else if (freeBytes < LITTLE_BYTES) {
    findings.push(warning(`${roomText(freeBytes)} free at ${directory}`, "make room on the disk"));
  } else if (problem === undefined) {
    const text = exists ? `${directory}: writable, ` : "";
    findings.push(ok(`${text}${roomText(freeBytes)} free`));
  }
  for (const { name, problem } of files) {
    if (name.includes(".damaged-")) {
      findings.push(note(
        `${name}: a file that could not be read was put aside, and its counting began anew`,
        "keep it for a report, then remove it",
      ));
    } else if (problem !== undefined) {
      findings.push(
        warning(`${name} cannot be read: ${problem}`, "stop the agent, and remove or repair it"),
      );
    }
  }
  return findings;
}

function writeProblemOf({ directory, writeProblem }: DiskFacts): Finding | undefined {
  switch (writeProblem) {
    case undefined:
      return undefined;
    case "permission":
      return unchecked(
        `this user may not write to ${directory}`,
        "run doctor as root: sudo studer-agent doctor",
      );
    case "read_only":
      return fault(
        `${directory} is on a read-only file system`,
        "mount it for writing, or set stateDirectory elsewhere; an SD card that turned read-only is worn out",
      );
    case "no_directory":
      return fault(
        `${directory} is no directory, or something above it is none`,
        "move it away, or set stateDirectory elsewhere",
      );
    case "full":
      return fault(`the disk is full at ${directory}`, "make room on it");
    default:
      return fault(`cannot write to ${directory}: ${writeProblem.other}`, "look at the directory");
  }
}

/** Looks at the state directory. */
export const diskCheck: Check<HomePatient> = {
  area: "disk",
  limitMs: 10_000,
  examine: async ({ config, machine }) => judgeDisk(await lookAt(config.stateDirectory, machine)),
};

async function lookAt(directory: string, machine: DoctorMachine): Promise<DiskFacts> {
  const existence = await existenceOf(directory, machine);
  const exists = existence !== "missing";
  const place = existence === "there" ? directory : await nearest(directory, machine);
  const writeProblem = existence === "there" ? await writeProblemAt(directory, machine) : undefined;
  return {
    directory,
    exists,
    freeBytes: await attempt(() => machine.freeBytes(place)),
    ...(existence === "hidden" && { writeProblem: "permission" }),
    ...(writeProblem !== undefined && { writeProblem }),
    files: exists ? await stateFiles(directory, machine) : [],
  };
}

/** `hidden` where this user may not even look. */
async function existenceOf(
  directory: string,
  machine: DoctorMachine,
): Promise<"there" | "missing" | "hidden"> {
  try {
    return await machine.status(directory) === undefined ? "missing" : "there";
  } catch (error) {
    if (error instanceof NoAnswerError) throw error;
    return "hidden";
  }
}

async function nearest(directory: string, machine: DoctorMachine): Promise<string> {
  const parent = dirname(directory);
  if (parent === directory) return parent;
  const status = await attempt(() => machine.status(parent));
  return status === undefined ? await nearest(parent, machine) : parent;
}

const WriteProblems: Readonly<Record<string, WriteProblem>> = {
  EACCES: "permission",
  EPERM: "permission",
  EROFS: "read_only",
  ENOSPC: "full",
  EDQUOT: "full",
  ENOTDIR: "no_directory",
};

async function writeProblemAt(
  directory: string,
  machine: DoctorMachine,
): Promise<DiskFacts["writeProblem"]> {
  try {
    await machine.tryWriting(directory);
    return undefined;
  } catch (error) {
    if (error instanceof NoAnswerError) throw error;
    const code = (error as { code?: unknown }).code;
    return WriteProblems[typeof code === "string" ? code : ""] ?? { other: errorText(error) };
  }
}

async function stateFiles(directory: string, machine: DoctorMachine): Promise<StateFileFacts[]> {
  const names = await attempt(() => machine.list(directory)) ?? [];
  return await Promise.all(
    names.filter((name) => /\.json(\.|$)/.test(name)).map(async (name) => {
      try {
        JSON.parse(await machine.readTextFile(join(directory, name)));
        return { name };
      } catch (error) {
        return { name, problem: stateTrouble(error) };
      }
    }),
  );
}

/** Never what stands in the file: it may be anything. */
function stateTrouble(error: unknown): string {
  if (error instanceof SyntaxError) return "it is no JSON";
  if (error instanceof Deno.errors.IsADirectory) return "it is a directory";
  return parted(errorText(error)).what;
}

async function attempt<T>(look: () => Promise<T>): Promise<T | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof NoAnswerError) throw error;
    return undefined;
  }
}

function roomText(bytes: number): string {
  return bytes >= 10_000 * MEGABYTE
    ? `${Math.round(bytes / 1000 / MEGABYTE)} GB`
    : `${Math.round(bytes / MEGABYTE)} MB`;
}
