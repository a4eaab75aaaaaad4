import type { LinkSource } from "../../agent/link/link_source.ts";
import type { Clock } from "../../protocol/clock.ts";
import { attemptFrame } from "../../protocol/frame.ts";
import type { Link } from "../../protocol/link.ts";
import { decodeRequest } from "../../protocol/service.ts";
import type { Asked } from "./gateway_script.ts";
import { MemoryLink } from "./memory_link.ts";

/** Bytes that reach the agent some time after they were sent. */
export interface Crossing {
  readonly delayMs: number;
  readonly bytes: Uint8Array;
}

/**
 * A line that gives one link after another, and that a test can break, cut and damage. What is
 * under way when a link ends is lost, as on a real line.
 */
export class SimulatedLine implements LinkSource {
  readonly description = "simulated line";
  /** Decides what arrives of an answer, and when; may be replaced at any time. */
  crossing: (answer: Uint8Array) => readonly Crossing[];
  /** Answers in the gateway's place where it gives anything; no bytes at all are silence. */
  answerInstead: (asked: Asked) => readonly Uint8Array[] | undefined = () => undefined;
  /** While set, opening fails with it. */
  openError: Error | undefined;
  /** While set, writing fails with it, although the link stays open. */
  writeError: Error | undefined;
  /** While set, a link has not closed before it settles, as one whose driver hangs. */
  closing: Promise<void> | undefined;
  /** How often a link was asked for. */
  openings = 0;
  /** Every request that was written, newest last. */
  readonly sent: Asked[] = [];
  closed = false;
  readonly #clock: Clock;
  readonly #peer: (bytes: Uint8Array) => Iterable<Uint8Array>;
  readonly #released = new AbortController();
  #link: MemoryLink | undefined;

  constructor(clock: Clock, peer: (bytes: Uint8Array) => Iterable<Uint8Array>, delayMs: number) {
    this.#clock = clock;
    this.#peer = peer;
    this.crossing = (bytes) => [{ delayMs, bytes }];
  }

  open(signal: AbortSignal): Promise<Link> {
    if (signal.aborted) return Promise.reject(signal.reason);
    this.openings++;
    if (this.openError !== undefined) return Promise.reject(this.openError);
    const link: MemoryLink = new MemoryLink((bytes) => this.#receive(link, bytes));
    this.#link = link;
    return Promise.resolve({
      chunks: link.chunks,
      write: (bytes) =>
        this.writeError === undefined ? link.write(bytes) : Promise.reject(this.writeError),
      close: async () => {
        await link.close();
        await this.closing;
      },
    });
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  /** The other end hangs up, or, with an error, the line breaks. */
  break(error?: Error): void {
    this.#link?.hangUp(error);
  }

  /** Bytes that nobody asked for. */
  push(bytes: Uint8Array): void {
    this.#link?.push(bytes);
  }

  /** Forgets what is under way. */
  release(): void {
    this.#released.abort();
  }

  #receive(link: MemoryLink, bytes: Uint8Array): void {
    const asked = requestIn(bytes);
    this.sent.push(asked);
    for (const answer of this.answerInstead(asked) ?? this.#peer(bytes)) {
      for (const { delayMs, bytes } of this.crossing(answer)) this.#deliver(link, delayMs, bytes);
    }
  }

  #deliver(link: MemoryLink, delayMs: number, bytes: Uint8Array): void {
    if (delayMs === 0) return link.push(bytes);
    void this.#clock.sleep(delayMs, this.#released.signal).then(() => link.push(bytes));
  }
}

/** The request in a written frame. */
function requestIn(bytes: Uint8Array): Asked {
  const attempt = attemptFrame(bytes, 0);
  if (attempt.kind !== "frame") throw new RangeError("Expected a whole frame");
  const { source, destination, data } = attempt.frame;
  return { source, destination, request: decodeRequest(data) };
}
