import assert from "node:assert/strict";
import fc from "fast-check";
import {
  packRequest,
  type PlanItem,
  PollPlan,
} from "../../../../agent/installation/polling/poll_plan.ts";

const item = (id: string, periodMs: number, group = id): PlanItem => ({
  id,
  device: id.split("/")[0]!,
  periodMs,
  group,
});
const ids = (items: readonly PlanItem[]) => items.map(({ id }) => id);

Deno.test("PollPlan.due() has everything at the start, the shortest period first", () => {
  const plan = new PollPlan([item("slow", 60_000), item("fast", 2000)], 500);
  assert.deepEqual(ids(plan.due(500)), ["fast", "slow"]);
});

Deno.test("PollPlan.due() puts first what is most overdue in its own measure", () => {
  const [slow, fast] = [item("slow", 60_000), item("fast", 2000)];
  const plan = new PollPlan([slow, fast], 0);
  plan.done(fast, 0);
  // The slow one is late by 3 s of 60, the fast one by 1 s of 2.
  assert.deepEqual(ids(plan.due(3000)), ["fast", "slow"]);
});

Deno.test("PollPlan.done() keeps the rhythm of a late item and does not make up for missed beats", () => {
  const fast = item("fast", 2000);
  const plan = new PollPlan([fast], 0);
  plan.done(fast, 7100);
  assert.deepEqual(plan.due(7999), []);
  assert.deepEqual(ids(plan.due(8000)), ["fast"]);
});

Deno.test("PollPlan.parkDevice() leaves the other devices alone", () => {
  const plan = new PollPlan([item("xt1/1", 2000), item("xt2/1", 2000)], 0);
  plan.parkDevice("xt1", 30_000);
  assert.deepEqual(ids(plan.due(2000)), ["xt2/1"]);
  assert.deepEqual(ids(plan.due(30_000)).sort(), ["xt1/1", "xt2/1"]);
});

Deno.test("PollPlan.idleMs() tells how long nothing is due", () => {
  const only = item("only", 2000);
  const plan = new PollPlan([only], 0);
  assert.equal(plan.idleMs(0), 0);
  plan.done(only, 100);
  assert.equal(plan.idleMs(100), 1900);
  assert.equal(new PollPlan([], 0).idleMs(0), undefined);
});

Deno.test("packRequest() keeps a group whole, and fills the room that is left with what comes after", () => {
  const due = [
    item("a", 1),
    item("b1", 1, "b"),
    item("b2", 1, "b"),
    item("b3", 1, "b"),
    item("c", 1),
  ];
  assert.deepEqual(ids(packRequest(due, 3)), ["a", "c"]);
  assert.deepEqual(ids(packRequest(due, 4)), ["a", "b1", "b2", "b3"]);
});

Deno.test("packRequest() cuts a group that no request can hold", () => {
  const due = Array.from({ length: 5 }, (_, i) => item(`b${i}`, 1, "b"));
  assert.deepEqual(ids(packRequest(due, 3)), ["b0", "b1", "b2"]);
});

Deno.test("PollPlan and packRequest() read every item, however many there are", () => {
  fc.assert(fc.property(
    fc.array(fc.record({ period: fc.constantFrom(2000, 10_000), group: fc.integer({ max: 9 }) }), {
      maxLength: 200,
    }),
    fc.integer({ min: 1, max: 76 }),
    (rows, limit) => {
      const items = rows.map(({ period, group }, i) => item(`d/${i}`, period, `g${group}`));
      const plan = new PollPlan(items, 0);
      const read = new Set<string>();
      for (let due = plan.due(0); due.length > 0; due = plan.due(0)) {
        const request = packRequest(due, limit);
        assert.ok(request.length > 0 && request.length <= limit);
        for (const each of request) {
          assert.ok(!read.has(each.id), "an item was read twice in one turn");
          read.add(each.id);
          plan.done(each, 0);
        }
      }
      assert.equal(read.size, items.length);
    },
  ));
});
