import { resolve } from "node:path";
import {
  type Capture,
  CaptureError,
  type CaptureRecord,
  decodeCapture,
} from "../../../protocol/capture.ts";
import { fileTrouble } from "../../config/file_trouble.ts";
import type { CommandContext } from "../cli/command_context.ts";
import { ExitCode, UserError } from "../cli/user_error.ts";

/** So long a recording may be: whoever plays it back has an index of it in memory. */
export const MAX_RECORDING_BYTES = 100_000_000;

/**
 * Opens a recording, which is read each time that its records are gone through: as far as it
 * reached when it was opened, since it may still be written. This, and going through it, throws a
 * `UserError` at what `capture` did not write.
 */
export function openRecording(file: string, { machine }: Pick<CommandContext, "machine">): Capture {
  const path = resolve(machine.directory, file);
  const { isFile, isDirectory, size } = stated(path, file);
  if (!isFile) throw unfit(file, isDirectory ? "is a directory" : "is a device or a pipe, no file");
  if (size === 0) throw unfit(file, "is empty");
  if (size > MAX_RECORDING_BYTES) {
    const [found, most] = [size, MAX_RECORDING_BYTES].map((bytes) => Math.ceil(bytes / 1e6));
    throw unfit(file, `is ${found} MB long, and a recording at most ${most} MB`);
  }
  try {
    const { head, records } = decodeCapture(() => textIn(path, file, size));
    return { head, records: { [Symbol.iterator]: () => namedRecords(file, records) } };
  } catch (error) {
    throw inFile(file, error);
  }
}

function stated(path: string, file: string): Deno.FileInfo {
  try {
    return Deno.statSync(path);
  } catch (error) {
    throw unread(file, error);
  }
}

const CHUNK_LENGTH = 64 * 1024;

function* textIn(path: string, file: string, size: number): Generator<string> {
  try {
    using opened = Deno.openSync(path);
    const decoder = new TextDecoder();
    const chunk = new Uint8Array(CHUNK_LENGTH);
    for (let left = size; left > 0;) {
      const length = opened.readSync(chunk.subarray(0, left));
      if (length === null) return;
      left -= length;
      yield decoder.decode(chunk.subarray(0, length), { stream: true });
    }
  } catch (error) {
    throw unread(file, error);
  }
}

function* namedRecords(file: string, records: Iterable<CaptureRecord>): Generator<CaptureRecord> {
  try {
    yield* records;
  } catch (error) {
    throw inFile(file, error);
  }
}

/** What a reader threw, with the file's name where it is about its content. */
function inFile(file: string, error: unknown): unknown {
  if (!(error instanceof CaptureError)) return error;
  return new UserError(`${file}:${error.line}: ${error.message}`, ExitCode.usage, { cause: error });
}

function unfit(file: string, problem: string): UserError {
  return new UserError(`${file} ${problem}; give a file that capture wrote`, ExitCode.usage);
}

function unread(file: string, cause: unknown): UserError {
  return new UserError(
    `${file} cannot be read: ${fileTrouble(cause)}; give a file that capture wrote`,
    ExitCode.usage,
    { cause },
  );
}
