import { processKeyboard, type ReadLine } from "./keyboard.ts";

/** Where a command writes to: results to `out`, all else to `err`, line by line. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** Shows how far a long work is, in place of what was shown before; nothing where nobody watches. */
  progress(text: string): void;
  /** Whether somebody watches: `out` is a terminal, not a file or another program. */
  readonly isTerminal: boolean;
  /** `err` goes to systemd's journal: a line may begin with its level, `<3>` for an error. */
  readonly isJournal?: boolean;
  /** The width of a line; without a limit where nobody watches. */
  readonly columns: number;
  /** Missing where nobody sits there to type. */
  readonly readLine?: ReadLine | undefined;
}

/** This process's own standard output and error. */
export function processTerminal(): Terminal {
  const isTerminal = Deno.stdout.isTerminal();
  const isJournal = errorsGoToJournal();
  const encoder = new TextEncoder();
  const writer = (stream: { writeSync(bytes: Uint8Array): number }) => (line: string) => {
    let rest = encoder.encode(`${line}\n`);
    while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
  };
  const writeError = writer(Deno.stderr);
  return {
    out: writer(Deno.stdout),
    // What is no entry of the log says why a command failed.
    err: (line) => writeError(isJournal && !/^<\d>/.test(line) ? `<3>${line}` : line),
    progress(text) {
      if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(encoder.encode(`\r\x1b[K${text}`));
    },
    isTerminal,
    isJournal,
    readLine: processKeyboard(),
    get columns() {
      return isTerminal ? Deno.consoleSize().columns : Infinity;
    },
  };
}

/** JOURNAL_STREAM names the journal's end by device and inode: standard error may go elsewhere since. */
function errorsGoToJournal(): boolean {
  const journal = Deno.env.get("JOURNAL_STREAM");
  if (journal === undefined) return false;
  try {
    const { dev, ino } = Deno.statSync("/proc/self/fd/2");
    return journal === `${dev}:${ino}`;
  } catch {
    return false;
  }
}
