import type {
  BindingPortInterface,
  OpenOptions,
  PortStatus,
  SetOptions,
  UpdateOptions,
} from "@serialport/bindings-interface";
import { CanceledError, Descriptor } from "./descriptor.ts";
import type { Libc } from "./libc.ts";
import { Ioctl } from "./libc_symbols.ts";
import { LinkError } from "./link_error.ts";
import { portLost } from "./serial_port_error.ts";
import { SystemError } from "./system_error.ts";
import {
  BaudRates,
  encodeTermios,
  type LineSettings,
  refusedSettings,
  withBaudRate,
} from "./termios.ts";

const FLUSH_INPUT = 0;
const FLUSH_BOTH = 2;

/** The bits of TIOCMGET and TIOCMSET. */
const ModemBit = { dtr: 0x002, rts: 0x004, cts: 0x020, dcd: 0x040, dsr: 0x100 } as const;

/**
 * An open port of `SerialBinding`. On a real UART, the modem lines, a break and a drain are not
 * proven yet.
 */
export class SerialPort implements BindingPortInterface {
  readonly openOptions: Required<OpenOptions>;
  isOpen = true;
  readonly #libc: Libc;
  readonly #descriptor: Descriptor;
  readonly #pseudoTerminal: boolean;
  readonly #released: () => void;

  /** Takes over a descriptor that is open and set; `released` is called when it is closed. */
  constructor(
    libc: Libc,
    descriptor: Descriptor,
    pseudoTerminal: boolean,
    openOptions: Required<OpenOptions>,
    released: () => void,
  ) {
    this.#libc = libc;
    this.#descriptor = descriptor;
    this.#pseudoTerminal = pseudoTerminal;
    this.openOptions = openOptions;
    this.#released = released;
  }

  /** Resolves when at least one byte came; rejects with CanceledError when the port is closed. */
  async read<Bytes extends Uint8Array>(
    buffer: Bytes,
    offset: number,
    length: number,
  ): Promise<{ buffer: Bytes; bytesRead: number }> {
    const bytes = new Uint8Array(length);
    const bytesRead = await this.#orLost(this.#descriptor.read(bytes));
    if (bytesRead === 0) throw portLost(this.openOptions.path, undefined);
    buffer.set(bytes.subarray(0, bytesRead), offset);
    return { buffer, bytesRead };
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#orLost(this.#descriptor.write(bytes));
  }

  async drain(): Promise<void> {
    await this.#orLost(this.#descriptor.drain());
  }

  flush(): Promise<void> {
    return this.#control(() =>
      this.#libc.ioctlNumber(this.#descriptor.number, Ioctl.flush, FLUSH_BOTH)
    );
  }

  update({ baudRate }: UpdateOptions): Promise<void> {
    return this.#control(() => {
      const { number } = this.#descriptor;
      checkBaudRate(baudRate);
      const asked = withBaudRate(this.#libc.line(number), baudRate);
      this.#libc.ioctl(number, Ioctl.setLine, asked);
      const refused = refusedSettings(asked, this.#libc.line(number), this.#pseudoTerminal);
      if (refused.length > 0) throw settingsRefused(this.openOptions, refused);
      this.openOptions.baudRate = baudRate;
    });
  }

  /** Sets DTR, RTS and the break; CTS and DSR are the other end's. */
  set({ brk = false, dtr = true, rts = true }: SetOptions): Promise<void> {
    return this.#control(() => {
      const bits = this.#modemBits() & ~(ModemBit.dtr | ModemBit.rts);
      const wanted = bits | (dtr ? ModemBit.dtr : 0) | (rts ? ModemBit.rts : 0);
      const { number } = this.#descriptor;
      this.#libc.ioctl(number, Ioctl.setModemBits, new Uint8Array(Uint32Array.of(wanted).buffer));
      this.#libc.ioctlNumber(number, brk ? Ioctl.startBreak : Ioctl.stopBreak);
    });
  }

  get(): Promise<PortStatus> {
    return this.#control(() => {
      const bits = this.#modemBits();
      return {
        cts: (bits & ModemBit.cts) !== 0,
        dsr: (bits & ModemBit.dsr) !== 0,
        dcd: (bits & ModemBit.dcd) !== 0,
      };
    });
  }

  getBaudRate(): Promise<{ baudRate: number }> {
    return this.#control(() => {
      const baudRate = this.#libc.baudRate(this.#descriptor.number);
      if (baudRate === undefined) {
        throw new LinkError(
          `Cannot tell the baud rate of ${this.openOptions.path}: an unusual one`,
        );
      }
      return { baudRate };
    });
  }

  async close(): Promise<void> {
    if (!this.isOpen) throw notOpen(this.openOptions.path);
    this.isOpen = false;
    if (this.openOptions.lock) {
      this.#libc.tryIoctlNumber(this.#descriptor.number, Ioctl.notExclusive);
    }
    await this.#descriptor.close();
    this.#released();
  }

  #modemBits(): number {
    const bits = new Uint32Array(1);
    this.#libc.ioctl(this.#descriptor.number, Ioctl.getModemBits, new Uint8Array(bits.buffer));
    return bits[0]!;
  }

  #control<T>(act: () => T): Promise<T> {
    return Promise.try(() => {
      if (!this.isOpen) throw notOpen(this.openOptions.path);
      try {
        return act();
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        throw new LinkError(
          `Cannot control ${this.openOptions.path}: ${error.message}; this port has no such line`,
          { cause: error },
        );
      }
    });
  }

  async #orLost<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      if (error instanceof CanceledError) throw error;
      throw portLost(this.openOptions.path, error);
    }
  }
}

