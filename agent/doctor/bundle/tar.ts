/** One file of an archive. */
export interface TarEntry {
  /** Of ASCII, with slashes between folders: up to 155 bytes, and 100 behind the last slash. */
  readonly name: string;
  /** How many bytes the pieces are together. */
  readonly length: number;
  readonly pieces: Iterable<Uint8Array<ArrayBuffer>>;
}

const BLOCK = 512;
const MAX_NAME_LENGTH = 100;
const MAX_FOLDER_LENGTH = 155;
const MODE = "0000600";

/**
 * An archive as POSIX.1-1988 has it (ustar), each file for its owner alone, piece by piece. Throws a
 * `RangeError` at a name that is too long.
 */
export function* tarOf(
  entries: Iterable<TarEntry>,
  modifiedAtSeconds: number,
): Generator<Uint8Array<ArrayBuffer>> {
  for (const { name, length, pieces } of entries) {
    yield headerOf(name, length, modifiedAtSeconds);
    yield* pieces;
    yield new Uint8Array((BLOCK - length % BLOCK) % BLOCK);
  }
  // Two empty blocks end an archive.
  yield new Uint8Array(2 * BLOCK);
}

function headerOf(
  name: string,
  length: number,
  modifiedAtSeconds: number,
): Uint8Array<ArrayBuffer> {
  const slash = name.lastIndexOf("/");
  const [folder, last] = [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)];
  if (last.length > MAX_NAME_LENGTH || folder.length > MAX_FOLDER_LENGTH) {
    throw new RangeError(
      `Cannot archive a name of ${last.length} letters in a folder of ${folder.length}: ` +
        `at most ${MAX_NAME_LENGTH} and ${MAX_FOLDER_LENGTH}`,
    );
  }
  const header = new Uint8Array(BLOCK);
  const put = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  put(0, last);
  put(100, MODE);
  put(108, octal(0, 7));
  put(116, octal(0, 7));
  put(124, octal(length, 11));
  put(136, octal(Math.floor(modifiedAtSeconds), 11));
  // The sum counts its own field as blanks.
  put(148, " ".repeat(8));
  put(156, "0");
  put(257, "ustar\x0000");
  put(345, folder);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(148, `${octal(sum, 6)}\0 `);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}
