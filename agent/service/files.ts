import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { errorText } from "../error_text.ts";
import { type FileProblem, type FileVerb, ServiceError } from "./service_error.ts";

const FILE_MODE = 0o644;
const PROGRAM_MODE = 0o755;
const DIRECTORY_MODE = 0o755;

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

/** The number of the user whose a path is; undefined where there is nothing. */
export function ownerOf(path: string): number | undefined {
  return statOf(path)?.uid ?? undefined;
}

/**
 * Where a path lies below `root`. Throws a `ServiceError` where a link on the way leads out of it, as
 * one does that an image has for the machine that it will run on.
 */
export function placeBelow(root: string, path: string): string {
  const place = `${root}${path}`;
  if (root === "") return place;
  let above = dirname(place);
  while (above.length > root.length && !exists(above)) above = dirname(above);
  try {
    const [from, to] = [Deno.realPathSync(root), Deno.realPathSync(above)];
    if (`${to}/`.startsWith(from.replace(/\/?$/, "/"))) return place;
    throw new Error(`${above} leads to ${to}, out of ${root}; make that link a relative one`);
  } catch (error) {
    throw trouble("write", place, error);
  }
}

/** Where a path leads, as seen from `root`, all links followed; itself where there is nothing. */
export function realPathBelow(root: string, path: string): string {
  try {
    const from = root === "" ? "" : Deno.realPathSync(root);
    const to = Deno.realPathSync(`${root}${path}`);
    return to.startsWith(`${from}/`) ? to.slice(from.length) : path;
  } catch {
    return path;
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
  const missing = missingAbove(path);
  const [made] = missing;
  try {
    for (const directory of missing) {
      Deno.mkdirSync(directory);
      Deno.chmodSync(directory, DIRECTORY_MODE);
    }
    remove(unfinished);
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

/** The directories above a path that are not there, topmost first. */
function missingAbove(path: string): string[] {
  const missing: string[] = [];
  for (let each = dirname(path); !exists(each); each = dirname(each)) missing.unshift(each);
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

function trouble(verb: FileVerb, path: string, error: unknown): ServiceError {
  return new ServiceError({ kind: "file", verb, path, problem: problemOf(error) }, {
    cause: error,
  });
}

function problemOf(error: unknown): FileProblem {
  const system = errorText(error);
  if (/read-only file system|os error 30/i.test(system)) return { kind: "read_only" };
  if (/no space left|os error 28/i.test(system)) return { kind: "disk_full" };
  if (error instanceof Deno.errors.PermissionDenied) return { kind: "not_allowed" };
  return { kind: "other", system };
}
