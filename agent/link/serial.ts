import type { Link } from "../../protocol/link.ts";
import { ChunkQueue } from "./chunk_queue.ts";
import { CanceledError } from "./descriptor.ts";
import { closedError } from "./link_error.ts";
import type { LinkSource } from "./link_source.ts";
import { SerialBinding } from "./serial_binding.ts";
import type { SerialPort } from "./serial_port.ts";
import { WriteTurns } from "./write_turns.ts";

const READ_BUFFER_LENGTH = 4096;

/** Which port, and how its line is set: 8 data bits and one stop bit always. */
export interface SerialOptions {
  readonly path: string;
  readonly baudRate: number;
  readonly parity: "even" | "none" | "odd";
}

/** A serial port as the source of links. */
export class SerialSource implements LinkSource {
  readonly #options: SerialOptions;
  readonly #binding = new SerialBinding();

  constructor(options: SerialOptions) {
    this.#options = options;
  }

  get description(): string {
    const { path, baudRate, parity } = this.#options;
    return `serial ${path}, ${baudRate} baud, parity ${parity}`;
  }

  open(signal: AbortSignal): Promise<Link> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return openSerial(this.#options, this.#binding);
  }

  close(): Promise<void> {
    this.#binding[Symbol.dispose]();
    return Promise.resolve();
  }
}

/**
 * Opens a port with 8 data bits and 1 stop bit, for ourselves alone. Rejects with a LinkError, also
 * when a real port refuses rate or parity; a pseudo-terminal has no parity, whatever is asked. An
 * unplug breaks the link. Proven on pseudo-terminals; not yet on a real UART.
 */
export async function openSerial(
  { path, baudRate, parity }: SerialOptions,
  binding: SerialBinding,
): Promise<Link> {
  return new SerialLink(await binding.open({ path, baudRate, parity }));
}

class SerialLink implements Link {
  readonly #port: SerialPort;
  readonly #chunks = new ChunkQueue();
  readonly #turns: WriteTurns;
  readonly #reading: Promise<void>;
  #closing: Promise<void> | undefined;

  constructor(port: SerialPort) {
    this.#port = port;
    this.#turns = new WriteTurns((bytes) => this.#writeAll(bytes));
    this.#reading = this.#read();
  }

  get chunks(): AsyncIterable<Uint8Array> {
    return this.#chunks;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#turns.write(bytes);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#chunks.close();
    await this.#port.close();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(READ_BUFFER_LENGTH);
    try {
      for (;;) {
        const { bytesRead } = await this.#port.read(buffer, 0, buffer.length);
        this.#chunks.push(buffer.slice(0, bytesRead));
      }
    } catch (error) {
      // After close() the end is already told, and this changes nothing.
      this.#chunks.fail(error);
    }
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    try {
      if (!this.#port.isOpen) throw new CanceledError();
      await this.#port.write(bytes);
    } catch (error) {
      throw error instanceof CanceledError ? closedError(this.#port.openOptions.path) : error;
    }
  }
}
