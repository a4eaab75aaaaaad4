import { NoAnswerError } from "../../doctor/answering.ts";
import { type DoctorMachine, type FileStatus, OverlongFileError } from "../../doctor/machine.ts";
import type { CommandContext } from "../cli/command_context.ts";

/**
 * The same context, whose machine gives the files that `load` reads only where they answer: what
 * reads a configuration waits for each as long as it takes, which may be for ever.
 */
export async function withReachedFiles(
  context: CommandContext,
  machine: DoctorMachine,
  load: (context: CommandContext) => unknown,
): Promise<CommandContext> {
  /** Why each file that was looked at must not be read; undefined where it may. */
  const reached = new Map<string, Error | undefined>();
  const unreached = new Set<string>();
  const reading = <T>(path: string, read: (path: string) => T): T => {
    if (!reached.has(path)) unreached.add(path);
    const problem = reached.has(path) ? reached.get(path) : new Deno.errors.NotFound(path);
    if (problem !== undefined) throw problem;
    return read(path);
  };
  const { readTextFile, fileMode } = context.machine;
  const guarded: CommandContext = {
    ...context,
    machine: {
      ...context.machine,
      readTextFile: (path) => reading(path, readTextFile),
      fileMode: (path) => reading(path, fileMode),
    },
  };
  // Only who has read a file knows which others it names.
  for (;;) {
    await Promise.try(() => load(guarded)).catch(() => {});
    if (unreached.size === 0) return guarded;
    for (const path of unreached) reached.set(path, await problemAt(path, machine));
    unreached.clear();
  }
}

const FILE_TYPE = 0o170000;
const PLAIN_FILE = 0o100000;
const DIRECTORY = 0o040000;

/** Why a file must not be read without a limit of time; what else is wrong with it tells itself. */
async function problemAt(path: string, machine: DoctorMachine): Promise<Error | undefined> {
  try {
    const status = await machine.status(path);
    if (status === undefined || typeOf(status) === DIRECTORY) return undefined;
    if (typeOf(status) !== PLAIN_FILE) {
      return new Error("it is a device or a pipe; give a plain file");
    }
    await machine.readTextFile(path);
    return undefined;
  } catch (error) {
    const mustNotBeRead = error instanceof NoAnswerError || error instanceof OverlongFileError;
    return mustNotBeRead ? error : undefined;
  }
}

function typeOf({ mode }: FileStatus): number {
  return mode & FILE_TYPE;
}
