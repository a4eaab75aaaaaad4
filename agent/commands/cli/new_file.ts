import { errorText } from "../../error_text.ts";
import { ExitCode, UserError } from "./user_error.ts";

/** What these commands write tells of its owner: for him alone. */
const MODE = 0o600;

/** Throws a `UserError` where there is such a file: nothing of the user's is overwritten. */
export function openNew(path: string): Deno.FsFile {
  try {
    return Deno.openSync(path, { write: true, createNew: true, mode: MODE });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) throw alreadyThere(path, error);
    throw notWritten(path, error);
  }
}

/** Writes a whole file that must not be there yet, or none at all. Rejects with a `UserError`. */
export async function writeNew(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  using file = openNew(path);
  try {
    for await (const piece of pieces) writeAll(file, piece);
  } catch (error) {
    Deno.removeSync(path);
    throw error instanceof UserError ? error : notWritten(path, error);
  }
}

/** Writes all of it, in as many pieces as it takes; throws as Deno does. */
export function writeAll(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

/** Throws a `UserError` where a file could not be made, before there is anything to put into it. */
export function checkNew(path: string): void {
  using _file = openNew(path);
  Deno.removeSync(path);
}

function alreadyThere(path: string, cause: unknown): UserError {
  return new UserError(
    `${path} is there already; give another name, or remove it`,
    ExitCode.usage,
    { cause },
  );
}

/** Why a file is not written, and what to do. */
export function notWritten(path: string, cause: unknown): UserError {
  return new UserError(
    `cannot write ${path}: ${whyNot(cause)}`,
    ExitCode.usage,
    { cause },
  );
}

function whyNot(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  if (error instanceof Deno.errors.NotFound) return "its directory is missing; make it";
  if (code === "EROFS") return "its file system is read-only; choose another place";
  if (code === "ENOSPC" || code === "EDQUOT") return "the disk is full; make room";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "this user may not; choose another place";
  }
  return errorText(error);
}
