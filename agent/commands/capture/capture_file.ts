import {
  type CaptureHead,
  type CaptureRecord,
  encodeCaptureHead,
  encodeCaptureRecord,
} from "../../../protocol/capture.ts";
import { notWritten, openNew, writeAll } from "../cli/new_file.ts";

/** A recording as it grows: each line is handed to the system at once. */
export class CaptureFile implements Disposable {
  readonly #path: string;
  readonly #file: Deno.FsFile;
  readonly #maxBytes: number;
  readonly #full = new AbortController();
  #length = 0;
  #pieces = 0;
  #bytes = 0;

  /** Throws a `UserError` where there is such a file already, or none can be written. */
  constructor(path: string, maxBytes: number) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#file = openNew(path);
  }

  /** Aborted when there is no room for more; the reason is a `UserError` where the disk refused. */
  get full(): AbortSignal {
    return this.#full.signal;
  }

  /** How many pieces of the line are in it. */
  get pieces(): number {
    return this.#pieces;
  }

  /** How many bytes of the line are in it. */
  get bytes(): number {
    return this.#bytes;
  }

  begin(head: CaptureHead): void {
    this.#write(encodeCaptureHead(head));
  }

  /** Never throws: what keeps it from writing is the reason of `full`. */
  add(record: CaptureRecord): void {
    if (this.#full.signal.aborted || !this.#write(encodeCaptureRecord(record))) return;
    this.#pieces++;
    this.#bytes += record.bytes.length;
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }

  /** Whether all of it was written. */
  #write(line: string): boolean {
    const bytes = new TextEncoder().encode(`${line}\n`);
    if (this.#length + bytes.length > this.#maxBytes) {
      this.#full.abort();
      return false;
    }
    try {
      writeAll(this.#file, bytes);
      this.#length += bytes.length;
      return true;
    } catch (error) {
      this.#full.abort(notWritten(this.#path, error));
      return false;
    }
  }
}
