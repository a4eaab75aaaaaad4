import { Ioctl, type LibcLibrary, loadLibc, PollEvent } from "./libc_symbols.ts";
import { SystemError } from "./system_error.ts";
import { baudRateOf, encodeTermios, type LineSettings, TERMIOS_LENGTH } from "./termios.ts";

// The same on x86_64 and aarch64. O_DIRECTORY is not, hence it is not used.
const OpenFlag = {
  readOnly: 0,
  readWrite: 0o2,
  noControllingTerminal: 0o400,
  nonBlocking: 0o4000,
  closeOnExec: 0o2000000,
} as const;

/** A terminal of ours must never become the controlling one: an unplug would then end us. */
const TERMINAL_FLAGS = OpenFlag.readWrite | OpenFlag.noControllingTerminal |
  OpenFlag.nonBlocking | OpenFlag.closeOnExec;

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const MSG_NOSIGNAL = 0x4000;

const LOCK_EXCLUSIVE_NO_WAIT = 2 | 4;
const MAX_PATH_LENGTH = 4096;
const MAX_DRAIN_ATTEMPTS = 10;
const EINTR = 4;

/**
 * libc, as far as terminals and datagrams need it. The calls throw SystemError. Who opened it closes it, after the
 * last `wait…` call has settled.
 */
export class Libc {
  readonly #library: LibcLibrary;
  // Made beforehand: whatever runs between a call and the look at its errno could change it.
  readonly #errno = new Int32Array(1);
  readonly #errnoBytes = new Uint8Array(this.#errno.buffer);

  constructor(library: LibcLibrary = loadLibc()) {
    this.#library = library;
  }

