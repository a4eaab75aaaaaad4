/** What a process uses at a moment, as Linux tells it. */
export interface ProcessUsage {
  /** Bytes of its memory that are in RAM, pages of files that it shares with others included. */
  readonly residentBytes: number;
  /** Of these, those that are no file's. */
  readonly anonymousBytes: number;
  /** Seconds of a core since it started. */
  readonly cpuSeconds: number;
}

/** USER_HZ, which Linux keeps at 100 for every program whatever the kernel's own tick. */
const TICKS_PER_SECOND = 100;

/** Places behind the name in /proc/PID/stat, see proc(5). */
const Field = { userTicks: 11, systemTicks: 12 } as const;

/** Reads a process of this machine; throws as Deno does where there is none. */
export function processUsage(pid: number): ProcessUsage {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  // The name stands in brackets and may hold anything, brackets too.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[Field.userTicks]) + Number(fields[Field.systemTicks]);
  return {
    residentBytes: kibibytes(status, "VmRSS") * 1024,
    anonymousBytes: kibibytes(status, "RssAnon") * 1024,
    cpuSeconds: ticks / TICKS_PER_SECOND,
  };
}

function kibibytes(status: string, name: string): number {
  const [, number] = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status) ?? [];
  if (number === undefined) throw new Error(`Cannot find ${name} in: ${status}`);
  return Number(number);
}
