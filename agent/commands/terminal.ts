/** Where a command writes to: results to `out`, all else to `err`, line by line. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  /** Shows how far a long work is, in place of what was shown before; nothing where nobody watches. */
  progress(text: string): void;
  /** Whether somebody watches: `out` is a terminal, not a file or another program. */
  readonly isTerminal: boolean;
  /** The width of a line; without a limit where nobody watches. */
  readonly columns: number;
}

/** This process's own standard output and error. */
export function processTerminal(): Terminal {
  const isTerminal = Deno.stdout.isTerminal();
  const encoder = new TextEncoder();
  const writer = (stream: { writeSync(bytes: Uint8Array): number }) => (line: string) => {
    let rest = encoder.encode(`${line}\n`);
    while (rest.length > 0) rest = rest.subarray(stream.writeSync(rest));
  };
  return {
    out: writer(Deno.stdout),
    err: writer(Deno.stderr),
    progress(text) {
      if (Deno.stderr.isTerminal()) Deno.stderr.writeSync(encoder.encode(`\r\x1b[K${text}`));
    },
    isTerminal,
    get columns() {
      return isTerminal ? Deno.consoleSize().columns : Infinity;
    },
  };
}