  get #calls(): LibcLibrary["symbols"] {
    return this.#library.symbols;
  }

  /** Opens a terminal for reading and writing, without blocking and not as controlling terminal. */
  openTerminal(path: string): number {
    return this.#checked(`open ${path}`, this.#calls.open(cString(path), TERMINAL_FLAGS));
  }

  /** A new pseudo-terminal's master, ready for its slave to be opened. */
  openPseudoTerminal(): number {
    const master = this.#checked("posix_openpt", this.#calls.posix_openpt(TERMINAL_FLAGS));
    try {
      this.#checked("grantpt", this.#calls.grantpt(master));
      this.#checked("unlockpt", this.#calls.unlockpt(master));
    } catch (error) {
      this.close(master);
      throw error;
    }
    return master;
  }

  /** The path of a pseudo-terminal's slave. */
  slavePath(master: number): string {
    const path = new Uint8Array(MAX_PATH_LENGTH);
    const errno = this.#calls.ptsname_r(master, path, BigInt(path.length));
    if (errno !== 0) throw new SystemError("ptsname_r", errno);
    return text(path.subarray(0, path.indexOf(0)));
  }

  /** A descriptor that `signalEvent` makes readable, for good. */
  openEvent(): number {
    const flags = OpenFlag.nonBlocking | OpenFlag.closeOnExec;
    return this.#checked("eventfd", this.#calls.eventfd(0, flags));
  }

  signalEvent(event: number): void {
    this.write(event, new Uint8Array(new BigUint64Array([1n]).buffer));
  }

  close(descriptor: number): void {
    this.#calls.close(descriptor);
  }

  /** Closes without holding up the program while a port still sends. */
  async closeWaiting(descriptor: number): Promise<void> {
    await this.#calls.closeWaiting(descriptor);
  }

  /** How many bytes came, 0 at the end; undefined when there are none yet. */
  read(descriptor: number, buffer: Uint8Array<ArrayBuffer>): number | undefined {
    return this.#unlessBusy(
      "read",
      this.#calls.read(descriptor, buffer, BigInt(buffer.length)),
    );
  }

  /** How many bytes were taken; undefined when the line takes none yet. */
  write(descriptor: number, bytes: Uint8Array<ArrayBuffer>): number | undefined {
    return this.#unlessBusy("write", this.#calls.write(descriptor, bytes, BigInt(bytes.length)));
  }

  /** Waits until one of `events` or a fault is true of the descriptor, or `event` was signalled. */
  async waitFor(descriptor: number, events: number, event: number): Promise<void> {
    // struct pollfd: descriptor (32 bits), events asked for and found (16 bits each).
    const polled = new Int16Array([0, 0, events, 0, 0, 0, PollEvent.input, 0]);
    new Int32Array(polled.buffer)[0] = descriptor;
    new Int32Array(polled.buffer)[2] = event;
    for (;;) {
      // The buffer stays referenced by this frame for as long as the kernel may write to it.
      if (await this.#calls.pollWaiting(polled, 2n, -1) >= 0) return;
      // The error number belongs to another thread: ask again without waiting, to see it here.
      this.#unlessBusy("poll", this.#calls.poll(polled, 2n, 0));
    }
  }

  ioctl(descriptor: number, request: number, argument: Uint8Array<ArrayBuffer>): void {
    this.#checked("ioctl", this.#calls.ioctl(descriptor, BigInt(request), argument));
  }

  ioctlNumber(descriptor: number, request: number, argument = 0): void {
    const result = this.#calls.ioctlNumber(descriptor, BigInt(request), BigInt(argument));
    this.#checked("ioctl", result);
  }

  /** Where a driver may not know the request and nothing depends on it. */
  tryIoctlNumber(descriptor: number, request: number, argument = 0): void {
    this.#calls.ioctlNumber(descriptor, BigInt(request), BigInt(argument));
  }

  /** Waits until all that was written has left the port. */
  async drain(descriptor: number): Promise<void> {
    for (let attempt = 0; attempt < MAX_DRAIN_ATTEMPTS; attempt++) {
      if (await this.#calls.ioctlWaiting(descriptor, BigInt(Ioctl.drain), 1n) >= 0) return;
      // The error number belongs to another thread: a lost port shows here too; a signal does not.
      this.line(descriptor);
    }
    throw new SystemError("tcdrain", EINTR);
  }

  /** Takes the advisory lock that serial programs respect; EAGAIN when another one holds it. */
  lock(descriptor: number): void {
    this.#checked("flock", this.#calls.flock(descriptor, LOCK_EXCLUSIVE_NO_WAIT));
  }

  /** The kernel's termios of a line. */
  line(descriptor: number): Uint8Array<ArrayBuffer> {
    const termios = new Uint8Array(TERMIOS_LENGTH);
    this.ioctl(descriptor, Ioctl.getLine, termios);
    return termios;
  }

  /**
   * Sets a line. By the raw request: glibc's tcsetattr calls it an error that a pseudo-terminal has
   * no parity. A driver may still take only a part: read it back.
   */
  setLine(descriptor: number, settings: LineSettings): void {
    this.ioctl(descriptor, Ioctl.setLine, encodeTermios(settings));
  }

  /** The rate that a line is set to; on a pseudo-terminal's master, the one its client has set. */
  baudRate(descriptor: number): number | undefined {
    return baudRateOf(this.line(descriptor));
  }

  /** The names in a directory, without `.` and `..`. */
  readDirectory(path: string): string[] {
    const flags = OpenFlag.readOnly | OpenFlag.nonBlocking | OpenFlag.closeOnExec;
    const directory = this.#checked(`open ${path}`, this.#calls.open(cString(path), flags));
    try {
      const names: string[] = [];
      const buffer = new Uint8Array(32 * 1024);
      for (;;) {
        const length = this.#checked(
          `getdents64 ${path}`,
          Number(this.#calls.getdents64(directory, buffer, BigInt(buffer.length))),
        );
        if (length === 0) return names;
        names.push(...directoryNames(buffer.subarray(0, length)));
      }
    } finally {
      this.close(directory);
    }
  }

  /** The first line of a small file, such as sysfs has. */
  readFirstLine(path: string): string {
    const flags = OpenFlag.readOnly | OpenFlag.nonBlocking | OpenFlag.closeOnExec;
    const file = this.#checked(`open ${path}`, this.#calls.open(cString(path), flags));
    try {
      const buffer = new Uint8Array(MAX_PATH_LENGTH);
      return text(buffer.subarray(0, this.read(file, buffer) ?? 0)).split("\n", 1)[0]!;
    } finally {
      this.close(file);
    }
  }

  readLink(path: string): string {
    const target = new Uint8Array(MAX_PATH_LENGTH);
    const result = this.#calls.readlink(cString(path), target, BigInt(target.length));
    return text(target.subarray(0, this.#checked(`readlink ${path}`, Number(result))));
  }

  symlink(target: string, path: string): void {
    this.#checked(`symlink ${path}`, this.#calls.symlink(cString(target), cString(path)));
  }

  rename(from: string, to: string): void {
    this.#checked(`rename ${to}`, this.#calls.rename(cString(from), cString(to)));
  }

  unlink(path: string): void {
    this.#checked(`unlink ${path}`, this.#calls.unlink(cString(path)));
  }

  /** Sends one datagram to a unix socket, given as `struct sockaddr_un`; EAGAIN where it is full. */
  sendDatagram(address: Uint8Array<ArrayBuffer>, message: Uint8Array<ArrayBuffer>): void {
    const type = SOCK_DGRAM | OpenFlag.nonBlocking | OpenFlag.closeOnExec;
    const socket = this.#checked("socket", this.#calls.socket(AF_UNIX, type, 0));
    try {
      const [length, addressLength] = [BigInt(message.length), address.length];
      const { sendto } = this.#calls;
      const sent = sendto(socket, message, length, MSG_NOSIGNAL, address, addressLength);
      this.#checked("sendto", Number(sent));
    } finally {
      this.close(socket);
    }
  }

  /** Unloads the library. */
  [Symbol.dispose](): void {
    this.#library.close();
  }

  #checked(call: string, result: number): number {
    if (result < 0) throw new SystemError(call, this.#lastErrno());
    return result;
  }

  #unlessBusy(call: string, result: number | bigint): number | undefined {
    if (result >= 0) return Number(result);
    const error = new SystemError(call, this.#lastErrno());
    if (error.code === "EAGAIN" || error.code === "EINTR") return undefined;
    throw error;
  }

  // By memcpy, since Deno's own view of a pointer would need --allow-ffi without a path. Only true
  // right after a call on this thread.
  #lastErrno(): number {
    this.#calls.memcpy(this.#errnoBytes, this.#calls.__errno_location(), 4n);
    return this.#errno[0]!;
  }
}

/** struct dirent64: inode and offset (64 bits each), record length (16 bits), type, name. */
function directoryNames(records: Uint8Array): string[] {
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
  const names: string[] = [];
  for (let start = 0; start < records.length; start += view.getUint16(start + 16, true)) {
    const nameStart = start + 19;
    const name = text(records.subarray(nameStart, records.indexOf(0, nameStart)));
    if (name !== "." && name !== "..") names.push(name);
  }
  return names;
}

function cString(value: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${value}\0`);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
