import type { BindingInterface, OpenOptions, PortInfo } from "@serialport/bindings-interface";
import { Libc } from "./libc.ts";
import { openPort, type SerialPort } from "./serial_port.ts";
import { portNotOpened } from "./serial_port_error.ts";
import { type SerialPortInfo, serialPortsOf } from "./serial_ports.ts";
import { SystemError } from "./system_error.ts";

/**
 * Serial ports of Linux under Deno, for `@serialport/stream` and whoever else uses serialport's
 * interface. Proven on pseudo-terminals; on a real UART, parity on the wire and an unplug are not
 * proven yet.
 *
 * It loads libc at the first use and keeps it, since every loading costs memory that does not come
 * back; `using` or `[Symbol.dispose]()` releases it, once the last port is closed.
 */
export class SerialBinding implements BindingInterface<SerialPort>, Disposable {
  #libc: Libc | undefined;
  #openPorts = 0;
  #disposed = false;

  list(): Promise<PortInfo[]> {
    return Promise.try(() =>
      this.ports().map(({ byId, byPath: _, ...port }) => ({
        ...port,
        pnpId: byId?.slice(byId.lastIndexOf("/") + 1),
        locationId: undefined,
      }))
    );
  }

  /** Rejects with a LinkError. */
  open(options: OpenOptions): Promise<SerialPort> {
    return Promise.try(() => {
      const libc = this.#load();
      try {
        const port = openPort(libc, options, () => this.#onPortClosed());
        this.#openPorts++;
        return port;
      } catch (error) {
        if (!(error instanceof SystemError)) throw error;
        throw portNotOpened(options.path, error, serialPortsOf(libc).map(({ path }) => path));
      }
    });
  }

  /** The ports of this machine with their lasting names. Throws LinkError where unsupported. */
  ports(): SerialPortInfo[] {
    return serialPortsOf(this.#load());
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#unloadIfUnused();
  }

  #load(): Libc {
    if (this.#disposed) throw new TypeError("The serial binding was disposed");
    return this.#libc ??= new Libc();
  }

  #onPortClosed(): void {
    this.#openPorts--;
    this.#unloadIfUnused();
  }

  // A call into a library that is unloaded would be the end of the process.
  #unloadIfUnused(): void {
    if (!this.#disposed || this.#openPorts > 0) return;
    this.#libc?.[Symbol.dispose]();
    this.#libc = undefined;
  }
}
