import type { Clock } from "../../protocol/clock.ts";
import type { Frame } from "../../protocol/frame.ts";
import { FrameDecoder } from "../../protocol/frame_decoder.ts";
import type { Line, LineConnection } from "../endpoint/line.ts";
import type { Delivery } from "../faults.ts";
import type { Replay } from "./replay.ts";

export interface ReplayLineOptions {
  readonly replay: Replay;
  readonly clock: Clock;
  /** Ends what is still to be played. */
  readonly signal: AbortSignal;
  /** Called with each request that the recording does not have. */
  readonly onUnknown: (frame: Frame) => void;
}

/** A recorded gateway behind any number of endpoints; keeps the recorded pauses. */
export class ReplayLine implements Line {
  readonly #options: ReplayLineOptions;

  constructor(options: ReplayLineOptions) {
    this.#options = options;
  }

  connect(send: (bytes: Uint8Array) => void): LineConnection {
    const { replay, onUnknown, signal } = this.#options;
    const disconnected = new AbortController();
    const ended = AbortSignal.any([signal, disconnected.signal]);
    const decoder = new FrameDecoder();
    void this.#play(replay.unasked(), send, ended);
    return {
      receive: (chunk) => {
        for (const event of decoder.push(chunk)) {
          if (event.kind !== "frame") continue;
          const deliveries = replay.answer(event.frame);
          if (deliveries === undefined) onUnknown(event.frame);
          else void this.#play(deliveries, send, ended);
        }
      },
      disconnect: () => disconnected.abort(),
    };
  }

  /** Never rejects: each `send` is the endpoint's own matter. */
  async #play(
    deliveries: readonly Delivery[],
    send: (bytes: Uint8Array) => void,
    ended: AbortSignal,
  ): Promise<void> {
    const { clock } = this.#options;
    let due = clock.now();
    for (const { delayMs, bytes } of deliveries) {
      // Timers wake too late: the pauses are counted from where each should have ended.
      due += delayMs;
      const left = due - clock.now();
      if (left > 0) await clock.sleep(left, ended);
      if (ended.aborted) return;
      send(bytes);
    }
  }
}
