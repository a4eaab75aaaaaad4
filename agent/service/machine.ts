import { Libc } from "../link/libc.ts";
import { adapterPortsOf } from "./adapter_ports.ts";
import type { AdapterPort } from "./adapter_rule.ts";

/** How a program ended, and what it said. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A machine on which the agent is, or shall be, a service. */
export interface ServiceMachine {
  /** Where its file system begins: empty for this machine. */
  readonly root: string;
  /** It does not run: its files lie below `root`, and no program can be started on it. */
  readonly isImage: boolean;
  /** Whether this process may change everything. */
  readonly isRoot: boolean;
  /** Runs a program of the machine to its end; `undefined` where there is none of that name. */
  run(program: string, args: readonly string[]): Promise<Ended | undefined>;
  ports(): readonly AdapterPort[];
}

/** No program that is asked for takes longer, but for a start that unpacks the portable file. */
const ENDS_WITHIN_MS = 6 * 60_000;

/** Where the administrator's programs are, which an ordinary user's PATH may leave out. */
const PROGRAMS = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The machine that this process runs on. */
export function thisServiceMachine(): ServiceMachine {
  return { ...base(""), isImage: false, run: runHere };
}

/** A machine whose file system lies in a directory. */
export function imageAt(root: string): ServiceMachine {
  return { ...base(root), isImage: true, run: () => Promise.resolve(undefined) };
}

function base(root: string): Pick<ServiceMachine, "root" | "isRoot" | "ports"> {
  return {
    root,
    isRoot: Deno.uid() === 0,
    ports() {
      using libc = new Libc();
      return adapterPortsOf(libc, root);
    },
  };
}

async function runHere(program: string, args: readonly string[]): Promise<Ended | undefined> {
  try {
    const { code, stdout, stderr } = await new Deno.Command(program, {
      args: [...args],
      // In words and times that a program can read.
      env: { PATH: PROGRAMS, LC_ALL: "C.UTF-8", TZ: "UTC", SYSTEMD_PAGER: "", NO_COLOR: "1" },
      stdin: "null",
      signal: AbortSignal.timeout(ENDS_WITHIN_MS),
    }).output();
    const decoder = new TextDecoder();
    return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
