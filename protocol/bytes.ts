/** The other end sent bytes that mean nothing here; whoever meets it drops them and gives no answer. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

/** All chunks in one piece. */
export function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The little-endian number of two bytes at `at`, which must lie within. */
export function u16At(bytes: Uint8Array, at: number): number {
  return bytes[at]! | bytes[at + 1]! << 8;
}

/** The little-endian number of four bytes at `at`, which must lie within. */
export function u32At(bytes: Uint8Array, at: number): number {
  return i32At(bytes, at) >>> 0;
}

/** The same as a signed number. */
export function i32At(bytes: Uint8Array, at: number): number {
  return u16At(bytes, at) | u16At(bytes, at + 2) << 16;
}

/** The same four bytes as a FLOAT. */
export function f32At(bytes: Uint8Array, at: number): number {
  intOfFloat[0] = i32At(bytes, at);
  return float[0]!;
}

// The same four bytes as a float and as a whole number, whatever the machine's byte order.
const float = new Float32Array(1);
const intOfFloat = new Int32Array(float.buffer);

/** Reads little-endian numbers one after another; throws a `DecodeError` past the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How many bytes are left. After decoding a whole, this must be 0. */
  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  u8(): number {
    return this.#bytes[this.#advance(1)]!;
  }

  u16(): number {
    return u16At(this.#bytes, this.#advance(2));
  }

  u32(): number {
    return u32At(this.#bytes, this.#advance(4));
  }

  i32(): number {
    return i32At(this.#bytes, this.#advance(4));
  }

  f32(): number {
    return f32At(this.#bytes, this.#advance(4));
  }

  /** The next `length` bytes as a view, not a copy. */
  bytes(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** Everything that is left, as a view. */
  rest(): Uint8Array {
    return this.bytes(this.remaining);
  }

  /** Checks that a whole was decoded to its last byte. */
  end(what: string): void {
    if (this.remaining > 0) {
      throw new DecodeError(`Expected the end of ${what}, found ${this.remaining} more bytes`);
    }
  }

  #advance(length: number): number {
    const at = this.#offset;
    if (length > this.#bytes.length - at) {
      throw new DecodeError(`Expected ${length} more bytes, found ${this.remaining}`);
    }
    this.#offset = at + length;
    return at;
  }
}

/** Writes little-endian numbers into a buffer that grows; every method returns the writer. */
export class ByteWriter {
  #buffer: Uint8Array;
  #view: DataView;
  #length = 0;

  constructor(capacity = 64) {
    this.#buffer = new Uint8Array(capacity);
    this.#view = new DataView(this.#buffer.buffer);
  }

  u8(value: number): this {
    const at = this.#grow(1);
    this.#view.setUint8(at, value);
    return this;
  }

  u16(value: number): this {
    const at = this.#grow(2);
    this.#view.setUint16(at, value, true);
    return this;
  }

  u32(value: number): this {
    const at = this.#grow(4);
    this.#view.setUint32(at, value, true);
    return this;
  }

  i32(value: number): this {
    const at = this.#grow(4);
    this.#view.setInt32(at, value, true);
    return this;
  }

  f32(value: number): this {
    const at = this.#grow(4);
    this.#view.setFloat32(at, value, true);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    const at = this.#grow(bytes.length);
    this.#buffer.set(bytes, at);
    return this;
  }

  /** What was written so far; a copy of its own. */
  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

  // Replaces buffer and view: call it before they are looked up.
  #grow(by: number): number {
    const at = this.#length;
    this.#length += by;
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#length, this.#buffer.length * 2));
      larger.set(this.#buffer);
      this.#buffer = larger;
      this.#view = new DataView(larger.buffer);
    }
    return at;
  }
}
