import type { Libc } from "./libc.ts";
import { Ioctl, PollEvent } from "./libc_symbols.ts";

const FLUSH_OUTPUT = 1;

/** What a pending call gets when its own side closes the port; `canceled` as serialport wants it. */
export class CanceledError extends Error {
  override readonly name = "CanceledError";
  readonly canceled = true;

  constructor() {
    super("The port was closed");
  }
}

/**
 * An open, non-blocking descriptor whose waits end when it is closed: every wait also polls an
 * eventfd. Each wait holds one of the runtime's threads for blocking calls (some thirty).
 */
export class Descriptor {
  /** The kernel's number, for other calls; not valid once closed. */
  readonly number: number;
  readonly #libc: Libc;
  readonly #closeEvent: number;
  readonly #pending = new Set<Promise<unknown>>();
  #draining = 0;
  #closing: Promise<void> | undefined;

  /** Takes over a descriptor that is open and non-blocking, and closes it in the end. */
  constructor(libc: Libc, number: number) {
    this.#libc = libc;
    this.number = number;
    this.#closeEvent = libc.openEvent();
  }

  /** Resolves with what one read gave: at least one byte, or 0 at the end of the line. */
  async read(buffer: Uint8Array<ArrayBuffer>): Promise<number> {
    for (;;) {
      // Waits first even if there is something: a flood must not keep the event loop from turning.
      await this.#wait(PollEvent.input);
      const length = this.#libc.read(this.number, buffer);
      if (length !== undefined) return length;
    }
  }

  /** Resolves when the kernel took all bytes. */
  async write(bytes: Uint8Array): Promise<void> {
    let rest = new Uint8Array(bytes);
    this.#throwIfClosing();
    while (rest.length > 0) {
      const length = this.#libc.write(this.number, rest);
      if (length === undefined) await this.#wait(PollEvent.output);
      else rest = rest.subarray(length);
    }
  }

  /** Resolves when all that was written has left the port. */
  async drain(): Promise<void> {
    this.#throwIfClosing();
    this.#draining++;
    try {
      await this.#track(this.#libc.drain(this.number));
    } finally {
      this.#draining--;
    }
    this.#throwIfClosing();
  }

  /** Ends pending calls with CanceledError, then closes. May be called again; never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#libc.signalEvent(this.#closeEvent);
    // A drain knows no event: flow control could hold it for ever.
    if (this.#draining > 0) this.#libc.tryIoctlNumber(this.number, Ioctl.flush, FLUSH_OUTPUT);
    await Promise.allSettled(this.#pending);
    await this.#libc.closeWaiting(this.number);
    this.#libc.close(this.#closeEvent);
  }

  async #wait(events: number): Promise<void> {
    this.#throwIfClosing();
    await this.#track(this.#libc.waitFor(this.number, events, this.#closeEvent));
    this.#throwIfClosing();
  }

  async #track<T>(call: Promise<T>): Promise<T> {
    this.#pending.add(call);
    try {
      return await call;
    } finally {
      this.#pending.delete(call);
    }
  }

  #throwIfClosing(): void {
    if (this.#closing !== undefined) throw new CanceledError();
  }
}
