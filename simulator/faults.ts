import { attemptFrame, encodeFrame } from "../protocol/frame.ts";
import type { Random } from "./random.ts";

/** What may go wrong on the way to the client; all but `split` are probabilities of an answer. */
export interface FaultOptions {
  /** The answer is lost. */
  readonly drop: number;
  /** One of its bytes is another. */
  readonly corrupt: number;
  /** Bytes that mean nothing come before it. */
  readonly noise: number;
  /** An answer to somebody else comes before it. */
  readonly foreign: number;
  /** It comes after the client's deadline. */
  readonly late: number;
  /** It comes in pieces of so many bytes; 0 leaves it whole. */
  readonly split: number;
}

/** Bytes that go out some time after those before them. */
export interface Delivery {
  readonly delayMs: number;
  readonly bytes: Uint8Array;
}

export const NO_FAULTS: FaultOptions = {
  drop: 0,
  corrupt: 0,
  noise: 0,
  foreign: 0,
  late: 0,
  split: 0,
};

/** Clients wait for 2 s (specification 3.7). */
const LATE_MS = 2500;
const SPLIT_GAP_MS = 3;
const MAX_NOISE_LENGTH = 20;
/** The source address of a portal that shares the gateway. */
const FOREIGN_CLIENT = 0x5055;

/** Damages answers on their way; the same seed and the same answers give the same damage. */
export class Faults {
  #options: FaultOptions;
  readonly #random: Random;

  constructor(options: FaultOptions, random: Random) {
    this.#options = options;
    this.#random = random;
  }

  /** From now on this goes wrong. */
  set(options: FaultOptions): void {
    this.#options = options;
  }

  /** What arrives of an answer, in its order. */
  apply(answer: Uint8Array): Delivery[] {
    const { drop, corrupt, noise, foreign, late, split } = this.#options;
    if (this.#happens(drop)) return [];
    const delayMs = this.#happens(late) ? LATE_MS : 0;
    const parts: Uint8Array[] = [];
    if (this.#happens(foreign)) parts.push(forSomebodyElse(answer));
    if (this.#happens(noise)) parts.push(this.#noise());
    parts.push(this.#happens(corrupt) ? this.#damaged(answer) : answer);
    const pieces = parts.flatMap((part) => cut(part, split));
    return pieces.map((bytes, i) => ({ delayMs: i === 0 ? delayMs : SPLIT_GAP_MS, bytes }));
  }

  /** Draws only for what can happen, so that one fault does not shift the others. */
  #happens(probability: number): boolean {
    return probability > 0 && this.#random() < probability;
  }

  #noise(): Uint8Array {
    const length = 1 + Math.floor(this.#random() * MAX_NOISE_LENGTH);
    return Uint8Array.from({ length }, () => Math.floor(this.#random() * 256));
  }

  #damaged(answer: Uint8Array): Uint8Array {
    const damaged = answer.slice();
    const at = Math.floor(this.#random() * damaged.length);
    damaged[at]! ^= 1 + Math.floor(this.#random() * 255);
    return damaged;
  }
}

/** A correct frame that only its destination tells from the answer. */
function forSomebodyElse(answer: Uint8Array): Uint8Array {
  const attempt = attemptFrame(answer, 0);
  if (attempt.kind !== "frame") return answer;
  return encodeFrame({ ...attempt.frame, destination: FOREIGN_CLIENT });
}

function cut(bytes: Uint8Array, length: number): Uint8Array[] {
  if (length === 0) return [bytes];
  const count = Math.ceil(bytes.length / length);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * length, (i + 1) * length));
}
