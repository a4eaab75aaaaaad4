import { MAX_LINE_LENGTH } from "./control_message.ts";

/** The lines of a stream of text, without their ends. Throws a `RangeError` at one that is too long. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (
    const text of stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
  ) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
    if (rest.length > MAX_LINE_LENGTH) {
      throw new RangeError(`Cannot take a line of ${rest.length} characters or more`);
    }
  }
}

/** A value as one line of JSON. */
export function lineOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value) + "\n");
}
