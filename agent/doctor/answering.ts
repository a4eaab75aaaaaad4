import type { Clock } from "../../protocol/clock.ts";
import { startDeadline } from "../deadline.ts";
import type { DoctorMachine } from "./machine.ts";

/** A file that was looked at in vain: its drive is gone, as a server's of the network, or hangs. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";

  constructor(path: string) {
    const limit = `${LOOK_LIMIT_MS / 1000} s`;
    super(
      `${path} does not answer within ${limit}; see whether the drive that it is on is there ` +
        "(mount tells which), and its server runs, or keep it on this machine's own disk",
    );
  }
}

/** A disk that has to spin up first takes less. */
const LOOK_LIMIT_MS = 5000;

/**
 * The same machine, whose files have only so long to answer: a look at one that does not rejects
 * with a `NoAnswerError`, and the next one at once.
 */
export function answeringInTime(
  machine: DoctorMachine,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): DoctorMachine {
  const silent = new Set<string>();

  async function inTime<T>(path: string, look: () => Promise<T>): Promise<T> {
    if (silent.has(path)) throw new NoAnswerError(path);
    using deadline = startDeadline(clock, LOOK_LIMIT_MS, signal);
    const late = Promise.withResolvers<never>();
    const giveUp = () => {
      if (deadline.missed) silent.add(path);
      late.reject(new NoAnswerError(path));
    };
    deadline.signal.addEventListener("abort", giveUp);
    if (signal.aborted) giveUp();
    try {
      return await Promise.race([look(), late.promise]);
    } finally {
      deadline.signal.removeEventListener("abort", giveUp);
    }
  }

  return {
    ...machine,
    status: (path) => inTime(path, () => machine.status(path)),
    readTextFile: (path) => inTime(path, () => machine.readTextFile(path)),
    list: (directory) => inTime(directory, () => machine.list(directory)),
    freeBytes: (directory) => inTime(directory, () => machine.freeBytes(directory)),
    tryWriting: (directory) => inTime(directory, () => machine.tryWriting(directory)),
  };
}
