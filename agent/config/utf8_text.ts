/** A file's bytes are no UTF-8; `line`, which counts from 1, is the first where they are not. */
export class NotUtf8Error extends Error {
  override readonly name = "NotUtf8Error";
  readonly line: number;

  constructor(line: number, options?: ErrorOptions) {
    super(`line ${line} is not written in UTF-8; save the file as UTF-8 in your editor`, options);
    this.line = line;
  }
}

/**
 * The text that the bytes are, with the mark at its begin if there is one. Throws `NotUtf8Error`: a
 * sign that was replaced would be lost as soon as the text is written again.
 */
export function utf8Text(bytes: Uint8Array): string {
  try {
    return decoded(bytes);
  } catch (cause) {
    throw new NotUtf8Error(firstWrongLine(bytes), { cause });
  }
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

const LINE_FEED = 0x0a;

/** No sign of more than one byte holds a line feed, so that each line stands for itself. */
function firstWrongLine(bytes: Uint8Array): number {
  for (let line = 1, start = 0;; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end < 0) return line;
    try {
      decoded(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end + 1;
  }
}
