import { accessSync, constants } from "node:fs";
import { dirname, join } from "node:path";
import { errorText } from "../error_text.ts";

/** Whoever reads it learns the broker's password. */
const MODE = 0o600;
const DIRECTORY_MODE = 0o755;

/** Why a file cannot be written, as far as a remedy is known. */
export type WriteTrouble =
  | { readonly kind: "read_only" | "not_allowed" | "disk_full" }
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
 * keeps its owner and group, and nobody else can read either.
 */
export function writeConfig(path: string, text: string, backup: string): WriteOutcome {
  const beside = `${path}.new`;
  // Taken away again, the last one first, where it fails.
  const made: string[] = [];
  const make = (name: string, content: string, owner: FormerFile | undefined, mode: number) => {
    made.push(name);
    writeNew(name, content, owner, mode);
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

function writeNew(
  path: string,
  text: string,
  owner: FormerFile | undefined,
  mode: number,
): void {
  // What an earlier run left behind may have another mode, or be a link to somewhere else.
  removeQuietly(path);
  using file = Deno.openSync(path, { write: true, createNew: true, mode: MODE });
  const bytes = new TextEncoder().encode(text);
  for (let written = 0; written < bytes.length;) written += file.writeSync(bytes.subarray(written));
  file.syncSync();
  const { uid, gid } = file.statSync();
  if (owner?.uid != null && owner.gid != null && (owner.uid !== uid || owner.gid !== gid)) {
    Deno.chownSync(path, owner.uid, owner.gid);
  }
  Deno.chmodSync(path, mode);
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
  const code = (error as { readonly code?: unknown }).code;
  if (code === "EROFS") return { kind: "read_only" };
  if (code === "EACCES" || code === "EPERM" || error instanceof Deno.errors.PermissionDenied) {
    return { kind: "not_allowed" };
  }
  if (code === "ENOSPC") return { kind: "disk_full" };
  return { kind: "other", system: errorText(error) };
}
