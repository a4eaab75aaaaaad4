import assert from "node:assert/strict";
import fc from "fast-check";
import { type Publication, RetainedQueue } from "../../../agent/mqtt/retained_queue.ts";

Deno.test("RetainedQueue.take() gives the newest payload of each topic, first come first served", () => {
  const queue = new RetainedQueue(10);
  for (const [topic, payload] of [["a", "1"], ["b", "1"], ["a", "2"]] as const) {
    assert.ok(queue.put(topic, payload));
  }
  assert.deepEqual(queue.take(9), { topic: "a", payload: "2" });
  assert.deepEqual(queue.take(9), { topic: "b", payload: "1" });
  assert.equal(queue.take(9), undefined);
  assert.ok(!queue.empty, "nothing is confirmed");
});

Deno.test("RetainedQueue.take() holds back where the window is full", () => {
  const queue = new RetainedQueue(10);
  queue.put("a", "1");
  queue.put("b", "1");
  const first = queue.take(1);
  assert.equal(queue.take(1), undefined);
  queue.settle(first!);
  assert.deepEqual(queue.take(1), { topic: "b", payload: "1" });
});

Deno.test("RetainedQueue.put() refuses topics beyond the limit, not newer payloads", () => {
  const queue = new RetainedQueue(2);
  assert.ok(queue.put("a", "1"));
  assert.ok(queue.put("b", "1"));
  assert.ok(!queue.put("c", "1"));
  assert.ok(queue.put("a", "2"));
});

Deno.test("RetainedQueue loses no topic's newest payload, whatever happens to connections", () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("put" as const),
      topic: fc.constantFrom("a", "b", "c", "d"),
      payload: fc.nat(99).map(String),
    }),
    fc.constant({ kind: "take" as const }),
    fc.record({ kind: fc.constant("settle" as const), index: fc.nat(5) }),
    fc.constant({ kind: "lost" as const }),
  );
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      (steps, window) => {
        const queue = new RetainedQueue(100);
        const newest = new Map<string, string>();
        const confirmed = new Map<string, string>();
        let sent: Publication[] = [];
        const settle = (index: number) => {
          const [publication] = sent.splice(index % Math.max(1, sent.length), 1);
          if (!publication) return;
          queue.settle(publication);
          confirmed.set(publication.topic, publication.payload);
        };
        for (const step of steps) {
          switch (step.kind) {
            case "put":
              queue.put(step.topic, step.payload);
              newest.set(step.topic, step.payload);
              break;
            case "take": {
              const publication = queue.take(window);
              if (publication) sent.push(publication);
              assert.ok(sent.length <= window);
              break;
            }
            case "settle":
              // A broker confirms in order.
              settle(0);
              break;
            case "lost":
              queue.connectionLost();
              sent = [];
              break;
          }
        }
        while (sent.length > 0) settle(0);
        for (let next = queue.take(1); next; next = queue.take(1)) {
          sent.push(next);
          settle(0);
        }
        assert.ok(queue.empty);
        assert.deepEqual(
          [...confirmed].sort(),
          [...newest].sort(),
        );
      },
    ),
    { numRuns: 500 },
  );
});
