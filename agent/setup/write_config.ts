import { accessSync, constants } from "node:fs";
import { dirname, join } from "node:path";
import { errorText } from "../error_text.ts";

/** Whoever reads it learns the broker's password. */
const MODE = 0o600;
const DIRECTORY_MODE = 0o755;

/** Why a file cannot be written, as far as a remedy is known. */
export type WriteTrouble =
  | { readonly kind: "read_only" | "not_allowed" | "disk_full" | "not_ours" }
  | { readonly kind: "other"; readonly system: string };

/** What writing came to. */
export type WriteOutcome =
  | { readonly kind: "written"; readonly backup: string | undefined }
  | WriteTrouble;

/** Whether a file can be written, found out without writing; undefined where it can. */
export function writeTroubleAt(path: string): WriteTrouble | undefined {
  try {
    const directory = nearestDirectory(dirname(path));
    accessSync(directory, constants.W_OK | constants.X_OK);
    checkFileSystem(directory);
    return undefined;
  } catch (error) {
    return troubleOf(error);
  }
}

/** Throws where the file system is read-only, which even root's rights do not tell. */
function checkFileSystem(directory: string): void {
  const nothing = join(directory, ".studer-agent-no-such-file");
  try {
    // The system refuses this before it looks whether there is such a file.
    Deno.renameSync(nothing, `${nothing}.new`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** The file that a name stands for, so that a link stays one; the name itself where there is none. */
export function fileBehind(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    return path;
  }
}

/**
 * Puts the text in the file's place in one step: whatever happens, the old text is there or the new
 * one, and nothing else. The former file, if there is one, is kept beside it as `backup`. The file
 * keeps its owner and group, and nobody else can read either; a group that had no right to it is
 * left behind where this user may not give files to it.
 */
export function writeConfig(
  path: string,
  text: string,
  backup: string,
  giveTo: GiveTo = Deno.chownSync,
): WriteOutcome {
  const beside = `${path}.new`;
  // Taken away again, the last one first, where it fails.
  const made: string[] = [];
  const make = (name: string, content: string, owner: FormerFile | undefined, mode: number) => {
    made.push(name);
    writeNew(name, content);
    if (owner !== undefined) leaveTo(owner, name, mode, giveTo);
    Deno.chmodSync(name, mode);
  };
  try {
    made.push(...missingDirectories(dirname(path)));
    Deno.mkdirSync(dirname(path), { recursive: true, mode: DIRECTORY_MODE });
    const former = formerFile(path);
    if (former !== undefined) make(backup, former.text, former, MODE);
    make(beside, text, former, former?.mode ?? MODE);
    Deno.renameSync(beside, path);
    return { kind: "written", backup: former && backup };
  } catch (error) {
    made.toReversed().forEach(removeQuietly);
    return troubleOf(error);
  }
}

/** Gives a file to a user and a group; throws as Deno does where this user may not. */
type GiveTo = (path: string, uid: number, gid: number) => void;

/** The new file cannot be left to whom the former one belongs. */
class NotOursError extends Error {
  override readonly name = "NotOursError";
}

interface FormerFile {
  readonly text: string;
  readonly mode: number;
  readonly uid: number | null;
  readonly gid: number | null;
}

function formerFile(path: string): FormerFile | undefined {
  try {
    const { mode, uid, gid } = Deno.statSync(path);
    return { text: Deno.readTextFileSync(path), mode: narrowed(mode ?? MODE), uid, gid };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** A group that may read it was given that right, unless everybody has it. */
function narrowed(mode: number): number {
  return (mode & 0o007) === 0 ? mode & 0o660 : MODE;
}

function writeNew(path: string, text: string): void {
  // What an earlier run left behind may have another mode, or be a link to somewhere else.
  removeQuietly(path);
  using file = Deno.openSync(path, { write: true, createNew: true, mode: MODE });
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.syncSync();
}

/** Leaves a new file to the owner and the group of the former one. */
function leaveTo(former: FormerFile, path: string, mode: number, giveTo: GiveTo): void {
  const { uid, gid } = Deno.statSync(path);
  if (former.uid === null || former.gid === null) return;
  if (former.uid === uid && former.gid === gid) return;
  try {
    giveTo(path, former.uid, former.gid);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.PermissionDenied)) throw cause;
    // A group without a right to the file loses nothing.
    const isGroupAtStake = (mode & 0o070) !== 0;
    if (former.uid !== uid || isGroupAtStake) throw new NotOursError(path, { cause });
  }
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It is not there, or a directory that somebody uses by now.
  }
}

/** From the outermost one on. */
function missingDirectories(path: string): string[] {
  const nearest = nearestDirectory(path);
  const missing: string[] = [];
  for (let each = path; each !== nearest; each = dirname(each)) missing.unshift(each);
  return missing;
}

function nearestDirectory(path: string): string {
  try {
    Deno.statSync(path);
    return path;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound) || dirname(path) === path) throw error;
    return nearestDirectory(dirname(path));
  }
}

function troubleOf(error: unknown): WriteTrouble {
  if (error instanceof NotOursError) return { kind: "not_ours" };
  const code = (error as { readonly code?: unknown }).code;
  if (code === "EROFS") return { kind: "read_only" };
  if (code === "EACCES" || code === "EPERM" || error instanceof Deno.errors.PermissionDenied) {
    return { kind: "not_allowed" };
  }
  if (code === "ENOSPC") return { kind: "disk_full" };
  return { kind: "other", system: errorText(error) };
}
