import type { Frame } from "../../protocol/frame.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";

/** What a line carried while somebody was asked over it; counters that only grow. */
export interface Observation {
  readonly receivedBytes: number;
  /** Frames addressed to us. */
  readonly answers: number;
  /** Frames addressed to somebody else. */
  readonly foreign: number;
  /** Our own questions, come back. */
  readonly echoes: number;
  /** Frames whose header was right and whose data was not. */
  readonly damaged: number;
  /** Frames with CR LF behind them, which only the Xcom's LAN mode puts there. */
  readonly lineEnds: number;
}

/** Counts what a line carries, beside whoever asks over it. */
export class LineObserver {
  readonly #source: number;
  readonly #decoder = new FrameDecoder();
  readonly #seen = {
    receivedBytes: 0,
    answers: 0,
    foreign: 0,
    echoes: 0,
    damaged: 0,
    lineEnds: 0,
  };
  #behindFrame = false;

  /** `source` is our own address on the line. */
  constructor(source: number) {
    this.#source = source;
  }

  /** What was seen so far. */
  get observation(): Observation {
    return { ...this.#seen };
  }

  /** Takes what arrived; the bytes must not change afterwards. */
  receive(chunk: Uint8Array): void {
    this.#seen.receivedBytes += chunk.length;
    for (const event of this.#decoder.push(chunk)) {
      switch (event.kind) {
        case "frame":
          this.#seen[this.#kindOf(event.frame)]++;
          this.#behindFrame = true;
          break;
        case "discarded":
          if (this.#behindFrame && event.bytes[0] === 0x0D) this.#seen.lineEnds++;
          if (event.reason === "data_checksum") this.#seen.damaged++;
          this.#behindFrame = false;
          break;
      }
    }
  }

  #kindOf({ source, destination }: Frame): "answers" | "foreign" | "echoes" {
    if (source === this.#source) return "echoes";
    return destination === this.#source ? "answers" : "foreign";
  }
}
