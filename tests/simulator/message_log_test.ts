import assert from "node:assert/strict";
import { FrameFlag } from "../../protocol/frame.ts";
import { decodeMessage, messageProperty } from "../../protocol/message.ts";
import { readRequest } from "../../protocol/service.ts";
import { MessageLog } from "../../simulator/message_log.ts";
import { createGateway } from "../../simulator/scenario/scenario.ts";
import { ask, askFrame, assertRefused, dataOf, info } from "./gateway_client.ts";

const XCOM = 501;

Deno.test("MessageLog walks back from the message that was newest when index 0 was read", () => {
  const log = new MessageLog();
  for (const type of [1, 2, 3]) log.add(message(type));
  assert.deepEqual(read(log, 0), { type: 3, remaining: 2 });
  log.add(message(4));
  assert.deepEqual(read(log, 1), { type: 2, remaining: 1 });
  assert.deepEqual(read(log, 2), { type: 1, remaining: 0 });
  assertRefusedRead(log, 3);
  assert.deepEqual(read(log, 0), { type: 4, remaining: 3 });
});

Deno.test("MessageLog is pending from a message until index 0 is read", () => {
  const log = new MessageLog();
  assert.ok(!log.pending);
  log.add(message(1));
  assert.ok(log.pending);
  read(log, 0);
  assert.ok(!log.pending);
  log.add(message(2));
  read(log, 0);
  log.add(message(3));
  log.read(1);
  assert.ok(log.pending);
});

Deno.test("MessageLog has nothing to tell before index 0 was read, or when it is empty", () => {
  const log = new MessageLog();
  assertRefusedRead(log, 0);
  log.add(message(1));
  assertRefusedRead(log, 1);
  read(log, 0);
  log.erase();
  assertRefusedRead(log, 0);
  assert.deepEqual(log.latest(9), []);
});

Deno.test("MessageLog keeps the newest thousand, and its pointer on the same message", () => {
  const log = new MessageLog();
  for (let type = 0; type < 1000; type++) log.add(message(type));
  assert.deepEqual(read(log, 0), { type: 999, remaining: 999 });
  for (let type = 1000; type < 1010; type++) log.add(message(type));
  assert.deepEqual(read(log, 9), { type: 990, remaining: 980 });
  assert.deepEqual(read(log, 0), { type: 1009, remaining: 999 });
});

Deno.test("SimulatedGateway shows the pending bit in every answer until the message was read", () => {
  const gateway = createGateway({ scenario: "cabin", start: "2026-06-21T12:00" });
  const flags = () => askFrame(gateway, 101, readRequest(info(3000))).frame.flags;
  assert.equal(flags() & FrameFlag.messagePending, 0);
  gateway.addMessage(19, 101, 7);
  assert.equal(flags() & FrameFlag.messagePending, FrameFlag.messagePending);
  const told = decodeMessage(dataOf(ask(gateway, XCOM, readRequest(messageProperty(0)))));
  assert.deepEqual(told, {
    remaining: 0,
    type: 19,
    source: 101,
    timestamp: Date.UTC(2026, 5, 21, 12) / 1000,
    value: 7,
  });
  assert.equal(flags() & FrameFlag.messagePending, 0);
  assertRefused(ask(gateway, XCOM, readRequest(messageProperty(1))), "OBJECT_ID_NOT_FOUND");
});

function message(type: number) {
  return { type, source: 101, timestamp: 1000 + type, value: 0 };
}

function read(log: MessageLog, index: number): { type: number; remaining: number } {
  const answer = log.read(index);
  assert.ok(answer.ok);
  const { type, remaining } = decodeMessage(answer.data);
  return { type, remaining };
}

function assertRefusedRead(log: MessageLog, index: number): void {
  assert.ok(!log.read(index).ok);
}
