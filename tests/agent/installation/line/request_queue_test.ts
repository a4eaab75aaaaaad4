import assert from "node:assert/strict";
import { QueueFullError } from "../../../../agent/installation/line/errors.ts";
import { RequestQueue } from "../../../../agent/installation/line/request_queue.ts";

Deno.test("RequestQueue.run() runs one job at a time, commands before polls", async () => {
  const queue = new RequestQueue();
  const started: string[] = [];
  let running = 0;
  const job = (name: string) => async () => {
    assert.equal(running++, 0, "two jobs ran at once");
    started.push(name);
    await Promise.resolve();
    running--;
  };
  await Promise.all([
    queue.run("poll", job("poll 1")),
    queue.run("poll", job("poll 2")),
    queue.run("command", job("command 1")),
    queue.run("command", job("command 2")),
  ]);
  assert.deepEqual(started, ["poll 1", "command 1", "command 2", "poll 2"]);
});

Deno.test("RequestQueue.run() goes on after a job that failed", async () => {
  const queue = new RequestQueue();
  await assert.rejects(queue.run("poll", () => Promise.reject(new Error("no"))), /no/);
  assert.equal(await queue.run("poll", () => Promise.resolve(7)), 7);
});

Deno.test("RequestQueue.run() refuses what it could not get to in time", async () => {
  const queue = new RequestQueue();
  const gate = Promise.withResolvers<void>();
  const jobs = Array.from({ length: 257 }, () => queue.run("command", () => gate.promise));
  await assert.rejects(queue.run("command", () => gate.promise), QueueFullError);
  gate.resolve();
  await Promise.all(jobs);
});
