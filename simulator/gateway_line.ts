import type { Clock } from "../protocol/clock.ts";
import { type Frame, frameLength } from "../protocol/frame.ts";
import { FrameDecoder } from "../protocol/frame_decoder.ts";
import type { Line, LineConnection } from "./endpoint/line.ts";
import type { Faults } from "./faults.ts";
import type { SimulatedGateway } from "./gateway.ts";
import { Pace, wireTimeMs } from "./wire.ts";

export interface GatewayLineOptions {
  readonly gateway: SimulatedGateway;
  readonly clock: Clock;
  readonly faults: Faults;
  /** Bits a second that the line carries; undefined for at once. */
  readonly baudRate: number | undefined;
  /** What the gateway takes to think. */
  readonly delayMs: number;
  /** Simulated seconds in a second. */
  readonly speed: number;
  /** Lets simulated time pass; the gateway itself if not given. */
  readonly course?: { advance(seconds: number): void } | undefined;
}

interface Waiting {
  readonly frame: Frame;
  readonly arrivedAt: number;
  readonly send: (bytes: Uint8Array) => void;
}

/** A gateway that is asked more than this at once loses the rest. */
const MAX_WAITING = 32;
const TICK_MS = 250;
/** A machine that slept does not make up for more than a day. */
const MAX_CATCH_UP_SECONDS = 86400;
/** Simulated time passes in portions of this length … */
const PORTION_SECONDS = 60;
/** … for at most so long at once, so that requests are answered on a machine that is too slow. */
const MAX_BUSY_MS = 200;

/** One gateway behind any number of endpoints: one request at a time, in their order. */
export class GatewayLine implements Line {
  readonly #options: GatewayLineOptions;
  readonly #pace: Pace;
  readonly #waiting: Waiting[] = [];
  #wake: (() => void) | undefined;
  #advancedTo: number;

  constructor(options: GatewayLineOptions) {
    this.#options = options;
    this.#pace = new Pace(options.clock);
    this.#advancedTo = options.clock.now();
  }

  connect(send: (bytes: Uint8Array) => void): LineConnection {
    const decoder = new FrameDecoder();
    let connected = true;
    return {
      receive: (chunk) => {
        for (const event of decoder.push(chunk)) {
          if (event.kind !== "frame" || this.#waiting.length >= MAX_WAITING) continue;
          this.#waiting.push({
            frame: event.frame,
            arrivedAt: this.#options.clock.now(),
            send: (bytes) => {
              if (connected) send(bytes);
            },
          });
        }
        this.#wake?.();
      },
      disconnect: () => {
        connected = false;
      },
    };
  }

  /** Answers, and lets simulated time pass, until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    await Promise.all([this.#answerAll(signal), this.#tick(signal)]);
  }

  async #answerAll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const request = this.#waiting.shift();
      if (request === undefined) await this.#nextRequest(signal);
      else await this.#answer(request, signal);
    }
  }

  async #answer({ frame, arrivedAt, send }: Waiting, signal: AbortSignal): Promise<void> {
    const { gateway, faults, baudRate, delayMs } = this.#options;
    this.#advance();
    const answer = gateway.answer(frame);
    const answerLength = answer?.length ?? 0;
    const wireMs = wireTimeMs(frameLength(frame.data.length) + answerLength, baudRate);
    await this.#pace.pass(arrivedAt, wireMs + delayMs, signal);
    if (answer === undefined) return;
    for (const delivery of faults.apply(answer)) {
      if (delivery.delayMs > 0) await this.#options.clock.sleep(delivery.delayMs, signal);
      if (signal.aborted) return;
      send(delivery.bytes);
    }
  }

  async #nextRequest(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = () => resolve();
    this.#wake = wake;
    signal.addEventListener("abort", wake, { once: true });
    await promise;
    signal.removeEventListener("abort", wake);
    this.#wake = undefined;
  }

  async #tick(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#options.clock.sleep(TICK_MS, signal);
      this.#advance();
    }
  }

  #advance(): void {
    const { gateway, clock, speed, course = gateway } = this.#options;
    const now = clock.now();
    const seconds = (now - this.#advancedTo) / 1000 * speed;
    this.#advancedTo = now;
    let left = Math.min(seconds, MAX_CATCH_UP_SECONDS);
    while (left > 0 && clock.now() - now < MAX_BUSY_MS) {
      const portion = Math.min(left, PORTION_SECONDS);
      course.advance(portion);
      left -= portion;
    }
  }
}
