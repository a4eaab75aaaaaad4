import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { Libc } from "../link/libc.ts";
import { LinkError } from "../link/link_error.ts";
import { lastingNameOf, serialPortsOf } from "../link/serial_ports.ts";

/** No configuration, no secret and no state is so long. */
const MAX_FILE_BYTES = 20_000_000;

/** A file is not what it should be: it would not fit into memory. */
export class OverlongFileError extends Error {
  override readonly name = "OverlongFileError";

  constructor(bytes: number) {
    super(`it is ${Math.round(bytes / 1_000_000)} MB long; look what it is`);
  }
}

/** How a program ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
}

/** What a file is, and who may do what with it. */
export interface FileStatus {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** A program that has a file open. */
export interface Holder {
  readonly pid: number;
  readonly command: string;
}

/** A serial port of this machine, and its name that stays where it has one. */
export interface NamedPort {
  readonly path: string;
  readonly lastingName: string | undefined;
}

/**
 * The machine that is looked at; only reads, but for one file that comes and goes. Nothing waits for
 * a drive: what could is asynchronous, and the rest is what the kernel itself tells.
 */
export interface DoctorMachine {
  /** Of this process. */
  readonly uid: number;
  /** All groups of this process. */
  readonly groups: readonly number[];
  /** Runs a program to its end; undefined where there is none of that name, or it takes too long. */
  run(program: string, args: readonly string[], signal: AbortSignal): Promise<Ended | undefined>;
  /** Undefined where there is no such file. Rejects as Deno does where this user may not look. */
  status(path: string): Promise<FileStatus | undefined>;
  /** Rejects as Deno does, and with an `OverlongFileError`. */
  readTextFile(path: string): Promise<string>;
  /** The names in a directory; rejects as Deno does. */
  list(directory: string): Promise<readonly string[]>;
  /** How much this user can still write there; rejects as Node does. */
  freeBytes(directory: string): Promise<number>;
  /** Makes a file in a directory and removes it; rejects as Deno does. */
  tryWriting(directory: string): Promise<void>;
  /** The serial ports that are plugged in; none where this system knows none. */
  ports(): readonly NamedPort[];
  /** Who has a file open, as far as this user may know. */
  holders(path: string): readonly Holder[];
}

/** The machine that this process runs on. */
export function thisDoctorMachine(): DoctorMachine {
  return {
    uid: Deno.uid() ?? 0,
    groups: ownGroups(),
    run,
    async status(path) {
      try {
        const { mode, uid, gid } = await Deno.stat(path);
        return { mode: mode ?? 0, uid: uid ?? 0, gid: gid ?? 0 };
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return undefined;
        throw error;
      }
    },
    async readTextFile(path) {
      const { size } = await Deno.stat(path);
      if (size > MAX_FILE_BYTES) throw new OverlongFileError(size);
      return await Deno.readTextFile(path);
    },
    async list(directory) {
      return (await Array.fromAsync(Deno.readDir(directory), ({ name }) => name)).sort();
    },
    async freeBytes(directory) {
      const { bavail, bsize } = await statfs(directory);
      return bavail * bsize;
    },
    async tryWriting(directory) {
      const path = join(directory, `.doctor-${Deno.pid}`);
      await Deno.writeTextFile(path, "", { createNew: true, mode: 0o600 });
      await Deno.remove(path);
    },
    ports,
    holders,
  };
}

function ports(): NamedPort[] {
  try {
    using libc = new Libc();
    const all = serialPortsOf(libc);
    return all.map((port) => ({ path: port.path, lastingName: lastingNameOf(port, all) }));
  } catch (error) {
    if (error instanceof LinkError) return [];
    throw error;
  }
}

async function run(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<Ended | undefined> {
  try {
    const { code, stdout } = await new Deno.Command(program, {
      args: [...args],
      // In words and times that a program can read.
      env: { LC_ALL: "C.UTF-8", SYSTEMD_PAGER: "", NO_COLOR: "1" },
      stdin: "null",
      stderr: "null",
      signal,
    }).output();
    return { code, out: new TextDecoder().decode(stdout) };
  } catch {
    return undefined;
  }
}

/** Of Linux alone; elsewhere none is known. */
function ownGroups(): number[] {
  try {
    const line = /^Groups:(.*)$/m.exec(Deno.readTextFileSync("/proc/self/status"))?.[1] ?? "";
    return [Deno.gid() ?? 0, ...line.split(/\s+/).filter((word) => word !== "").map(Number)];
  } catch {
    return [Deno.gid() ?? 0];
  }
}

function holders(path: string): Holder[] {
  const found: Holder[] = [];
  try {
    const target = Deno.realPathSync(path);
    for (const { name } of Deno.readDirSync("/proc")) {
      if (!/^\d+$/.test(name) || Number(name) === Deno.pid) continue;
      if (!isOpenIn(`/proc/${name}/fd`, target)) continue;
      found.push({ pid: Number(name), command: commandOf(name) });
    }
  } catch {
    // Whoever may not see other programs knows of none.
  }
  return found;
}

function isOpenIn(descriptors: string, target: string): boolean {
  try {
    for (const { name } of Deno.readDirSync(descriptors)) {
      if (linkIn(`${descriptors}/${name}`) === target) return true;
    }
    return false;
  } catch {
    return false;
  }
}

function linkIn(path: string): string | undefined {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return undefined;
  }
}

function commandOf(pid: string): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/comm`).trim();
  } catch {
    return "?";
  }
}
