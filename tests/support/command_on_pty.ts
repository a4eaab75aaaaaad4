import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Descriptor } from "../../agent/link/descriptor.ts";
import { Libc } from "../../agent/link/libc.ts";
import { until } from "./until.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The program on a terminal of its own, with a test at the keys. */
export interface CommandOnPty extends AsyncDisposable {
  /** All that the terminal showed so far, what was typed included. */
  readonly screen: string;
  /** Waits until something is shown that was not waited for before. */
  sees(pattern: RegExp): Promise<void>;
  /** Presses keys: a line ends with `\r`, Ctrl-C is `\x03`. */
  type(keys: string): Promise<void>;
  /** The exit code, once it ended. */
  readonly ended: Promise<number>;
}

/** Starts `studer-agent` as from a shell, with a pseudo-terminal for its input and output. */
export function startOnPty(
  args: readonly string[],
  { env = {}, cwd = root }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
  } = {},
): CommandOnPty {
  const libc = new Libc();
  const number = libc.openPseudoTerminal();
  const master = new Descriptor(libc, number);
  const path = libc.slavePath(number);
  // One slave stays open: the master would otherwise report a hang-up before the program is there.
  const slave = libc.openTerminal(path);
  const child = new Deno.Command("setsid", {
    // A leader of a session gets the terminal that it opens first: Ctrl-C is a signal then.
    args: [
      ...["sh", "-c", `exec "$@" <${path} >${path} 2>&1`, "sh", Deno.execPath(), "run"],
      ...["--allow-all", `--config=${root}/deno.json`, `${root}/agent/main.ts`, ...args],
    ],
    // Where they are empty, LANG counts.
    env: { LC_ALL: "", LC_MESSAGES: "", LANG: "C", NO_COLOR: "1", ...env },
    cwd,
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const decoder = new TextDecoder();
  let [screen, seen, over] = ["", 0, false];
  const watching = (async () => {
    const buffer = new Uint8Array(4096);
    for (;;) {
      const length = await master.read(buffer).catch(() => 0);
      if (length === 0) return;
      screen += decoder.decode(buffer.subarray(0, length), { stream: true });
    }
  })();
  const ended = child.status.then(async ({ code }) => {
    // Without any slave the master gives what is left, and then a hang-up.
    libc.close(slave);
    await watching;
    over = true;
    return code;
  });
  return {
    get screen() {
      return screen;
    },
    async sees(pattern) {
      const match = () => pattern.exec(screen.slice(seen));
      await until(() => match() !== null || over, `${pattern} in ${screen.slice(seen)}`);
      const found = match();
      if (found === null) throw new Error(`Ended without ${pattern}: ${screen}`);
      seen += found.index + found[0].length;
    },
    type: (keys) => master.write(new TextEncoder().encode(keys)),
    ended,
    async [Symbol.asyncDispose]() {
      if (!over) child.kill("SIGKILL");
      await ended;
      await master.close();
      libc[Symbol.dispose]();
    },
  };
}
