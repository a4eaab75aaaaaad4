import assert from "node:assert/strict";
import { WriteTurns } from "../../../agent/link/write_turns.ts";

Deno.test("WriteTurns starts a write when the one before it is done, even if that failed", async () => {
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const turns = new WriteTurns(async ([byte]) => {
    order.push(`start ${byte}`);
    if (byte === 1) await first.promise;
    order.push(`end ${byte}`);
  });
  const writes = [turns.write(Uint8Array.of(1)), turns.write(Uint8Array.of(2))];
  first.reject(new Error("stuck"));
  const [failed, sent] = await Promise.allSettled(writes);
  assert.equal(failed!.status, "rejected");
  assert.equal(sent!.status, "fulfilled");
  assert.deepEqual(order, ["start 1", "start 2", "end 2"]);
});

Deno.test("WriteTurns refuses what would wait behind 64 KiB", async () => {
  const stuck = Promise.withResolvers<void>();
  const turns = new WriteTurns(() => stuck.promise);
  const waiting = turns.write(new Uint8Array(64 * 1024));
  await assert.rejects(turns.write(Uint8Array.of(1)), {
    name: "LinkError",
    message: "Cannot write 1 bytes: 65536 are waiting already, the other end takes nothing; " +
      "look whether it is connected",
  });
  stuck.resolve();
  await waiting;
  await turns.write(Uint8Array.of(1));
});
