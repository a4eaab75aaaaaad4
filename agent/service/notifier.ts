import { errorText } from "../error_text.ts";
import { Libc } from "../link/libc.ts";
import type { Log } from "../log.ts";

/** Takes what systemd is told: assignments such as `READY=1`, one a line. */
export interface Notifier extends Disposable {
  /** How often systemd wants to hear that the agent is alive; undefined where it does not. */
  readonly watchdogMs: number | undefined;
  /** Never throws: an agent that cannot tell still reads. */
  tell(assignments: string): void;
}

const AF_UNIX = 1;

/** What `struct sockaddr_un` has room for. */
const MAX_NAME_LENGTH = 107;

/**
 * The way to systemd, as its environment variables describe it (sd_notify(3), sd_watchdog_enabled(3));
 * undefined where nobody wants to be told. `pid` is our own process.
 */
export function openNotifier(
  variable: (name: string) => string | undefined,
  pid: number,
  log: Log,
): Notifier | undefined {
  const name = variable("NOTIFY_SOCKET");
  if (name === undefined || name === "") return undefined;
  const address = socketAddress(name);
  if (address === undefined) {
    log.warn("Cannot tell systemd that the agent is up: NOTIFY_SOCKET is no unix socket", {
      found: name,
    });
    return undefined;
  }
  const libc = libcFor(log);
  if (libc === undefined) return undefined;
  let say = log.warn;
  return {
    watchdogMs: watchdogMs(variable, pid),
    tell(assignments) {
      try {
        libc.sendDatagram(address, new TextEncoder().encode(assignments));
        say = log.warn;
      } catch (error) {
        say("Cannot tell systemd how the agent is", { socket: name, problem: errorText(error) });
        say = log.debug;
      }
    },
    [Symbol.dispose]: () => libc[Symbol.dispose](),
  };
}

function libcFor(log: Log): Libc | undefined {
  try {
    return new Libc();
  } catch (error) {
    log.warn("Cannot tell systemd that the agent is up", { problem: errorText(error) });
    return undefined;
  }
}

/** `struct sockaddr_un`: the family, then a path with a zero byte, or an abstract name behind one. */
function socketAddress(name: string): Uint8Array<ArrayBuffer> | undefined {
  const isAbstract = name.startsWith("@");
  if (!isAbstract && !name.startsWith("/")) return undefined;
  const bytes = new TextEncoder().encode(isAbstract ? `\0${name.slice(1)}` : `${name}\0`);
  if (bytes.length > MAX_NAME_LENGTH + 1) return undefined;
  return new Uint8Array([AF_UNIX, 0, ...bytes]);
}

function watchdogMs(
  variable: (name: string) => string | undefined,
  pid: number,
): number | undefined {
  const forPid = variable("WATCHDOG_PID");
  // A process that somebody else started hears of his watchdog, but must not feed it.
  if (forPid !== undefined && forPid !== String(pid)) return undefined;
  const microseconds = Number(variable("WATCHDOG_USEC"));
  return microseconds > 0 && microseconds < Infinity ? microseconds / 1000 : undefined;
}
