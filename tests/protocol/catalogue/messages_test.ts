import assert from "node:assert/strict";
import { findMessage } from "../../../protocol/catalogue/lookup.ts";
import { Messages, type Severity } from "../../../protocol/catalogue/messages.ts";

Deno.test("Messages holds as many types of each severity as the manufacturer lists", () => {
  const counted = (severity: Severity) => Messages.filter((m) => m.severity === severity).length;
  assert.equal(Messages.length, 189);
  assert.deepEqual(
    {
      none: counted("none"),
      error: counted("error"),
      warning: counted("warning"),
      halted: counted("halted"),
    },
    { none: 69, error: 53, warning: 34, halted: 33 },
  );
});

Deno.test("Messages goes by rising number, none twice, and none without a text", () => {
  const numbers = Messages.map(({ number }) => number);
  assert.deepEqual(numbers, [...new Set(numbers)].toSorted((a, b) => a - b));
  assert.ok(Messages.every(({ text }) => text.trim() === text && text !== ""));
});

Deno.test("findMessage() finds a message type by its number", () => {
  assert.deepEqual(findMessage(0), { number: 0, severity: "warning", text: "Battery low" });
  assert.deepEqual(findMessage(3), {
    number: 3,
    severity: "none",
    text: "AC-In synchronization in progress",
  });
  assert.deepEqual(findMessage(16), {
    number: 16,
    severity: "warning",
    text: "Fan error detected",
  });
  assert.deepEqual(findMessage(206), {
    number: 206,
    severity: "halted",
    text: "Board hardware incompatibility",
  });
  assert.deepEqual(findMessage(228), { number: 228, severity: "error", text: "Startup error" });
});

Deno.test("findMessage() does not know the numbers that the manufacturer left out", () => {
  for (const number of [-1, 66, 96, 201, 236]) assert.equal(findMessage(number), undefined);
});
