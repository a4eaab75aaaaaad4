/** The other end sent bytes that mean nothing here; whoever meets it drops them and gives no answer. */
export class DecodeError extends Error {
  override readonly name = "DecodeError";
}

const scratch = new DataView(new ArrayBuffer(4));

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
    const at = this.#advance(2);
    return this.#bytes[at]! | this.#bytes[at + 1]! << 8;
  }

  u32(): number {
    return this.i32() >>> 0;
  }

  i32(): number {
    const at = this.#advance(4);
    const bytes = this.#bytes;
    return bytes[at]! | bytes[at + 1]! << 8 | bytes[at + 2]! << 16 | bytes[at + 3]! << 24;
  }

  f32(): number {
    scratch.setInt32(0, this.i32());
    return scratch.getFloat32(0);
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
    this.#view.setUint8(this.#grow(1), value);
    return this;
  }

  u16(value: number): this {
    this.#view.setUint16(this.#grow(2), value, true);
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#grow(4), value, true);
    return this;
  }

  i32(value: number): this {
    this.#view.setInt32(this.#grow(4), value, true);
    return this;
  }

  f32(value: number): this {
    this.#view.setFloat32(this.#grow(4), value, true);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    this.#buffer.set(bytes, this.#grow(bytes.length));
    return this;
  }

  /** What was written so far; a copy of its own. */
  finish(): Uint8Array {
    return this.#buffer.slice(0, this.#length);
  }

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
