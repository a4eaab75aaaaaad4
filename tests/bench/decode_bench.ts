import { checksum } from "../../protocol/checksum.ts";
import { encodeFrame } from "../../protocol/frame.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import {
  decodeMultiInfoAnswer,
  encodeMultiInfoAnswer,
  MAX_MULTI_INFO_ITEMS,
  multiInfoProperty,
} from "../../protocol/multi_info.ts";
import { userInfoValue } from "../../protocol/object.ts";
import {
  decodeResponse,
  encodeResponse,
  type Response,
  ServiceId,
} from "../../protocol/service.ts";
import { decodeValue, encodeValue } from "../../protocol/value.ts";

/** How many times as long the decoding takes as a bare checksum over the same bytes. */
export interface BenchResult {
  readonly name: string;
  readonly ratio: number;
  /** Medians, in nanoseconds a byte. */
  readonly decodeNs: number;
  readonly checksumNs: number;
  /** The ratio that we promise not to exceed. */
  readonly aim: number;
}

const STREAM_LENGTH = 1 << 18;
// The most that one read of a socket gives; it cuts frames anywhere.
const CHUNK_LENGTH = 1 << 16;
const ROUNDS = 61;
const WARM_UP_ROUNDS = 100;

const items = Array.from(
  { length: MAX_MULTI_INFO_ITEMS },
  (_, i) => ({ reference: 3000 + i, aggregation: i % 16 }),
);

/** Decodes answers of 76 infos, and single ones, down to their numbers. */
export function decodeBench(): BenchResult[] {
  const values = items.map((_, i) => i * 1.25);
  const multiInfo = encodeMultiInfoAnswer(items, { flags: 0x1E1, time: 1_750_000_000, values });
  return [
    measure(
      "answers of 76 infos",
      3,
      answer(multiInfoProperty(7), multiInfo),
      (data) => decodeMultiInfoAnswer(items, data).values[75]!,
    ),
    measure(
      "answers of one info",
      6,
      answer(userInfoValue(3000), encodeValue("float", 51.25)),
      (data) => decodeValue("float", data),
    ),
  ];
}

function answer(property: Response["property"], data: Uint8Array): Uint8Array {
  const response = encodeResponse({ service: ServiceId.readProperty, property, ok: true, data });
  return encodeFrame({ flags: 0x34, source: 501, destination: 1, data: response });
}

function measure(
  name: string,
  aim: number,
  frame: Uint8Array,
  decode: (data: Uint8Array) => number,
): BenchResult {
  const chunks = chunksOf(frame);
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const frames = bytes / frame.length;
  const expected = frames * decode(responseData(frame));

  const decodeAll = (): void => {
    const decoder = new FrameDecoder();
    let sum = 0;
    for (const chunk of chunks) {
      for (const event of decoder.push(chunk)) {
        if (event.kind !== "frame") continue;
        const response = decodeResponse(event.frame.data);
        if (response.ok) sum += decode(response.data);
      }
    }
    if (sum !== expected) throw new Error(`Decoded a sum of ${sum}, expected ${expected}`);
  };
  const sumUp = (): void => {
    let sum = 0;
    for (const chunk of chunks) {
      // As many calls as there are frames: the engine optimises what is called often.
      for (let at = 0; at < chunk.length; at += frame.length) {
        sum += checksum(chunk, at, Math.min(at + frame.length, chunk.length));
      }
    }
    if (sum === 0) throw new Error("Checksums of nothing");
  };

  const decodeTimes: number[] = [];
  const checksumTimes: number[] = [];
  // Turn and turn about, so that a busy machine slows both alike.
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const decodeMs = timed(decodeAll);
    const checksumMs = timed(sumUp);
    if (round < WARM_UP_ROUNDS) continue;
    decodeTimes.push(decodeMs);
    checksumTimes.push(checksumMs);
  }
  const decodeNs = median(decodeTimes) * 1e6 / bytes;
  const checksumNs = median(checksumTimes) * 1e6 / bytes;
  return { name, ratio: decodeNs / checksumNs, decodeNs, checksumNs, aim };
}

function chunksOf(frame: Uint8Array): Uint8Array[] {
  const count = Math.ceil(STREAM_LENGTH / frame.length);
  const stream = new Uint8Array(count * frame.length);
  for (let i = 0; i < count; i++) stream.set(frame, i * frame.length);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < stream.length; at += CHUNK_LENGTH) {
    chunks.push(stream.slice(at, at + CHUNK_LENGTH));
  }
  return chunks;
}

function responseData(frame: Uint8Array): Uint8Array {
  const [event] = new FrameDecoder().push(frame);
  if (event?.kind !== "frame") throw new Error("Expected a frame");
  const response = decodeResponse(event.frame.data);
  if (!response.ok) throw new Error("Expected an answer");
  return response.data;
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1]!;
}

if (import.meta.main) {
  for (const { name, ratio, decodeNs, checksumNs, aim } of decodeBench()) {
    // deno-lint-ignore no-console
    console.log(
      `decode ${name}: ${decodeNs.toFixed(2)} ns/byte, checksum ${checksumNs.toFixed(2)} ns/byte,` +
        ` ratio ${ratio.toFixed(2)} (aim: at most ${aim})`,
    );
  }
}
