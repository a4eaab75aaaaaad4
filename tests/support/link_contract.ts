import assert from "node:assert/strict";
import type { Link } from "../../protocol/link.ts";

/** The other end of the link under test. */
export interface FarEnd {
  send(bytes: Uint8Array): void;
  /** Resolves with the first `length` bytes that came, and forgets them. */
  received(length: number): Promise<Uint8Array>;
  /** Goes away as a peer does: hangs up, is unplugged. */
  hangUp(): Promise<void> | void;
  close(): Promise<void>;
}

export interface LinkPair {
  readonly link: Link;
  readonly far: FarEnd;
}

/** What every link promises, whatever it runs over; some cannot tell that the other end is gone. */
export function linkContract(
  name: string,
  open: () => Promise<LinkPair>,
  { tellsHangUp = true }: { tellsHangUp?: boolean } = {},
): void {
  const test = (behaviour: string, run: (pair: LinkPair) => Promise<void>) =>
    Deno.test(`${name} ${behaviour}`, async () => {
      const pair = await open();
      try {
        await run(pair);
      } finally {
        await pair.link.close();
        await pair.far.close();
      }
    });

  test("carries bytes in order to the other end", async ({ link, far }) => {
    const sent = allBytes(3);
    for (let start = 0; start < sent.length; start += 100) {
      await link.write(sent.subarray(start, start + 100));
    }
    assert.deepEqual(await far.received(sent.length), sent);
  });

  test("carries a write larger than a terminal's buffer", async ({ link, far }) => {
    const sent = Uint8Array.from({ length: 20_000 }, (_, index) => index * 7 + (index >> 8));
    await link.write(sent);
    assert.deepEqual(await far.received(sent.length), sent);
  });

  test("keeps writes that overlap whole and in order", async ({ link, far }) => {
    const writes = [1, 2, 3, 4].map((byte) => new Uint8Array(200).fill(byte));
    await Promise.all(writes.map((bytes) => link.write(bytes)));
    assert.deepEqual(await far.received(800), concat(writes));
  });

  test("carries bytes in order from the other end", async ({ link, far }) => {
    await greet(link, far);
    const sent = allBytes(3);
    for (let start = 0; start < sent.length; start += 100) {
      far.send(sent.subarray(start, start + 100));
    }
    assert.deepEqual(concat(await take(link.chunks, sent.length)), sent);
  });

  test("never writes to a chunk again", async ({ link, far }) => {
    await greet(link, far);
    const chunks = link.chunks[Symbol.asyncIterator]();
    far.send(Uint8Array.of(1, 1, 1));
    const first = (await chunks.next()).value as Uint8Array;
    const copy = Uint8Array.from(first);
    far.send(Uint8Array.of(2, 2, 2, 2));
    await chunks.next();
    assert.deepEqual(first, copy);
  });

  test("does not care when the caller writes to what it has sent", async ({ link, far }) => {
    const bytes = Uint8Array.of(1, 2, 3);
    const written = link.write(bytes);
    await written;
    bytes.fill(9);
    assert.deepEqual(await far.received(3), Uint8Array.of(1, 2, 3));
  });

  test("close() ends an iteration that waits", async ({ link }) => {
    const iteration = link.chunks[Symbol.asyncIterator]().next();
    await link.close();
    assert.deepEqual(await iteration, { done: true, value: undefined });
  });

  test("close() may be called again, also at the same time", async ({ link }) => {
    await Promise.all([link.close(), link.close()]);
    await link.close();
  });

  test("write() rejects once the link is closed", async ({ link }) => {
    await link.close();
    await assert.rejects(link.write(Uint8Array.of(1)), { name: "LinkError" });
  });

  test("close() settles a write that is under way", async ({ link }) => {
    const writing = link.write(new Uint8Array(60_000)).then(() => "sent", () => "refused");
    await link.close();
    assert.match(await writing, /sent|refused/);
  });

  test("may be iterated once", async ({ link }) => {
    const first = link.chunks[Symbol.asyncIterator]();
    assert.throws(() => link.chunks[Symbol.asyncIterator](), TypeError);
    await first.return?.();
  });

  if (!tellsHangUp) return;

  test("ends or breaks when the other end goes away, after what it sent", async ({ link, far }) => {
    await greet(link, far);
    const chunks = link.chunks[Symbol.asyncIterator]();
    far.send(Uint8Array.of(7));
    assert.deepEqual((await chunks.next()).value, Uint8Array.of(7));
    await far.hangUp();
    try {
      assert.deepEqual(await chunks.next(), { done: true, value: undefined });
    } catch (error) {
      assert.equal((error as Error).name, "LinkError");
    }
  });
}

/** Takes chunks until `length` bytes came; leaves the iteration open for none. */
export async function take(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): Promise<Uint8Array[]> {
  const taken: Uint8Array[] = [];
  let taking = 0;
  for await (const chunk of chunks) {
    taken.push(chunk);
    taking += chunk.length;
    if (taking >= length) break;
  }
  return taken;
}

export function concat(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}

/** Every value of a byte, several times: control characters too must pass. */
export function allBytes(times: number): Uint8Array {
  return Uint8Array.from({ length: 256 * times }, (_, index) => index);
}

// A UDP server knows where to answer only after it was asked.
async function greet(link: Link, far: FarEnd): Promise<void> {
  await link.write(Uint8Array.of(0));
  await far.received(1);
}

/** Collects what comes at the far end, for `received()`. */
export class Inbox {
  #bytes: Uint8Array = new Uint8Array();
  #wake: (() => void) | undefined;

  push(chunk: Uint8Array): void {
    this.#bytes = concat([this.#bytes, chunk]);
    this.#wake?.();
  }

  async take(length: number): Promise<Uint8Array> {
    while (this.#bytes.length < length) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const taken = this.#bytes.slice(0, length);
    this.#bytes = this.#bytes.slice(length);
    return taken;
  }
}