/** Opens and sets a port. Throws SystemError or LinkError. */
export function openPort(libc: Libc, options: OpenOptions, released: () => void): SerialPort {
  const settings = { path: options.path, lock: options.lock ?? true, ...settingsOf(options) };
  const number = libc.openTerminal(options.path);
  try {
    const pseudoTerminal = preparePort(libc, number, settings);
    return new SerialPort(libc, new Descriptor(libc, number), pseudoTerminal, settings, released);
  } catch (error) {
    libc.close(number);
    throw error;
  }
}

/** Tells whether it is a pseudo-terminal. */
function preparePort(
  libc: Libc,
  number: number,
  options: LineSettings & Required<OpenOptions>,
): boolean {
  // Reads the line first: what is no terminal must be left alone.
  libc.line(number);
  const pseudoTerminal = libc.readLink(`/proc/self/fd/${number}`).startsWith("/dev/pts/");
  if (options.lock) {
    libc.lock(number);
    // The lock is advice, this is law, but for root. A pseudo-terminal would stay closed to
    // everybody after a holder that died, for as long as its other end lives.
    if (!pseudoTerminal) libc.ioctlNumber(number, Ioctl.exclusive);
  }
  libc.setLine(number, options);
  const refused = refusedSettings(encodeTermios(options), libc.line(number), pseudoTerminal);
  if (refused.length > 0) throw settingsRefused(options, refused);
  libc.ioctlNumber(number, Ioctl.flush, FLUSH_INPUT);
  return pseudoTerminal;
}

function settingsOf(options: OpenOptions): LineSettings {
  const { parity = "none", stopBits = 1 } = options;
  checkBaudRate(options.baudRate);
  if (parity !== "none" && parity !== "even" && parity !== "odd") {
    throw new LinkError(`Cannot set parity ${parity}: choose none, even or odd`);
  }
  if (stopBits === 1.5) throw new LinkError("Cannot set 1.5 stop bits: choose 1 or 2");
  return {
    baudRate: options.baudRate,
    dataBits: options.dataBits ?? 8,
    stopBits,
    parity,
    rtscts: options.rtscts ?? false,
    xon: options.xon ?? false,
    xoff: options.xoff ?? false,
    xany: options.xany ?? false,
    hupcl: options.hupcl ?? true,
  };
}

function checkBaudRate(baudRate: number): void {
  if (BaudRates.includes(baudRate)) return;
  throw new LinkError(`Cannot set ${baudRate} baud: choose one of ${BaudRates.join(", ")}`);
}

function settingsRefused({ path, ...asked }: OpenOptions, refused: readonly string[]): LinkError {
  const { baudRate, dataBits, parity, stopBits } = asked;
  return new LinkError(
    `Cannot set ${path} to ${baudRate} baud, ${dataBits} data bits, parity ${parity}, ` +
      `${stopBits} stop bits: its driver refuses ${refused.join(", ")}; use another adapter`,
  );
}

function notOpen(path: string): LinkError {
  return new LinkError(`Cannot use ${path}: the port is not open`);
}
