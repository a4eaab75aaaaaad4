import { MAX_LINE_LENGTH } from "./control_message.ts";

const CHUNK_LENGTH = 16 * 1024;

/** What can be read until its end, like a connection. */
interface Reader {
  read(into: Uint8Array): Promise<number | null>;
}

/** What can be written to, perhaps in pieces, like a connection. */
export interface Writer {
  write(bytes: Uint8Array): Promise<number>;
}

/** The lines of a stream of text, without their ends. Throws a `RangeError` at one that is too long. */
export async function* linesOf(reader: Reader): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const chunk = new Uint8Array(CHUNK_LENGTH);
  let rest = "";
  for (;;) {
    const length = await reader.read(chunk);
    if (length === null) return;
    const lines = (rest + decoder.decode(chunk.subarray(0, length), { stream: true })).split("\n");
    rest = lines.pop()!;
    yield* lines;
    if (rest.length > MAX_LINE_LENGTH) {
      throw new RangeError(`Cannot take a line of ${rest.length} characters or more`);
    }
  }
}

/** Sends a value as one line of JSON. */
export async function sendLine(writer: Writer, value: unknown): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(value) + "\n");
  for (let at = 0; at < bytes.length;) at += await writer.write(bytes.subarray(at));
}
