import assert from "node:assert/strict";
import fc from "fast-check";
import { CaptureError, decodeCapture } from "../../protocol/capture.ts";
import { captureIn, captureText, type WholeCapture } from "../support/capture_text.ts";

const capture: WholeCapture = {
  head: {
    agentVersion: "0.1.0",
    link: "serial",
    date: "2026-06-21T10:00:00.000Z",
    redacted: false,
  },
  records: [
    { at: 0, to: "gateway", bytes: Uint8Array.of(0xAA, 0, 1) },
    { at: 16, to: "agent", bytes: Uint8Array.of(0xFF) },
    { at: 16, to: "agent", bytes: Uint8Array.of() },
  ],
};
const text = captureText(capture);
const head = text.split("\n")[0]!;

Deno.test("encodeCapture() writes a head line and one line for each piece", () => {
  assert.deepEqual(text.split("\n").map((line) => line && JSON.parse(line)), [
    {
      format: "studer-agent capture",
      version: 1,
      agentVersion: "0.1.0",
      link: "serial",
      date: "2026-06-21T10:00:00.000Z",
      redacted: false,
    },
    { at: 0, to: "gateway", bytes: "aa0001" },
    { at: 16, to: "agent", bytes: "ff" },
    { at: 16, to: "agent", bytes: "" },
    "",
  ]);
});

Deno.test("decodeCapture() gives back what encodeCapture() was given", () => {
  assert.deepEqual(captureIn(text), capture);
  assert.deepEqual(captureIn(text.replaceAll("\n", "\r\n")), capture);
});

Deno.test("decodeCapture() leaves out a last line that breaks off, wherever it does", () => {
  const whole = captureText({ ...capture, records: capture.records.slice(0, 1) });
  const last = captureText({ ...capture, records: capture.records.slice(0, 2) });
  for (let length = whole.length; length < last.length; length++) {
    assert.deepEqual(captureIn(last.slice(0, length)).records, capture.records.slice(0, 1));
  }
  assert.deepEqual(captureIn(head).records, []);
});

Deno.test("decodeCapture() reads the same whatever the pieces of the text are", () => {
  for (const length of [1, 7, 100]) {
    const pieces = Array.from(
      { length: Math.ceil(text.length / length) },
      (_, index) => text.slice(index * length, (index + 1) * length),
    );
    const { head, records } = decodeCapture(() => pieces);
    assert.deepEqual({ head, records: [...records] }, capture);
    assert.deepEqual([...records], capture.records, "a second time, too");
  }
});

Deno.test("decodeCapture() gives a file without lines up, instead of taking all of it into memory", () => {
  let read = 0;
  const endless = function* () {
    for (;;) {
      read += 100_000;
      yield "x".repeat(100_000);
    }
  };
  assert.throws(() => decodeCapture(endless), /no recording of a line: found "x+…"/);
  assert.ok(read < 2_000_000);
});

const BadTexts: ReadonlyArray<readonly [text: string, line: number, problem: RegExp]> = [
  ["", 1, /no recording of a line: found ""/],
  ["agent:\n  id: pi\n", 1, /no recording of a line: found "agent:"/],
  ["\0\xFF".repeat(1000), 1, /no recording of a line: found "/],
  ['{"format":"studer-agent capture","version":2}\n', 1, /of version "2", known is 1; use/],
  ['{"format":"studer-agent capture","version":{"toString":1}}\n', 1, /no recording of a line/],
  ['{"format":"studer-agent capture","version":1}\n', 1, /agentVersion, link or date is missing/],
  [`${head}\nnonsense\n`, 2, /no time "at" in "nonsense"; give a file as capture wrote it/],
  [`${head}\n\n{"at":-1,"to":"agent","bytes":""}\n`, 3, /no time "at"/],
  [`${head}\n{"at":1,"to":"portal","bytes":""}\n`, 2, /neither gateway nor agent/],
  [`${head}\n{"at":1,"to":"agent","bytes":"abc"}\n`, 2, /no hexadecimal "bytes"/],
  [`${head}\n{"at":1,"to":"agent","bytes":[1]}\n`, 2, /no hexadecimal "bytes"/],
  [
    `${head}\n{"at":9,"to":"agent","bytes":""}\n{"at":5,"to":"agent","bytes":""}\n`,
    3,
    /at is 5, before the 9 above it/,
  ],
];

for (const [bad, line, problem] of BadTexts) {
  Deno.test(`decodeCapture() refuses ${JSON.stringify(bad.slice(-50))}, naming the line`, () => {
    assert.throws(() => captureIn(bad), (error) => {
      assert.ok(error instanceof CaptureError);
      assert.equal(error.line, line);
      assert.match(error.message, problem);
      assert.ok(error.message.length < 250 && !error.message.includes("\n"));
      return true;
    });
  });
}

Deno.test("decodeCapture() throws nothing but a CaptureError, whatever a field holds", () => {
  const lines = text.trimEnd().split("\n").map((line): Record<string, unknown> => JSON.parse(line));
  const fields = lines.flatMap((line, at) => Object.keys(line).map((key) => [at, key] as const));
  // An object that makes no text of itself is among what JSON can hold.
  const values = fc.oneof(fc.jsonValue(), fc.constant({ toString: 1 }));
  fc.assert(fc.property(fc.constantFrom(...fields), values, ([at, key], value) => {
    const changed = lines.with(at, { ...lines[at], [key]: value });
    try {
      captureIn(changed.map((line) => `${JSON.stringify(line)}\n`).join(""));
    } catch (error) {
      assert.ok(error instanceof CaptureError, `${error}`);
      assert.ok(!error.message.includes("\n"), error.message);
    }
  }));
});
