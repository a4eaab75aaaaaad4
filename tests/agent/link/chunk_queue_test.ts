import assert from "node:assert/strict";
import { ChunkQueue, MAX_BUFFERED_BYTES } from "../../../agent/link/chunk_queue.ts";

async function all(queue: ChunkQueue): Promise<number[][]> {
  const chunks: number[][] = [];
  for await (const chunk of queue) chunks.push([...chunk]);
  return chunks;
}

Deno.test("ChunkQueue delivers what came before a hang-up, then ends", async () => {
  const queue = new ChunkQueue();
  queue.push(Uint8Array.of(1));
  queue.push(Uint8Array.of(2, 3));
  queue.end();
  queue.push(Uint8Array.of(4));
  assert.deepEqual(await all(queue), [[1], [2, 3]]);
});

Deno.test("ChunkQueue delivers what came before a fault, then throws it", async () => {
  const queue = new ChunkQueue();
  const fault = new Error("unplugged");
  queue.push(Uint8Array.of(1));
  queue.fail(fault);
  queue.end();
  const chunks = queue[Symbol.asyncIterator]();
  assert.deepEqual((await chunks.next()).value, Uint8Array.of(1));
  await assert.rejects(chunks.next(), fault);
});

Deno.test("ChunkQueue.close() forgets what nobody has taken, and a fault too", async () => {
  const queue = new ChunkQueue();
  queue.push(Uint8Array.of(1));
  queue.fail(new Error("unplugged"));
  queue.close();
  assert.deepEqual(await all(queue), []);
});

Deno.test("ChunkQueue wakes a reader that waits", async () => {
  const queue = new ChunkQueue();
  const chunks = queue[Symbol.asyncIterator]();
  const next = chunks.next();
  queue.push(Uint8Array.of(5));
  assert.deepEqual((await next).value, Uint8Array.of(5));
});

Deno.test("ChunkQueue drops the oldest chunks of a reader that is late", async () => {
  const queue = new ChunkQueue();
  const count = 5;
  const length = MAX_BUFFERED_BYTES / 4;
  for (let index = 0; index < count; index++) queue.push(new Uint8Array(length).fill(index));
  queue.end();
  const chunks = await all(queue);
  assert.deepEqual(chunks.map((chunk) => chunk[0]), [1, 2, 3, 4]);
});

Deno.test("ChunkQueue holds nothing of a chunk larger than its limit", async () => {
  const queue = new ChunkQueue();
  queue.push(new Uint8Array(MAX_BUFFERED_BYTES + 1));
  queue.push(Uint8Array.of(1));
  queue.end();
  assert.deepEqual(await all(queue), [[1]]);
});
