/** How a line is asked for. */
export interface ReadLineOptions {
  /** What is typed is not shown. */
  readonly hidden: boolean;
  readonly signal: AbortSignal;
}

/** Asks whoever sits there for a line; undefined at the end of the input, or when aborted. */
export type ReadLine = (prompt: string, options: ReadLineOptions) => Promise<string | undefined>;

/** Where keys come from, and where the prompt goes. */
export interface KeyboardStreams {
  /** Undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  write(text: string): void;
  /** Whether the terminal shows what is typed, and collects it to lines; Ctrl-C stays a signal. */
  setEcho(on: boolean): void;
}

/** Longer than any answer; what is typed beyond it is lost. */
const MAX_LINE_LENGTH = 4096;

const END_OF_INPUT = "\x04";
const LineEnds: ReadonlySet<string> = new Set(["\r", "\n"]);
const Rubouts: ReadonlySet<string> = new Set(["\x7f", "\b"]);
const KILL_LINE = "\x15";
const ESCAPE = "\x1b";
/** What arrows and other keys without a letter send: ESC [ … letter, ESC [ [ letter, ESC O letter. */
const FunctionKey = new RegExp(`${ESCAPE}(?:\\[\\[?[0-?]*[ -/]*[@-Z\\\\-~]|O[A-Za-z])$`);

/** Reads lines from this process's terminal; undefined where nobody sits at it. */
export function processKeyboard(): ReadLine | undefined {
  if (!Deno.stdin.isTerminal() || !Deno.stdout.isTerminal()) return undefined;
  const buffer = new Uint8Array(1024);
  const encoder = new TextEncoder();
  return keyboard({
    async read() {
      const length = await Deno.stdin.read(buffer);
      return length === null ? undefined : buffer.slice(0, length);
    },
    write: (text) => void Deno.stdout.writeSync(encoder.encode(text)),
    setEcho: (on) => Deno.stdin.setRaw(!on, { cbreak: true }),
  });
}

/** Makes lines of keys. What is typed ahead is kept for the next question. */
export function keyboard(streams: KeyboardStreams): ReadLine {
  const decoder = new TextDecoder();
  let ahead = "";
  let reading: Promise<Uint8Array | undefined> | undefined;

  /** One more piece; a read that nobody waits for any more is taken up by the next question. */
  const nextPiece = async (aborted: Promise<undefined>): Promise<string | undefined> => {
    reading ??= streams.read();
    const bytes = await Promise.race([reading, aborted]);
    if (bytes !== undefined) reading = undefined;
    return bytes && decoder.decode(bytes, { stream: true });
  };

  return async (prompt, { hidden, signal }) => {
    if (signal.aborted) return undefined;
    const { promise: aborted, resolve: abort } = Promise.withResolvers<undefined>();
    const onAbort = () => abort(undefined);
    signal.addEventListener("abort", onAbort);
    // Whoever sees the question may type at once.
    if (hidden) streams.setEcho(false);
    streams.write(prompt);
    try {
      let line = "";
      for (;;) {
        for (const [index, key] of [...ahead].entries()) {
          if (LineEnds.has(key)) {
            ahead = [...ahead].slice(index + 1).join("");
            return line.replaceAll(ESCAPE, "");
          }
          if (hidden && key === END_OF_INPUT) return undefined;
          line = typed(line, key);
        }
        const piece = await nextPiece(aborted);
        if (piece === undefined) return undefined;
        ahead = piece;
      }
    } finally {
      if (hidden) streams.setEcho(true);
      // The person's own Enter was not shown, or there was none.
      if (hidden || signal.aborted) streams.write("\n");
      signal.removeEventListener("abort", onAbort);
    }
  };
}

function typed(line: string, key: string): string {
  if (Rubouts.has(key)) return [...line].slice(0, -1).join("");
  if (key === KILL_LINE) return "";
  return line.length < MAX_LINE_LENGTH ? (line + key).replace(FunctionKey, "") : line;
}
