import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { errorText } from "../error_text.ts";
import { ServiceError } from "./service_error.ts";

const FILE_MODE = 0o644;
const PROGRAM_MODE = 0o755;

/** Takes a change back. */
export type Undo = () => void;

/** Whether there is anything at a path. */
export function exists(path: string): boolean {
  return statOf(path) !== undefined;
}

/** A file's text; undefined where there is no such file. */
export function textOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw trouble("read", path, error);
  }
}

/** Whether two files have the same content. */
export function isSameFile(a: string, b: string): boolean {
  return statOf(a)?.size === statOf(b)?.size && sumOf(a) === sumOf(b);
}

/** Writes a file in one go: at no time is it half there. */
export function writeFile(path: string, text: string): Undo {
  return replace(path, (unfinished) => {
    Deno.writeTextFileSync(unfinished, text, { mode: FILE_MODE });
    Deno.chmodSync(unfinished, FILE_MODE);
  });
}

/** Where a symbolic link leads; undefined where there is none. */
export function targetOf(path: string): string | undefined {
  return statOf(path)?.isSymlink ? Deno.readLinkSync(path) : undefined;
}

/** Makes a symbolic link in one go. */
export function writeLink(path: string, target: string): Undo {
  return replace(path, (unfinished) => Deno.symlinkSync(target, unfinished));
}

/** Copies a program in one go; one that runs from there goes on with what it has. */
export function copyProgram(from: string, path: string): Undo {
  return replace(path, (unfinished) => {
    Deno.copyFileSync(from, unfinished);
    Deno.chmodSync(unfinished, PROGRAM_MODE);
  });
}

/** Removes a file, or a directory with all that is in it. */
export function remove(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw trouble("remove", path, error);
  }
}

/** Puts something new in a path's place; what was there before stays beside it until then. */
function replace(path: string, make: (unfinished: string) => void): Undo {
  const [unfinished, former] = [`${path}.studer-agent-new`, `${path}.studer-agent-former`];
  const made = makeDirectory(dirname(path), path);
  try {
    make(unfinished);
    const had = exists(path);
    if (had) {
      // A second name for the old content: the path itself is never without any.
      remove(former);
      Deno.linkSync(path, former);
    }
    Deno.renameSync(unfinished, path);
    return () => {
      if (had) Deno.renameSync(former, path);
      else remove(path);
      if (made !== undefined) Deno.removeSync(made, { recursive: true });
    };
  } catch (error) {
    for (const left of [unfinished, former]) if (exists(left)) remove(left);
    if (made !== undefined) remove(made);
    throw trouble("write", path, error);
  }
}

/** Forgets how to take a change of a path back. */
export function forgetFormer(path: string): void {
  remove(`${path}.studer-agent-former`);
}

/** Makes a directory with those above it; the topmost of those that were not there. */
function makeDirectory(directory: string, file: string): string | undefined {
  let missing: string | undefined;
  for (let each = directory; !exists(each); each = dirname(each)) missing = each;
  try {
    Deno.mkdirSync(directory, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw trouble("write", file, error);
  }
  return missing;
}

function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.lstatSync(path);
  } catch {
    return undefined;
  }
}

function sumOf(path: string): string {
  return createHash("sha256").update(Deno.readFileSync(path)).digest("hex");
}

function trouble(verb: "read" | "write" | "remove", path: string, error: unknown): ServiceError {
  return new ServiceError(`Cannot ${verb} ${path}: ${remedyOf(error)}`, { cause: error });
}

function remedyOf(error: unknown): string {
  const message = errorText(error);
  if (/read-only file system|os error 30/i.test(message)) {
    return "the file system is read-only; make it writable (mount -o remount,rw /, or switch the " +
      "overlay file system off in raspi-config)";
  }
  if (/no space left|os error 28/i.test(message)) return "the disk is full; make room";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied; run it with sudo";
  return message;
}
