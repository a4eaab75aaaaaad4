import { Descriptor } from "../../agent/link/descriptor.ts";
import { Libc } from "../../agent/link/libc.ts";
import { EndpointError, notServed } from "./endpoint_error.ts";
import type { Endpoint, Line } from "./line.ts";
import { Outbox } from "./outbox.ts";

const READ_BUFFER_LENGTH = 4096;

/** Bytes as they are: otherwise the terminal would echo them, and turn CR into LF. */
const RAW_LINE = {
  baudRate: 38400,
  dataBits: 8,
  stopBits: 1,
  parity: "none",
  rtscts: false,
  xon: false,
  xoff: false,
  xany: false,
  hupcl: false,
} as const;

export interface PtyOptions {
  /** Stay silent while the client's rate differs, as a real gateway does; default: any rate. */
  readonly baudRate?: number | undefined;
  /** Is told once when a client speaks at another rate. */
  readonly log?: { warn(message: string): void } | undefined;
}

/**
 * A line on a pseudo-terminal, with a symbolic link to it at `path`: a link that leads nowhere any
 * more is replaced, anything else is an error. One client at a time, as on a serial line. A pseudo-terminal
 * has neither parity nor pace: those are not like the real line.
 * Rejects with an EndpointError.
 */
export async function servePty(
  path: string,
  line: Line,
  { baudRate, log }: PtyOptions = {},
): Promise<Endpoint> {
  await using opened = new AsyncDisposableStack();
  const libc = opened.use(new Libc());
  const number = libc.openPseudoTerminal();
  const master = opened.adopt(new Descriptor(libc, number), (descriptor) => descriptor.close());
  const slavePath = libc.slavePath(number);
  // One slave stays open: after the last client the master would otherwise report a hang-up, and
  // go on reporting it.
  const slave = opened.adopt(libc.openTerminal(slavePath), (descriptor) => libc.close(descriptor));
  libc.setLine(slave, RAW_LINE);
  putLink(libc, slavePath, path);
  opened.defer(() => removeLink(libc, slavePath, path));

  const outbox = new Outbox((bytes) => master.write(bytes));
  let closing: Promise<void> | undefined;
  let mismatch: number | undefined;
  const understood = () => {
    if (baudRate === undefined) return true;
    const clientRate = libc.baudRate(number);
    if (clientRate === baudRate) mismatch = undefined;
    else if (clientRate !== mismatch) {
      mismatch = clientRate;
      log?.warn(`Silent: the client speaks at ${clientRate} baud, this line at ${baudRate}`);
    }
    return clientRate === baudRate;
  };
  const connection = line.connect((bytes) => {
    if (closing === undefined && understood()) outbox.send(bytes);
  });
  const receive = async () => {
    const buffer = new Uint8Array(READ_BUFFER_LENGTH);
    for (;;) {
      // Only our own close ends it: the slave that stays open keeps the master alive.
      const length = await master.read(buffer).catch(() => undefined);
      if (length === undefined || closing !== undefined) return;
      if (understood()) connection.receive(buffer.slice(0, length));
    }
  };
  const receiving = receive();
  const releases = opened.move();
  const close = async () => {
    connection.disconnect();
    await releases.disposeAsync();
    await receiving;
    await outbox.settled();
  };
  return { address: path, close: () => closing ??= close() };
}

/** Puts the link in one step, so that a client never finds half of it. */
function putLink(libc: Libc, target: string, path: string): void {
  const found = whatStandsAt(libc, path);
  if (found !== undefined) {
    throw new EndpointError(
      `Cannot serve a pseudo-terminal at ${path}: ${found}; remove it, or choose another path`,
    );
  }
  const temporary = `${path}.${target.replaceAll("/", "_")}`;
  try {
    removeLink(libc, target, temporary);
    libc.symlink(target, temporary);
    libc.rename(temporary, path);
  } catch (error) {
    throw notServed(`a pseudo-terminal at ${path}`, error);
  }
}

/** Removes our own link only: somebody may have put another one there. */
function removeLink(libc: Libc, target: string, path: string): void {
  try {
    if (libc.readLink(path) === target) libc.unlink(path);
  } catch {
    // It is gone already.
  }
}

/** What must not be replaced; undefined for nothing, and for a link whose simulator is gone. */
function whatStandsAt(libc: Libc, path: string): string | undefined {
  let target: string;
  try {
    target = libc.readLink(path);
  } catch (error) {
    const isNoLink = (error as { code?: unknown }).code === "EINVAL";
    return isNoLink ? "something other than a link stands there" : undefined;
  }
  try {
    libc.close(libc.openTerminal(target));
    return `it leads to ${target}, which is in use`;
  } catch {
    return undefined;
  }
}
