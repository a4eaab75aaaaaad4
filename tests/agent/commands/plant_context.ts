import { runCommand } from "../../../agent/commands/run_command.ts";
import { thisMachine } from "../../../agent/config/machine.ts";
import type { Clock } from "../../../protocol/clock.ts";
import { encodeFrame } from "../../../protocol/frame.ts";
import { fastClock } from "../../support/fast_clock.ts";
import { type Script, scriptedPeer } from "../../support/gateway_script.ts";
import { until } from "../../support/until.ts";

/** A command at work, and what it wrote so far. */
export interface CommandAtWork {
  readonly out: readonly string[];
  readonly err: readonly string[];
  readonly progress: readonly string[];
  /** The exit code, once it ended. */
  readonly ended: Promise<number>;
  /** Ctrl-C. */
  interrupt(): void;
}

export interface CommandOptions {
  readonly clock?: Clock;
  /** Where relative file names start; nobody's home by default. */
  readonly directory?: string;
  /** Somebody watches. */
  readonly isTerminal?: boolean;
  /** A file that this user may not read; absolute. */
  readonly closed?: string;
}

/** Starts a command on this machine, as if typed; words are separated by blanks. */
export function start(
  commandLine: string,
  { clock = fastClock(1), directory = "/nonexistent", isTerminal = false, closed }: CommandOptions =
    {},
): CommandAtWork {
  const [out, err, progress]: [string[], string[], string[]] = [[], [], []];
  const interrupted = new AbortController();
  const ended = runCommand(commandLine.split(" "), {
    terminal: {
      out: (line) => out.push(line),
      err: (line) => err.push(line),
      progress: (text) => progress.push(text),
      isTerminal,
      columns: isTerminal ? 80 : Infinity,
    },
    machine: {
      ...thisMachine(),
      directory,
      variable: () => undefined,
      readTextFile: fileReader(closed),
    },
    clock,
    signal: interrupted.signal,
  });
  return { out, err, progress, ended, interrupt: () => interrupted.abort() };
}

/** The machine's own files, but not the configuration that an installed agent may have there. */
function fileReader(closed: string | undefined): (path: string) => string {
  return (path) => {
    if (path.startsWith("/etc/studer-agent/")) throw new Deno.errors.NotFound(path);
    if (path === closed) throw new Deno.errors.PermissionDenied(path);
    return Deno.readTextFileSync(path);
  };
}

/** Runs a command to its end. */
export async function run(
  commandLine: string,
  options?: CommandOptions,
): Promise<Pick<CommandAtWork, "out" | "err" | "progress"> & { readonly exitCode: number }> {
  const { out, err, progress, ended } = start(commandLine, options);
  return { exitCode: await ended, out, err, progress };
}

/** What goes out for each chunk that comes in. */
export type Answer = (chunk: Uint8Array) => readonly Uint8Array[];

/** Something at a TCP port that is not quite a gateway. */
export interface Impostor extends AsyncDisposable {
  readonly port: number;
  /** How many connections it got. */
  readonly connections: number;
  /** How many bytes it was asked with. */
  readonly receivedBytes: number;
}

/** Serves TCP and answers each chunk as told. */
export function impostor(answer: Answer): Impostor {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.TcpConn>();
  let [connections, receivedBytes] = [0, 0];
  const serve = async (connection: Deno.TcpConn) => {
    const buffer = new Uint8Array(4096);
    for (;;) {
      const length = await connection.read(buffer).catch(() => null);
      if (length === null) break;
      receivedBytes += length;
      for (const bytes of answer(buffer.slice(0, length))) {
        await connection.write(bytes).catch(() => {});
      }
    }
    if (open.delete(connection)) connection.close();
  };
  const accept = async () => {
    const served: Promise<void>[] = [];
    for await (const connection of listener) {
      connections++;
      open.add(connection);
      served.push(serve(connection));
    }
    await Promise.all(served);
  };
  const accepting = accept();
  return {
    port: listener.addr.port,
    get connections() {
      return connections;
    },
    get receivedBytes() {
      return receivedBytes;
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) connection.close();
      open.clear();
      await accepting;
    },
  };
}

/** A gateway at a TCP port that answers by a script. */
export function scriptedGateway(script: Script): Impostor {
  return impostor(scriptedPeer(script));
}

/** Takes what comes, and says nothing. */
export const silent = (): Uint8Array[] => [];

/** Bytes that no frame can be made of. */
export const noise = (): Uint8Array[] => [new Uint8Array(40).fill(0x55)];

/** A correct frame for another program. */
export const foreign = (): Uint8Array[] => [
  encodeFrame({ flags: 0, source: 101, destination: 1, data: new Uint8Array(14) }),
];

/** Waits until a line was written that fits. */
export async function said(lines: readonly string[], pattern: RegExp): Promise<string> {
  const find = () => lines.find((line) => pattern.test(line));
  await until(() => find() !== undefined, `a line like ${pattern}`);
  return find()!;
}
