import assert from "node:assert/strict";
import fc from "fast-check";
import { LineObserver, type Observation } from "../../../agent/find/line_observer.ts";
import { tellsMore, verdictOf, Verdicts } from "../../../agent/find/verdict.ts";
import { encodeFrame } from "../../../protocol/frame.ts";

const US = 0x1234_5678;
const frame = (source: number, destination: number) =>
  encodeFrame({ flags: 0, source, destination, data: new Uint8Array(14) });
const Answer = frame(501, US);
const Foreign = frame(101, 1);
const Echo = frame(US, 501);
const Damaged = Answer.with(-1, Answer.at(-1)! ^ 0x55);

function observe(...chunks: readonly Iterable<number>[]): Observation {
  const observer = new LineObserver(US);
  for (const chunk of chunks) observer.receive(Uint8Array.from(chunk));
  return observer.observation;
}

for (
  const [verdict, bytes] of [
    ["silence", []],
    ["noise", new Uint8Array(40).fill(0x55)],
    ["noise", Answer.subarray(0, 20)],
    ["late", Answer],
    ["damaged", Damaged],
    ["foreign", [...Damaged, ...Answer, ...Foreign]],
    ["echo", [...Foreign, ...Echo]],
  ] as const
) {
  Deno.test(`verdictOf() says ${verdict} for ${bytes.length} bytes`, () => {
    assert.equal(verdictOf(observe(bytes)), verdict);
  });
}

Deno.test("LineObserver counts frames with CR LF behind them, however the bytes are cut", () => {
  const bytes = [...Answer, 0x0D, 0x0A, ...Foreign, ...Answer, 0x0D, 0x0A];
  fc.assert(fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
    const places = [0, ...cuts.sort((a, b) => a - b), bytes.length];
    const chunks = places.slice(1).map((end, index) => bytes.slice(places[index], end));
    const { lineEnds, answers, foreign, receivedBytes } = observe(...chunks);
    assert.deepEqual([lineEnds, answers, foreign, receivedBytes], [2, 2, 1, bytes.length]);
  }));
});

Deno.test("LineObserver takes a CR LF between other bytes for no line end", () => {
  assert.equal(observe([0x55, 0x0D, 0x0A], Answer, [0x55, 0x0D, 0x0A]).lineEnds, 0);
});

Deno.test("tellsMore() ranks every verdict above the one before it", () => {
  for (const [index, verdict] of Verdicts.entries()) {
    for (const before of Verdicts.slice(0, index)) {
      assert.ok(tellsMore(verdict, before) && !tellsMore(before, verdict));
    }
    assert.ok(!tellsMore(verdict, verdict));
  }
});
