import assert from "node:assert/strict";
import { MAX_LINE_LENGTH } from "../../../agent/control/control_message.ts";
import { linesOf, sendLine } from "../../../agent/control/lines.ts";

/** Gives the bytes so many at a time. */
function readerOf(bytes: Uint8Array, atATime: number) {
  let at = 0;
  return {
    read(into: Uint8Array): Promise<number | null> {
      const part = bytes.subarray(at, at + Math.min(atATime, into.length));
      into.set(part);
      at += part.length;
      return Promise.resolve(part.length === 0 ? null : part.length);
    },
  };
}

async function linesIn(text: string, atATime: number): Promise<string[]> {
  return await Array.fromAsync(linesOf(readerOf(new TextEncoder().encode(text), atATime)));
}

Deno.test("linesOf() puts lines together, however the bytes arrive", async () => {
  for (const atATime of [1, 2, 3, 1000]) {
    assert.deepEqual(await linesIn("käse\n\n\u{1F50B}\nunfinished", atATime), [
      "käse",
      "",
      "\u{1F50B}",
    ]);
  }
});

Deno.test("linesOf() takes a line of the longest length, and gives up at a longer one", async () => {
  const longest = "x".repeat(MAX_LINE_LENGTH);
  assert.deepEqual(await linesIn(`${longest}\n`, 16 * 1024), [longest]);
  await assert.rejects(linesIn(`${longest}x`, 16 * 1024), RangeError);
});

Deno.test("sendLine() sends the whole line, though the connection takes it in pieces", async () => {
  const sent: number[] = [];
  const writer = {
    write(bytes: Uint8Array): Promise<number> {
      sent.push(...bytes.subarray(0, 3));
      return Promise.resolve(Math.min(3, bytes.length));
    },
  };
  await sendLine(writer, { value: "käse" });
  assert.equal(new TextDecoder().decode(Uint8Array.from(sent)), '{"value":"käse"}\n');
});
