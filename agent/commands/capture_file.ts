import {
  type CaptureHead,
  type CaptureRecord,
  encodeCaptureHead,
  encodeCaptureRecord,
} from "../../protocol/capture.ts";
import { errorText } from "../error_text.ts";
import { ExitCode, UserError } from "./user_error.ts";

/** GUID and serial numbers are in it: for the owner alone. */
const MODE = 0o600;

/** A recording as it grows: each line is handed to the system at once. */
export class CaptureFile implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #maxBytes: number;
  readonly #full = new AbortController();
  #length = 0;
  #pieces = 0;
  #bytes = 0;

  /** Throws a `UserError` where there is such a file already, or none can be written. */
  constructor(path: string, maxBytes: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#file = openNew(path);
  }

  /** Aborted when there is no room for more; the reason is a `UserError` where the disk refused. */
  get full(): AbortSignal {
    return this.#full.signal;
  }

  /** How many pieces of the line are in it. */
  get pieces(): number {
    return this.#pieces;
  }

  /** How many bytes of the line are in it. */
  get bytes(): number {
    return this.#bytes;
  }

  begin(head: CaptureHead): void {
    this.#write(encodeCaptureHead(head));
  }

  /** Never throws: what keeps it from writing is the reason of `full`. */
  add(record: CaptureRecord): void {
    if (this.#full.signal.aborted) return;
    this.#write(encodeCaptureRecord(record));
    this.#pieces++;
    this.#bytes += record.bytes.length;
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }

  #write(line: string): void {
    const bytes = new TextEncoder().encode(`${line}\n`);
    if (this.#length + bytes.length > this.#maxBytes) return this.#full.abort();
    try {
      for (let at = 0; at < bytes.length;) at += this.#file.writeSync(bytes.subarray(at));
      this.#length += bytes.length;
    } catch (error) {
      this.#full.abort(notWritten(this.#path, error));
    }
  }
}

/** Writes a whole file that must not be there yet. Throws a `UserError`. */
export function writeNew(path: string, bytes: Uint8Array): void {
  using file = openNew(path);
  try {
    for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** Throws a `UserError` where there is such a file: nothing of the user's is overwritten. */
function openNew(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { write: true, createNew: true, mode: MODE });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) throw alreadyThere(path, error);
    throw notWritten(path, error);
  }
}

/** Why a file is not written that is there already. */
export function alreadyThere(path: string, cause?: unknown): UserError {
  return new UserError(
    `${path} is there already; give another name, or remove it`,
    ExitCode.usage,
    { cause },
  );
}

function notWritten(path: string, cause: unknown): UserError {
  return new UserError(
    `cannot write ${path}: ${whyNot(cause)}`,
    ExitCode.usage,
    { cause },
  );
}

function whyNot(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "its directory is missing; make it";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "this user may not; choose another place";
  }
  if ((error as { code?: unknown }).code === "EROFS") {
    return "its file system is read-only; choose another place";
  }
  if ((error as { code?: unknown }).code === "ENOSPC") return "the disk is full; make room";
  return errorText(error);
}
